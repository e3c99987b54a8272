"""For curators: whom to invite, and how many questions there are."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.views_common import done, signed_in
from portal.guide.peers import queries, services
from portal.guide.peers.forms import SettleForm
from portal.guide.peers.models import PeerInvitation


@require_safe
@signed_in
def invitation_list(request: HttpRequest) -> HttpResponse:
    _require_curator(request)
    return _page(request, SettleForm())


@require_POST
@signed_in
def invitation_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that this wish is settled, with a note for who asked."""
    _require_curator(request)
    one = get_object_or_404(PeerInvitation, pk=pk)
    form = SettleForm(request.POST, auto_id=f"%s-{pk}")

    def settle() -> None:
        services.settle_invitation(by=request.user, invitation=one, **form.cleaned_data)

    if form.is_valid() and done(form, settle):
        messages.success(request, _("Settled: who asked reads your note."))
        return redirect("guide:peers:invitations")
    return _page(request, form, faulty=pk)


def _page(request: HttpRequest, form: SettleForm, faulty: int = 0) -> HttpResponse:
    """The list; with the note that could not be kept at its wish, or above all."""
    rows = queries.wished_for()
    listed = {one.pk for row in rows for one in row.invitations}
    context = {
        "rows": rows,
        "counts": queries.counts(),
        "form": form,
        "faulty": faulty,
        "is_gone": bool(faulty) and faulty not in listed,
    }
    status = 400 if faulty else 200
    return render(request, "guide/peers/invitations.html", context, status=status)


def _require_curator(request: HttpRequest) -> None:
    if not request.user.is_staff:
        raise Http404
