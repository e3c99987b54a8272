"""What the views of partnerships share: finding things, and pressing buttons."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from matching.partnerships.models import Partnership, PartnershipMember
from matching.partnerships.people import is_curator, leads
from matching.partnerships.views import partnership_or_404
from portal.accounts.views_common import tried
from regions.models import Profile

GET_OR_POST = ("GET", "HEAD", "POST")
SEARCH = "search:topics"


def steered_or_404(request: HttpRequest, slug: str) -> Partnership:
    """A partnership that this person leads, or looks after as a curator."""
    one = partnership_or_404(request, slug)
    if not (is_curator(request.user) or leads(request.user, one)):
        raise PermissionDenied(
            _("Only owners and editors of a lead, and curators, may do this.")
        )
    return one


def curated_or_404(request: HttpRequest, slug: str) -> Partnership:
    """The same for curators only; for others there is no such page."""
    if not is_curator(request.user):
        raise Http404
    return partnership_or_404(request, slug)


def seat_or_404(request: HttpRequest, slug: str, pk: int) -> PartnershipMember:
    """A seat of this person's own, or of a partnership that they look after."""
    one = partnership_or_404(request, slug)
    seats = one.members.with_whom().select_related("partnership")
    if not (is_curator(request.user) or leads(request.user, one)):
        own = Profile.objects.owned_by(request.user).order_by().values("pk")
        seats = seats.filter(profile__in=own)
    return get_object_or_404(seats, pk=pk)


def may_steer(user: Any, seat: PartnershipMember) -> bool:
    return is_curator(user) or leads(user, seat.partnership)


def pressed(request: HttpRequest, act: Callable[[], Any], success: str) -> bool:
    """Do what a button asks for; a fault of a small form is said on the next page."""
    try:
        return tried(request, act, success)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
