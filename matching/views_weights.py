"""Trying other weights: a trial run, what it would change, and switching to it."""

from typing import Any

from django.contrib import messages
from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from matching import queries_runs, services
from matching.comparison import Change, Comparison
from matching.models import MatchRun
from matching.views_curation import curators_only
from matching.wording import CHANGE_WORDS
from portal.web.errors import PortalError
from portal.web.text import signed


@require_POST
@curators_only
def weights_try(request: HttpRequest) -> HttpResponse:
    """Score everything with other weights; readers keep the lists they see."""
    try:
        weights = services.weights_of_version(request.POST.get("version", ""))
        run = services.start_run(
            weights=weights, purpose=MatchRun.Purpose.TRIAL, started_by=request.user
        )
    except PortalError as error:
        messages.error(request, str(error))
    else:
        sentence = _("Trial run %(n)s has been started. Readers see nothing of it.")
        messages.success(request, sentence % {"n": run.pk})
    return redirect("runs")


@require_safe
@curators_only
def run_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """What readers would see otherwise, list by list and in all."""
    pair = queries_runs.run_pair(get_object_or_404(MatchRun, pk=pk))
    found = queries_runs.comparison(pair)
    context = {"pair": pair, "run": pair.run, "other": pair.other}
    if found:
        context |= comparison_context(found)
    return render(request, "matching/run_compare.html", context)


@require_POST
@curators_only
def run_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Show readers the lists of this run; back works the same way."""
    run = get_object_or_404(MatchRun, pk=pk)
    try:
        services.switch_to_run(run=run, by=request.user)
    except PortalError as error:
        messages.error(request, str(error))
        return redirect("run-compare", pk=pk)
    sentence = _("Readers see the lists of run %(n)s now. Later runs use its weights.")
    messages.success(request, sentence % {"n": pk})
    return redirect("runs")


def comparison_context(found: Comparison) -> dict[str, Any]:
    """The tables of matching/run_compare.html."""
    profiles = queries_runs.profiles_of(found.most_changed)
    columns = (found.whole, found.by_type["priority"], found.by_type["cluster"])
    return {
        "figures": [_figure(name, columns) for name in CHANGE_WORDS],
        "kinds": [
            {
                "kind": kind,
                "before": before,
                "after": after,
                "change": signed(intcomma(abs(after - before)), after - before),
            }
            for kind, (before, after) in found.kinds.items()
        ],
        "most_changed": [
            {"profile": profiles[one.profile_id], "change": one}
            for one in found.most_changed
            if one.profile_id in profiles
        ],
    }


def _figure(name: str, columns: tuple[Change, ...]) -> dict[str, Any]:
    """One row: a figure over all lists, of priorities, of clusters."""
    values = [getattr(column, name) for column in columns]
    return {"label": CHANGE_WORDS[name], "values": [_worded(name, v) for v in values]}


def _worded(name: str, value: float) -> str:
    """A figure as it is read: a share, a number of lists, or points with their sign."""
    if name.startswith("overlap"):
        return _("%(n)s %%") % {"n": floatformat(100 * value, 1)}
    if isinstance(value, int):
        return intcomma(value)
    if name.startswith("score"):
        return signed(floatformat(abs(value), 2), round(value, 2))
    return floatformat(value, 2)
