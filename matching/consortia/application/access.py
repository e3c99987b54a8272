"""Whose pages these are: what one may not see is not there."""

from django.http import Http404, HttpRequest

from matching.consortia.application.rights import Rights, rights_of
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
    """The same for pages of its lead only: for others they are not there."""
    found = application_or_404(request, slug)
    if not Consortium.objects.editable_by(request.user).filter(pk=found.pk).exists():
        raise Http404
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
    """A member for which this person writes."""
    member, rights = member_or_404(consortium, pk), rights_of(request.user, consortium)
    if not rights.may_write_for(member.pk):
        raise Http404
    return member, rights


def task_or_404(consortium: Consortium, pk: int) -> Task:
    found = consortium.tasks.with_who().filter(pk=pk).first()
    if found is None:
        raise Http404
    found.consortium = consortium
    return found
