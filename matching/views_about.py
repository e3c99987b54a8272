"""How matching works, in plain words and with the weights in force."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from matching import queries, queries_evaluation, services
from matching.features import component_names
from matching.wording import COMPONENT_LABELS, COMPONENT_MEANINGS
from matching.wording_order import exposure_context, margin_of, margin_words
from portal.web.versioned import versioned_page


@require_safe
@versioned_page
def matching_explained(request: HttpRequest) -> HttpResponse:
    run = queries.current_run()
    weights = (run and run.weights) or services.read_weights().as_mapping()
    components = [
        {
            "code": name,
            "label": COMPONENT_LABELS[name],
            "meaning": COMPONENT_MEANINGS[name],
            "points": round(100 * weights["weights"][name], 2),
        }
        for name in component_names()
    ]
    context = {
        "run": run,
        "version": weights["version"],
        "components": components,
        "kept": settings.MATCHES_PER_PROFILE,
        "exposure": exposure_context(run),
        "margin": margin_words(run) if margin_of(run) else "",
    }
    return render(request, "about/matching.html", context)


@require_safe
@versioned_page
def matching_evaluation(request: HttpRequest) -> HttpResponse:
    run = queries.current_run()
    weights = (run and run.weights) or services.read_weights().as_mapping()
    context = {
        "page": queries_evaluation.evaluation_page(),
        "version": weights["version"],
    }
    return render(request, "about/evaluation.html", context)
