"""What the buttons on the page of an introduction do."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from matching.introductions import services
from matching.introductions.models import Introduction
from matching.introductions.people import side_of
from matching.introductions.views import (
    FORMS,
    detail_response,
    introduction_or_404,
)
from portal.accounts.views_common import signed_in, tried
from regions.querysets import EDITING


@require_POST
@signed_in
def introduction_accept(request: HttpRequest, pk: int) -> HttpResponse:
    def act(one: Introduction, data: dict[str, Any]) -> None:
        services.accept(by=request.user, introduction=one, words=data["words"])

    done = _("Accepted. Both sides now see each other's contact data.")
    return _with_form(request, pk, "accept", act, done)


@require_POST
@signed_in
def introduction_decline(request: HttpRequest, pk: int) -> HttpResponse:
    def act(one: Introduction, data: dict[str, Any]) -> None:
        services.decline(
            by=request.user,
            introduction=one,
            reason=data["reason"],
            words=data["words"],
        )

    return _with_form(
        request, pk, "decline", act, _("Declined. The other side reads your reason.")
    )


@require_POST
@signed_in
def introduction_close(request: HttpRequest, pk: int) -> HttpResponse:
    def act(one: Introduction, data: dict[str, Any]) -> None:
        services.close(by=request.user, introduction=one, words=data["words"])

    return _with_form(request, pk, "close", act, _("The introduction is closed."))


@require_POST
@signed_in
def introduction_result(request: HttpRequest, pk: int) -> HttpResponse:
    def act(one: Introduction, data: dict[str, Any]) -> None:
        services.report_result(
            by=request.user, introduction=one, what=data["what"], on=data["on"]
        )

    return _with_form(request, pk, "result", act, _("Thank you, it is noted."))


@require_POST
@signed_in
def introduction_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    one = _writable(request, pk)
    tried(
        request,
        lambda: services.withdraw(by=request.user, introduction=one),
        _("The introduction is withdrawn."),
    )
    return redirect(one)


@require_POST
@signed_in
def introduction_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    one = _writable(request, pk)
    tried(
        request,
        lambda: services.take_back_consent(by=request.user, introduction=one),
        _("Your consent is taken back. Neither side sees contact data any more."),
    )
    return redirect(one)


def _with_form(
    request: HttpRequest,
    pk: int,
    name: str,
    act: Callable[[Introduction, dict[str, Any]], None],
    done: str,
) -> HttpResponse:
    one = _writable(request, pk)
    form = FORMS[name](request.POST, auto_id=f"id_{name}_%s")
    if not form.is_valid():
        return detail_response(request, one, {name: form})
    tried(request, lambda: act(one, form.cleaned_data), done)
    return redirect(one)


def _writable(request: HttpRequest, pk: int) -> Introduction:
    """An introduction for whose one side this person writes; 404, or 403 to readers."""
    one = introduction_or_404(request, pk)
    if side_of(request.user, one, *EDITING) is None:
        raise PermissionDenied(_("Only owners and editors of the organisation write."))
    return one
