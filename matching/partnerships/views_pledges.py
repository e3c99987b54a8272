"""How firmly a member stands by a partnership, and the letter that shows it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from matching.introductions.people import acts_for
from matching.partnerships import services
from matching.partnerships.forms import PledgeForm
from matching.partnerships.models import PartnershipMember, Pledge
from matching.partnerships.people import is_curator, takes_part
from matching.partnerships.views import partnership_or_404
from matching.partnerships.views_common import GET_OR_POST, pressed
from portal.accounts.uploads import proof_download
from portal.accounts.views_common import done, signed_in
from regions.querysets import EDITING


@require_http_methods(GET_OR_POST)
@signed_in
def pledge_new(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """State a step for a seat of one's own."""
    seat = _own_seat(request, slug, pk)
    form = PledgeForm(request.POST or None, request.FILES or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: services.state_pledge(
                by=request.user, seat=seat, **form.cleaned_data
            ),
        )
    ):
        messages.success(request, _("It is stated, and shown with its last day."))
        return redirect(seat.partnership)
    context = {"one": seat.partnership, "seat": seat, "form": form}
    status = 400 if request.method == "POST" else 200
    return render(request, "partnerships/pledge.html", context, status=status)


@require_POST
@signed_in
def pledge_withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    one = partnership_or_404(request, slug)
    own = one.members.owned_by(request.user).order_by().values("pk")
    rows = Pledge.objects.without_files().filter(member__in=own)
    pledge = get_object_or_404(rows.select_related("member"), pk=pk)
    pressed(
        request,
        lambda: services.withdraw_pledge(by=request.user, pledge=pledge),
        _("The step is withdrawn."),
    )
    return redirect(one)


@require_safe
@signed_in
def pledge_file(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The file, to be saved and never shown: people of members, and curators."""
    one = partnership_or_404(request, slug)
    if not (is_curator(request.user) or takes_part(request.user, one)):
        raise Http404
    pledge = get_object_or_404(Pledge, pk=pk, member__partnership=one)
    return proof_download(pledge.file, pledge.file_name)


def _own_seat(request: HttpRequest, slug: str, pk: int) -> PartnershipMember:
    one = partnership_or_404(request, slug)
    seats = one.members.active().owned_by(request.user).with_whom()
    seat = get_object_or_404(seats.select_related("partnership"), pk=pk)
    if not acts_for(request.user, seat.profile, *EDITING):
        raise PermissionDenied(
            _("Only owners and editors of the organisation may do this.")
        )
    return seat
