"""Whose pages these are: what one may not see is not there."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from matching.consortia.application.rights import (
    Rights,
    only_this_partner,
    rights_of,
)
from matching.consortia.models import Consortium, ConsortiumMember
from matching.consortia.models_application import Task


def application_or_404(request: HttpRequest, slug: str) -> Consortium:
    """The consortium, for people of its lead and of agreed members, and curators."""
    rows = Consortium.objects.read_by(request.user).select_related(
        "call", "lead__region"
    )
    found = rows.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def editable_or_404(request: HttpRequest, slug: str) -> Consortium:
    """The same for pages of its lead only; members who read it are told so."""
    found = application_or_404(request, slug)
    if not Consortium.objects.editable_by(request.user).filter(pk=found.pk).exists():
        raise PermissionDenied(
            _("Only owners and editors of the organisation that leads may do this.")
        )
    return found


def member_or_404(consortium: Consortium, pk: int) -> ConsortiumMember:
    found = consortium.members.with_who().present().filter(pk=pk).first()
    if found is None:
        raise Http404
    # What was read with the consortium is not read again.
    found.consortium = consortium
    return found


def writable_member_or_404(
    request: HttpRequest, consortium: Consortium, pk: int
) -> tuple[ConsortiumMember, Rights]:
    """A member for which this person writes; who only reads is told so."""
    member, rights = member_or_404(consortium, pk), rights_of(request.user, consortium)
    if not rights.may_write_for(member.pk):
        raise PermissionDenied(only_this_partner())
    return member, rights


def task_or_404(consortium: Consortium, pk: int) -> Task:
    found = consortium.tasks.with_who().filter(pk=pk).first()
    if found is None:
        raise Http404
    found.consortium = consortium
    return found
