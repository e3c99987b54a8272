"""Buttons of a practice: submit, take back, confirm, withdraw, delete a draft."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.accounts.views_common import done, signed_in, tried
from portal.guide.practices import services
from portal.guide.practices.forms import WithdrawForm
from portal.guide.practices.views import detail_response
from portal.guide.practices.views_editing import editable_or_404

Act = Callable[..., object]


@require_POST
@signed_in
def submit(request: HttpRequest, slug: str) -> HttpResponse:
    words = _("It is submitted. Curators read it, and you are told.")
    return _moved(request, slug, services.submit_practice, words)


@require_POST
@signed_in
def take_back(request: HttpRequest, slug: str) -> HttpResponse:
    words = _("It is a draft again.")
    return _moved(request, slug, services.take_back_practice, words)


@require_POST
@signed_in
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    words = _("Thank you: readers see that it still holds.")
    return _moved(request, slug, services.confirm_practice, words)


@require_POST
@signed_in
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take it off the pages, with a reason that stays in its log."""
    one = editable_or_404(request, slug)
    form = WithdrawForm(request.POST)

    def act() -> None:
        services.withdraw_practice(
            by=request.user, practice=one, reasons=form.cleaned_data["reasons"]
        )

    if form.is_valid() and done(form, act):
        messages.success(request, _("The practice is withdrawn."))
        return redirect(one)
    return detail_response(request, one, withdraw_form=form, status=400)


@require_POST
@signed_in
def delete(request: HttpRequest, slug: str) -> HttpResponse:
    one = editable_or_404(request, slug)
    is_gone = tried(
        request,
        lambda: services.delete_draft(by=request.user, practice=one),
        _("The draft is deleted."),
    )
    return redirect("guide:practices:mine") if is_gone else redirect(one)


def _moved(request: HttpRequest, slug: str, act: Act, words: str) -> HttpResponse:
    one = editable_or_404(request, slug)
    tried(request, lambda: act(by=request.user, practice=one), words)
    return redirect(one)
