"""The curators' pages of the rules of a call."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from matching.calls import services
from matching.calls.forms_rules import PREFIX, RuleForm, values_of_rule
from matching.calls.models import Call, CallRule
from matching.calls.wording import word_kind
from matching.composition import KINDS
from portal.accounts.views_common import done, tried
from portal.web.access import curators_see

GET_OR_POST = ("GET", "HEAD", "POST")
TOPICS = f"{PREFIX}topics"


@require_http_methods(GET_OR_POST)
@curators_see
def rule_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a rule of the kind that `kind` names in the address."""
    call, kind = get_object_or_404(Call, slug=slug), request.GET.get("kind", "")
    if kind not in KINDS:
        raise Http404
    if request.method == "POST":

        def add(form: RuleForm) -> None:
            services.add_rule(by=request.user, call=call, said=form.said())

        words = _(
            "The rule is added. Now add a case that meets it, and one that does not."
        )
        return _written(request, call, kind, None, add, words)
    form = RuleForm(
        kind=kind,
        initial={
            "source_url": call.source_url,
            "verification": call.verification,
            "revision": call.revision,
        },
    )
    return _page(request, call, form, None)


@require_http_methods(GET_OR_POST)
@curators_see
def rule_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a rule; its cases are asked anew."""
    row = _rule_or_404(slug, pk)
    if row.kind not in KINDS:
        raise Http404
    if request.method == "POST":

        def change(form: RuleForm) -> None:
            services.change_rule(
                by=request.user,
                rule=row,
                said=form.said(),
                revision=form.cleaned_data["revision"] or 0,
            )

        words = _("The rule is changed.")
        return _written(request, row.call, row.kind, row, change, words)
    form = RuleForm(kind=row.kind, initial=values_of_rule(row))
    return _page(request, row.call, form, row)


@require_POST
@curators_see
def rule_move(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row, up = _rule_or_404(slug, pk), request.POST.get("_do") == "up"
    tried(
        request,
        lambda: services.move_rule(by=request.user, rule=row, up=up),
        _("The rules are in another order."),
    )
    return redirect("calls:desk", slug)


@require_POST
@curators_see
def rule_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take it away; pressed twice, the second press finds nothing to do."""
    call = get_object_or_404(Call, slug=slug)
    row = call.rules.select_related("call").filter(pk=pk).first()
    if row is not None:
        tried(
            request,
            lambda: services.remove_rule(by=request.user, rule=row),
            _("The rule is removed, and the test cases beside it."),
        )
    return redirect("calls:desk", slug)


def _rule_or_404(slug: str, pk: int) -> CallRule:
    rows = CallRule.objects.select_related("call")
    return get_object_or_404(rows, call__slug=slug, pk=pk)


def _written(
    request: HttpRequest,
    call: Call,
    kind: str,
    row: CallRule | None,
    act: Any,
    words: str,
) -> HttpResponse:
    if request.POST.get("_do") == f"search:{TOPICS}":
        found = request.POST.get(f"_q-{TOPICS}", "")
        form = RuleForm(request.POST, kind=kind, search=found)
        return _page(request, call, form, row, is_searching=True)
    form = RuleForm(request.POST, kind=kind)
    if form.is_valid() and done(form, lambda: act(form)):
        messages.success(request, words)
        return redirect("calls:desk", call.slug)
    return _page(request, call, form, row, status=400)


def _page(
    request: HttpRequest,
    call: Call,
    form: RuleForm,
    row: CallRule | None,
    *,
    status: int = 200,
    is_searching: bool = False,
) -> HttpResponse:
    context = {
        "call": call,
        "form": form,
        "row": row,
        "kind_word": word_kind(form.kind),
        "topics_name": TOPICS,
        "is_searching": is_searching,
    }
    return render(request, "calls/rule_form.html", context, status=status)
