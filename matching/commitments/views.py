"""Stating a step, taking it back, and the file that shows it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from matching.commitments import services
from matching.commitments.forms import StepForm
from matching.commitments.models import Commitment
from matching.commitments.telling import page_of
from matching.introductions.models import State
from matching.introductions.queries import row_of
from matching.introductions.services.locking import already
from matching.introductions.views import introduction_or_404
from portal.accounts.uploads import proof_download
from portal.accounts.views_common import done, signed_in, tried


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def commitment_new(request: HttpRequest, pk: int) -> HttpResponse:
    """The form for a step towards the other side of an accepted introduction."""
    introduction = introduction_or_404(request, pk)
    row = row_of(request.user, introduction)
    if not row.may_write:
        raise PermissionDenied(
            _("Only owners and editors of the organisation may do this.")
        )
    back = f"{introduction.get_absolute_url()}#commitments"
    if introduction.state != State.ACCEPTED:
        messages.error(request, str(already(introduction)))
        return redirect(back)
    form = StepForm(request.POST or None, request.FILES or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: services.state_step(
                by=request.user, introduction=introduction, **form.cleaned_data
            ),
        )
    ):
        messages.success(request, _("The step is stated. The other side is told."))
        return redirect(back)
    context = {"introduction": introduction, "row": row, "form": form, "back": back}
    status = 400 if request.method == "POST" else 200
    return render(request, "commitments/new.html", context, status=status)


@require_POST
@signed_in
def commitment_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk, without_file=True)
    tried(
        request,
        lambda: services.withdraw_step(by=request.user, commitment=found),
        _("The step is withdrawn."),
    )
    return redirect(page_of(found) or "introductions:list")


@require_safe
@signed_in
def commitment_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file, to be saved and never shown in the page; the people of both sides."""
    found = _visible(request, pk)
    return proof_download(found.file, found.file_name)


def _visible(
    request: HttpRequest, pk: int, *, without_file: bool = False
) -> Commitment:
    rows = Commitment.objects.visible_to(request.user)
    return get_object_or_404(rows.without_files() if without_file else rows, pk=pk)
