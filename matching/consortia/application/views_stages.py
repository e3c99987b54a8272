"""The stage of an application, its result, and the next call."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from matching.calls.models import Call
from matching.consortia.application import services
from matching.consortia.application.access import editable_or_404
from matching.consortia.application.forms import (
    LessonsForm,
    ResultForm,
    ReuseForm,
    SubmitForm,
    WithdrawForm,
)
from matching.consortia.application.queries import calls_to_reuse
from matching.consortia.application.rules import lines_under, unmet_rules
from matching.consortia.models import Consortium
from matching.consortia.models_application import Application
from portal.accounts.views_common import done, signed_in, tried

GET_OR_POST = ("GET", "HEAD", "POST")


@require_POST
@signed_in
def stage(request: HttpRequest, slug: str) -> HttpResponse:
    """A plain step: forming, drafting, and back."""
    consortium = editable_or_404(request, slug)
    to = request.POST.get("to", "")
    tried(
        request,
        lambda: services.move_stage(by=request.user, consortium=consortium, to=to),
        _("The stage is changed, and the members are told."),
    )
    return redirect(_path(consortium))


@require_http_methods(GET_OR_POST)
@signed_in
def submit(request: HttpRequest, slug: str) -> HttpResponse:
    """Note that it was handed in; rules that are not met stand beside the form."""
    consortium = editable_or_404(request, slug)
    unmet = unmet_rules(consortium)
    form = SubmitForm(request.POST or None, unmet=len(unmet))

    def act() -> Any:
        said = form.cleaned_data
        return services.submit_application(
            by=request.user, consortium=consortium, **said
        )

    words = _("It is noted that the application was submitted.")
    title = _("Note that it was submitted")
    return _form(request, consortium, form, act, words, title=title, unmet=unmet)


@require_http_methods(GET_OR_POST)
@signed_in
def result(request: HttpRequest, slug: str) -> HttpResponse:
    consortium = editable_or_404(request, slug)
    form = ResultForm(request.POST or None)

    def act() -> Any:
        return services.record_result(
            by=request.user, consortium=consortium, **form.values()
        )

    words = _("The result is noted, and the members are told.")
    return _form(request, consortium, form, act, words, title=_("Note the result"))


@require_http_methods(GET_OR_POST)
@signed_in
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    consortium = editable_or_404(request, slug)
    is_sent = request.method == "POST"
    form = WithdrawForm(request.POST if is_sent else None)

    def act() -> Any:
        return services.withdraw_application(
            by=request.user, consortium=consortium, **form.cleaned_data
        )

    words = _("The application is withdrawn, and the members are told.")
    title = _("Withdraw the application")
    return _form(request, consortium, form, act, words, title=title, is_grave=True)


@require_http_methods(GET_OR_POST)
@signed_in
def lessons(request: HttpRequest, slug: str) -> HttpResponse:
    consortium = editable_or_404(request, slug)
    known = Application.objects.filter(consortium=consortium).first()
    is_sent = request.method == "POST"
    initial = {"lessons": known.lessons if known else ""}
    form = LessonsForm(request.POST if is_sent else None, initial=initial)

    def act() -> Any:
        return services.keep_lessons(
            by=request.user, consortium=consortium, **form.cleaned_data
        )

    title = _("What we learned")
    return _form(request, consortium, form, act, _("It is written down."), title=title)


@require_http_methods(GET_OR_POST)
@signed_in
def reuse(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose another call, see what the composition meets there, and start anew."""
    consortium = editable_or_404(request, slug)
    calls = calls_to_reuse(request.user, consortium)
    chosen = calls.filter(slug=_chosen(request)).prefetch_related("rules").first()
    is_sent = request.method == "POST"
    form = ReuseForm(
        request.POST if is_sent else None,
        calls=calls,
        initial={"title": consortium.title, "call": chosen.slug if chosen else None},
    )
    if is_sent and form.is_valid():
        copies: list[Consortium] = []

        def act() -> None:
            copies.append(
                services.reuse_consortium(
                    by=request.user, consortium=consortium, **form.cleaned_data
                )
            )

        if done(form, act):
            words = _("The new consortium is there; its partners are not asked yet.")
            messages.success(request, words)
            return redirect(copies[0])
    return _reuse_page(request, consortium, form, calls, chosen)


def _chosen(request: HttpRequest) -> str:
    return request.POST.get("call") or request.GET.get("call", "")


def _reuse_page(
    request: HttpRequest,
    consortium: Consortium,
    form: ReuseForm,
    calls: Any,
    chosen: Call | None,
) -> HttpResponse:
    context = {
        "consortium": consortium,
        "form": form,
        "calls": calls,
        "chosen": chosen,
        "lines": lines_under(consortium, chosen) if chosen else [],
    }
    status = 400 if form.errors else 200
    return render(request, "consortia/application/reuse.html", context, status=status)


def _form(
    request: HttpRequest,
    consortium: Consortium,
    form: Any,
    act: Callable[[], Any],
    words: str,
    **more: Any,
) -> HttpResponse:
    """Ask, and do what a sent form says; faults are shown in the form."""
    if request.method == "POST" and form.is_valid() and done(form, act):
        messages.success(request, words)
        return redirect(_path(consortium))
    context = {"consortium": consortium, "form": form, **more}
    status = 400 if form.errors else 200
    return render(request, "consortia/application/form.html", context, status=status)


def _path(consortium: Consortium) -> str:
    return reverse("consortia:application", args=[consortium.slug])
