"""The people of an invited profile answer, and those of a member may leave."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from matching.consortia import services
from matching.consortia.kinds import MemberState
from matching.consortia.models import ConsortiumMember
from matching.consortia.standing import standing_of, without
from matching.consortia.views import consortium_or_404
from matching.consortia.wording import broken_lines
from portal.accounts.views_common import signed_in, tried
from regions.querysets import EDITING

ANSWERS = {"yes": True, "no": False}


@require_POST
@signed_in
def answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Agree or decline for a profile for which one acts."""
    member = _own_member(request, slug, pk)
    agrees = ANSWERS.get(request.POST.get("answer", ""))
    if agrees is None:
        raise Http404
    words = _("Your side takes part.") if agrees else _("Your side has declined.")
    is_done = tried(
        request,
        lambda: services.answer_invitation(
            by=request.user, member=member, agrees=agrees
        ),
        words,
    )
    # Who has declined, or is not asked any more, does not see its page.
    return redirect(member.consortium if agrees and is_done else "consortia:list")


@require_http_methods(("GET", "HEAD", "POST"))
@signed_in
def leave(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Leave it, after a page that says which rules break by that."""
    member = _own_member(request, slug, pk)
    if request.method == "POST":
        tried(
            request,
            lambda: services.leave_consortium(by=request.user, member=member),
            _("Your side has left the consortium."),
        )
        return redirect("consortia:list")
    if member.state != MemberState.AGREED:
        # Who was only asked does not learn here which partners are considered.
        raise Http404
    standing = standing_of(member.consortium)
    after = without(standing.composition, member.key)
    broken = broken_lines(standing.broken_by(after), standing.names)
    context = {"one": member.consortium, "member": member, "broken": broken}
    return render(request, "consortia/leave.html", context)


def _own_member(request: HttpRequest, slug: str, pk: int) -> ConsortiumMember:
    """A membership of a profile for which this person writes."""
    one = consortium_or_404(request, slug)
    rows = ConsortiumMember.objects.of_people(request.user, *EDITING).with_who()
    return get_object_or_404(
        rows.select_related("consortium__call", "consortium__lead"),
        consortium=one,
        pk=pk,
    )
