"""A result: for its own people, on paper, as a table, and shared with everybody."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal.accounts.views_common import done, signed_in, tried
from portal.guide.assessments import queries, services
from portal.guide.assessments.advice import advice_of, strong_ones
from portal.guide.assessments.exporting import result_csv
from portal.guide.assessments.forms import ConsentForm
from portal.guide.assessments.models import Assessment
from portal.guide.assessments.services.locking import may_write
from portal.guide.assessments.views_common import (
    GET_OR_POST,
    chart_of,
    head_of,
    own_or_404,
    sent_data,
    writers_only,
)


@require_safe
@signed_in
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The result; of a draft the page with the first open question, or the review."""
    assessment = own_or_404(request, pk)
    if not assessment.is_complete:
        return _go_on(request, assessment)
    return _result(request, assessment, "result")


@require_safe
@signed_in
def print_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Result and answers on one page for paper."""
    return _result(request, _complete_or_404(request, pk), "print")


@require_safe
@signed_in
def as_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """Result and answers as a table for spreadsheets."""
    assessment = _complete_or_404(request, pk)
    return result_csv(queries.result_of(assessment, request.user))


@require_http_methods(GET_OR_POST)
@signed_in
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """What everybody would see, and the consent to it."""
    assessment = _complete_or_404(request, pk)
    writers_only(request, assessment.organisation)
    form = ConsentForm(sent_data(request))

    def agree() -> None:
        services.share_result(by=request.user, assessment=assessment)

    if form.is_bound and form.is_valid() and done(form, agree):
        messages.success(request, _("Everybody can see the result now."))
        return redirect("guide:assessments:shared", assessment.pk)
    result = queries.result_of(assessment, request.user)
    context = head_of(request, assessment) | {"rows": result.rows, "form": form}
    status = 400 if form.is_bound else 200
    return render(request, "guide/assessments/share.html", context, status=status)


@require_POST
@signed_in
def unshare(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the consent back."""
    assessment = own_or_404(request, pk)
    tried(
        request,
        lambda: services.take_back_consent(by=request.user, assessment=assessment),
        _("Nobody else sees the result any more."),
    )
    return redirect(assessment)


def _complete_or_404(request: HttpRequest, pk: int) -> Assessment:
    assessment = own_or_404(request, pk)
    if not assessment.is_complete:
        raise Http404
    return assessment


def _go_on(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    steps = queries.steps_of(assessment.asked, assessment.answers.all().levels())
    waiting = next((one for one in steps if not one.is_done), None)
    if waiting is None or not may_write(request.user, assessment.organisation):
        return redirect("guide:assessments:review", assessment.pk)
    return redirect("guide:assessments:page", assessment.pk, waiting.dimension.key)


def _result(
    request: HttpRequest, assessment: Assessment, template: str
) -> HttpResponse:
    result = queries.result_of(assessment, request.user)
    history = queries.history_of(assessment)
    context = head_of(request, assessment) | {
        "result": result,
        "rows": result.rows,
        "chart": chart_of(result.rows),
        "advice": advice_of(result.rows, result.levels),
        "strong": strong_ones(result.rows),
        "given": queries.given_by(assessment),
        "history": [one for one in history if one.pk != assessment.pk],
    }
    return render(request, f"guide/assessments/{template}.html", context)
