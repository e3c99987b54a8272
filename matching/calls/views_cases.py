"""The curators' pages of the test cases of a call."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from matching.calls import services
from matching.calls.casework import sentence_of
from matching.calls.forms_cases import CaseForms, values_of_case, with_one_more
from matching.calls.models import Call, CallRule, RuleCase
from portal.accounts.views_common import done, tried
from portal.web.access import curators_see

GET_OR_POST = ("GET", "HEAD", "POST")
# What the button says that asks for an empty row more.
MORE = "more"


@require_http_methods(GET_OR_POST)
@curators_see
def case_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a case: of one rule where the address names it, else of all of them."""
    call = get_object_or_404(Call, slug=slug)
    rule = _named_rule(request, call)
    if request.method == "POST":

        def add(forms: CaseForms) -> None:
            services.add_case(by=request.user, call=call, rule=rule, said=forms.said())

        return _written(request, call, rule, None, add, _("The test case is added."))
    return _page(request, call, rule, CaseForms(), None)


@require_http_methods(GET_OR_POST)
@curators_see
def case_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a case."""
    case = _case_or_404(slug, pk)
    if request.method == "POST":

        def change(forms: CaseForms) -> None:
            services.change_case(
                by=request.user,
                case=case,
                said=forms.said(),
                revision=forms.form.cleaned_data["revision"] or 0,
            )

        words = _("The test case is changed.")
        return _written(request, case.call, case.rule, case, change, words)
    forms = CaseForms(initial=values_of_case(case))
    return _page(request, case.call, case.rule, forms, case)


@require_POST
@curators_see
def case_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take it away; pressed twice, the second press finds nothing to do."""
    call = get_object_or_404(Call, slug=slug)
    case = call.cases.select_related("call").filter(pk=pk).first()
    if case is not None:
        tried(
            request,
            lambda: services.remove_case(by=request.user, case=case),
            _("The test case is removed."),
        )
    return redirect("calls:desk", slug)


def _named_rule(request: HttpRequest, call: Call) -> CallRule | None:
    key = request.GET.get("rule", "")
    if not key:
        return None
    if not (key.isdecimal() and len(key) < 19):
        raise Http404
    return get_object_or_404(call.rules, pk=key)


def _case_or_404(slug: str, pk: int) -> RuleCase:
    rows = RuleCase.objects.select_related("call", "rule")
    return get_object_or_404(rows, call__slug=slug, pk=pk)


def _written(
    request: HttpRequest,
    call: Call,
    rule: CallRule | None,
    case: RuleCase | None,
    act: Any,
    words: str,
) -> HttpResponse:
    if request.POST.get("_do") == MORE:
        # Nothing is said to be wrong while somebody is still writing.
        forms = CaseForms(with_one_more(request.POST))
        return _page(request, call, rule, forms, case, is_growing=True)
    forms = CaseForms(request.POST)
    if forms.is_valid() and done(forms.form, lambda: act(forms)):
        messages.success(request, words)
        return redirect("calls:desk", call.slug)
    return _page(request, call, rule, forms, case, status=400)


def _page(
    request: HttpRequest,
    call: Call,
    rule: CallRule | None,
    forms: CaseForms,
    case: RuleCase | None,
    *,
    status: int = 200,
    is_growing: bool = False,
) -> HttpResponse:
    context = {
        "call": call,
        "case": case,
        "sentence": sentence_of(rule) if rule else "",
        "form": forms.form,
        "partners": forms.partners,
        "is_growing": is_growing,
    }
    return render(request, "calls/case_form.html", context, status=status)
