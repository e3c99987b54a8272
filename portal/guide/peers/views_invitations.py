"""For curators: whom to invite, and how many questions there are."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.views_common import signed_in, tried
from portal.guide.peers import queries, services
from portal.guide.peers.forms import SettleForm
from portal.guide.peers.models import PeerInvitation


@require_safe
@signed_in
def invitation_list(request: HttpRequest) -> HttpResponse:
    _require_curator(request)
    context = {
        "rows": queries.wished_for(),
        "counts": queries.counts(),
        "form": SettleForm(auto_id=False),
    }
    return render(request, "guide/peers/invitations.html", context)


@require_POST
@signed_in
def invitation_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that all wishes for this one are settled, with a note for who asked."""
    _require_curator(request)
    one = get_object_or_404(PeerInvitation, pk=pk)
    note = request.POST.get("note", "")[: SettleForm.base_fields["note"].max_length]
    tried(
        request,
        lambda: services.settle_invitation(by=request.user, invitation=one, note=note),
        _("Settled: who asked reads your note."),
    )
    return redirect("guide:peers:invitations")


def _require_curator(request: HttpRequest) -> None:
    if not request.user.is_staff:
        raise Http404
