"""The curators' pages of a call: its facts, its desk, publishing and deleting."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from matching.calls import queries, services
from matching.calls.forms import CallForm, PublishForm, values_of
from matching.calls.forms_rules import KindForm
from matching.calls.models import Call, Verification
from portal.accounts.views_common import done, tried
from portal.web.access import curators_see

SEARCH = "search:topics"
GET_OR_POST = ("GET", "HEAD", "POST")


@require_http_methods(GET_OR_POST)
@curators_see
def call_new(request: HttpRequest) -> HttpResponse:
    """Add a draft."""
    if request.method == "POST":

        def add(form: CallForm) -> Call:
            return services.add_call(by=request.user, facts=form.facts())

        words = _("The draft is kept. Add its rules, and test cases beside them.")
        return _written(request, None, add, words)
    form = CallForm(initial={"verification": Verification.TEXT})
    return _page(request, None, form)


@require_http_methods(GET_OR_POST)
@curators_see
def call_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change the facts of a call."""
    call = get_object_or_404(Call, slug=slug)
    if request.method == "POST":

        def edit(form: CallForm) -> Call:
            return services.edit_call(
                by=request.user,
                call=call,
                facts=form.facts(),
                revision=form.cleaned_data["revision"] or 0,
            )

        return _written(request, call, edit, _("The call is changed."))
    return _page(request, call, CallForm(initial=dict(values_of(call))))


@require_safe
@curators_see
def call_desk(request: HttpRequest, slug: str) -> HttpResponse:
    """Rules and cases with what comes out, and who did what."""
    return desk_response(request, get_object_or_404(Call, slug=slug))


@require_POST
@curators_see
def call_publish(request: HttpRequest, slug: str) -> HttpResponse:
    call = get_object_or_404(Call, slug=slug)
    form = PublishForm(request.POST)

    def publish() -> None:
        services.publish_call(by=request.user, call=call, **form.cleaned_data)

    if form.is_valid() and done(form, publish):
        messages.success(request, _("The call is public."))
        return redirect(call)
    return desk_response(request, call, publish_form=form, status=400)


@require_POST
@curators_see
def call_hide(request: HttpRequest, slug: str) -> HttpResponse:
    call = get_object_or_404(Call, slug=slug)
    tried(
        request,
        lambda: services.hide_call(by=request.user, call=call),
        _("The call is off the public pages."),
    )
    return redirect("calls:desk", call.slug)


@require_POST
@curators_see
def call_delete(request: HttpRequest, slug: str) -> HttpResponse:
    call = get_object_or_404(Call, slug=slug)
    is_gone = tried(
        request,
        lambda: services.delete_draft(by=request.user, call=call),
        _("The draft is deleted."),
    )
    return redirect("calls:list") if is_gone else redirect("calls:desk", slug)


def desk_response(
    request: HttpRequest,
    call: Call,
    *,
    publish_form: PublishForm | None = None,
    status: int = 200,
) -> HttpResponse:
    form = publish_form or PublishForm(initial={"revision": call.revision})
    context = {"call": call, "publish_form": form, "kind_form": KindForm()}
    context |= queries.desk_of(call)
    return render(request, "calls/desk.html", context, status=status)


def _written(
    request: HttpRequest, call: Call | None, act: Any, words: str
) -> HttpResponse:
    if request.POST.get("_do") == SEARCH:
        # Nothing is said to be wrong while somebody looks for a topic.
        form = CallForm(request.POST, search=request.POST.get("_q-topics", ""))
        return _page(request, call, form, is_searching=True)
    form, saved = CallForm(request.POST), list[Call]()
    if form.is_valid() and done(form, lambda: saved.append(act(form))):
        messages.success(request, words)
        return redirect("calls:desk", saved[0].slug)
    return _page(request, call, form, status=400)


def _page(
    request: HttpRequest,
    call: Call | None,
    form: CallForm,
    *,
    status: int = 200,
    is_searching: bool = False,
) -> HttpResponse:
    context = {"call": call, "form": form, "is_searching": is_searching}
    return render(request, "calls/form.html", context, status=status)
