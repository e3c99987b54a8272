"""What became of matches, for curators: the funnel as a page and as a file."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from matching.outcomes.export import csv_of
from matching.outcomes.filters import OutcomeFilterSet, labels_of
from matching.outcomes.funnel import Funnel, GroupRow, read_funnel
from matching.outcomes.models import MatchEvent, Stage
from matching.outcomes.protection import LEAST
from portal.web.access import curators_see
from portal.web.filtering import FilteredPage, filtered_page
from portal.web.listing import error_lines


@require_safe
@curators_see
def outcomes(request: HttpRequest) -> HttpResponse:
    """How many pairs came how far; with a division, how many of each group."""
    found = _filtered(request)
    context = _form_context(found)
    if found.status == 200:
        context |= _funnel_context(request.GET, read_funnel(found.filterset.asked))
    return render(request, "outcomes/funnel.html", context, status=found.status)


@require_safe
@curators_see
def outcomes_export(request: HttpRequest) -> HttpResponse:
    """The same as CSV, in every division, with small numbers protected throughout."""
    found = _filtered(request)
    if found.status != 200:
        context = _form_context(found)
        return render(request, "outcomes/funnel.html", context, status=found.status)
    return HttpResponse(
        csv_of(found.filterset.asked),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="outcomes.csv"'},
    )


def _filtered(request: HttpRequest) -> FilteredPage:
    """What the address asks for, checked; the funnel itself has no pages."""
    events = MatchEvent.objects.all()
    return filtered_page(request, OutcomeFilterSet, events, arrange=lambda filters: [])


def _form_context(found: FilteredPage) -> dict[str, Any]:
    return {"form": found.filterset.form, "errors": error_lines(found)}


def _funnel_context(query: QueryDict, funnel: Funnel) -> dict[str, Any]:
    told = [row.pairs.value for row in funnel.stages if row.pairs.value]
    asked = funnel.asked
    return {
        "funnel": funnel,
        "most": max(told, default=1),
        "least": LEAST,
        "is_protected": asked.is_protected,
        "stages": list(Stage),
        "groups": _group_rows(funnel.groups, asked.by) if asked.by else [],
        "is_empty": all(row.pairs.value == 0 for row in funnel.stages),
        "export_url": f"{reverse('outcomes-export')}?{query.urlencode()}",
    }


def _group_rows(groups: list[GroupRow], by: str) -> list[dict[str, Any]]:
    """The groups in the order of their words, each with its cells under the stages."""
    labels = labels_of(by)
    places = {value: place for place, value in enumerate(labels)}
    most = {
        stage: max((row.pairs[stage].value or 0 for row in groups), default=0) or 1
        for stage in Stage
    }
    ordered = sorted(groups, key=lambda one: places.get(one.value, len(places)))
    return [
        {
            "label": labels.get(row.value, row.value),
            "cells": [
                {"stage": stage, "figure": row.pairs[stage], "most": most[stage]}
                for stage in Stage
            ],
        }
        for row in ordered
    ]
