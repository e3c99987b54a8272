"""The overview, the questions for everybody, and results that are shared."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.organisations import name_of, page_url
from portal.guide.assessments import queries
from portal.guide.assessments.advice import advice_of, strong_ones
from portal.guide.assessments.forms import TryForm
from portal.guide.assessments.models import Assessment
from portal.guide.assessments.questionnaires import current
from portal.guide.assessments.shapes import Kind
from portal.guide.assessments.views_common import (
    GET_OR_POST,
    chart_of,
    kind_or_404,
    sent_data,
)
from portal.web.versioned import versioned_page


@require_safe
@gzip_page
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """Both questionnaires, one's own results, and what others share."""
    shared = [(one, name_of(one.organisation)) for one in queries.shared_results()]
    context = {
        "questionnaires": [current(kind) for kind in Kind],
        "own": queries.own_of(request.user),
        "shared": shared,
    }
    if request.user.is_staff:
        context["counts"] = queries.counts()
    return render(request, "guide/assessments/overview.html", context)


# Nothing is written, and a visitor's page is kept and shared: it carries no token.
@csrf_exempt
@require_http_methods(GET_OR_POST)
@gzip_page
@versioned_page
def try_out(request: HttpRequest, kind: str) -> HttpResponse:
    """All questions of a kind; sent, the page says the result and keeps nothing."""
    asked = current(kind_or_404(kind))
    form = TryForm(asked, sent_data(request))
    context = {"asked": asked, "form": form}
    if not form.is_bound:
        return render(request, "guide/assessments/try.html", context)
    if not form.is_valid():
        return render(request, "guide/assessments/try.html", context, status=400)
    levels = form.levels()
    rows = queries.rows_of(asked, levels)
    context |= {
        "rows": rows,
        "has_score": any(row.score.value is not None for row in rows),
        "chart": chart_of(rows),
        "advice": advice_of(rows, levels),
    }
    return render(request, "guide/assessments/try.html", context)


@require_safe
@gzip_page
@never_cache
def shared(request: HttpRequest, pk: int) -> HttpResponse:
    """A result that its organisation shows to everybody: scores, and no answers."""
    rows = Assessment.objects.shared().with_organisation()
    assessment = get_object_or_404(rows, pk=pk)
    levels = assessment.answers.all().levels()
    rows = queries.rows_of(assessment.asked, levels)
    name = name_of(assessment.organisation)
    context = {
        "assessment": assessment,
        "name": name,
        "page_url": page_url(assessment.organisation),
        "rows": rows,
        "chart": chart_of(rows, own=name),
        "strong": strong_ones(rows),
    }
    return render(request, "guide/assessments/shared.html", context)
