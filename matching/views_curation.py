"""The curator's desk: start, watch and stop runs, and read what became of them."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from matching import queries, queries_runs, services
from matching.models import CurrentRun, MatchRun
from matching.wording import END_WORDS, STEP_WORDS, TIMING_WORDS, TRIAL_ENDED
from matching.wording_order import exposure_context
from portal.web.errors import PortalError


def curators_only(view: Callable) -> Callable:
    """Send visitors to sign in, and refuse people who are not curators."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.is_staff:
            return _refused(request)
        return never_cache(view)(request, *args, **kwargs)

    return wrapper


def _refused(request: HttpRequest) -> HttpResponse:
    context = {"reason": _("Only curators may open this page.")}
    return render(request, "403.html", context, status=403)


@require_safe
@curators_only
def curation(request: HttpRequest) -> HttpResponse:
    run, pointer = queries.open_run(), queries_runs.pointer()
    current = pointer.run if pointer else None
    runs = list(queries.recent_runs())
    shared = run or current
    context = {
        "open_run": run,
        "progress": progress_of(run) if run else None,
        "current": current,
        "needs_run": queries_runs.needs_run(current) if current else False,
        "shared_run": shared,
        "shares": queries_runs.shares_of(shared) if shared else [],
        "exposure": exposure_context(current),
        "previous": pointer.previous if pointer else None,
        "last_switch": queries_runs.last_switch(),
        "weights": weights_rows(pointer),
        "runs": [run_row(one) for one in runs],
        "last_word": last_word(runs, current),
        "trial": ended_trial(runs, current),
    }
    return render(request, "matching/curation.html", context)


@require_POST
@curators_only
def run_start(request: HttpRequest) -> HttpResponse:
    try:
        run = services.start_run(started_by=request.user)
    except PortalError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Run %(n)s has been started.") % {"n": run.pk})
    return redirect("runs")


@require_safe
@curators_only
def run_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The progress as a part of the page; a run that has ended reloads the page."""
    run = get_object_or_404(MatchRun, pk=pk)
    if not request.htmx:
        return redirect("runs")
    response = render(request, "includes/_progress.html", progress_of(run))
    if not run.is_open:
        response["HX-Refresh"] = "true"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@curators_only
def run_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask first, then stop the run."""
    run = get_object_or_404(MatchRun, pk=pk)
    if request.method != "POST":
        return render(request, "matching/run_cancel.html", {"run": run})
    try:
        services.cancel_run(run=run)
    except PortalError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Run %(n)s has been asked to stop.") % {"n": pk})
    return redirect("runs")


def progress_of(run: MatchRun) -> dict[str, Any]:
    """What includes/_progress.html shows; it asks again while the run is open."""
    label = (
        STEP_WORDS.get(run.step, run.step) if run.is_open else run.get_status_display()
    )
    return {
        "id": "run-progress",
        "label": label,
        "value": run.rows_done,
        "max": run.rows_total or None,
        "poll_url": reverse("run-progress", args=[run.pk]) if run.is_open else "",
        "note": _note_of(run),
    }


def _note_of(run: MatchRun) -> str:
    if run.cancel_requested:
        return _("It will stop at its next step.")
    workers = queries_runs.workers_of(run)
    sentence = ngettext("%(n)s worker takes part.", "%(n)s workers take part.", workers)
    return sentence % {"n": workers} if workers else ""


def weights_rows(pointer: CurrentRun | None) -> list[dict[str, Any]]:
    """The weights that are known, with what their files state about them."""
    in_force = services.weights_in_force(pointer)
    shown = pointer.run.weights if pointer else None
    return [
        {
            "file": one.file,
            "version": one.version,
            "fault": one.fault,
            "metrics": metric_lines(one.metrics),
            "is_next": one.weights == in_force,
            "is_shown": one.weights is not None and one.weights.as_mapping() == shown,
        }
        for one in services.known_weights()
    ]


def metric_lines(metrics: Mapping, above: str = "") -> list[dict[str, str]]:
    """What a weights file states, one figure a line; lists are left out.

    A figure with its interval is {"value", "low", "high"}; names may be nested.
    """
    lines = []
    for name, value in metrics.items():
        label = f"{above} · {name}" if above else str(name)
        if isinstance(value, Mapping):
            if {"value", "low", "high"} <= value.keys():
                value = _interval(value)
            else:
                lines += metric_lines(value, label)
                continue
        if not isinstance(value, list):
            lines.append({"name": label, "value": localize(value)})
    return lines


def _interval(figure: Mapping) -> str:
    numbers = {name: floatformat(figure[name], 3) for name in ("value", "low", "high")}
    return _("%(value)s (%(low)s to %(high)s)") % numbers


def last_word(runs: Sequence[MatchRun], current: MatchRun | None) -> str:
    """What became of the newest run that has ended, in one sentence; "" before it."""
    run = next((one for one in runs if not one.is_open), None)
    if run is None:
        return ""
    facts = {
        "number": run.pk,
        "count": intcomma(run.rows_total),
        "seconds": floatformat(_seconds(run) or 0, "0g"),
        "kept": current.pk if current else "–",
    }
    if ended_trial(runs, current):
        return TRIAL_ENDED % facts
    return END_WORDS[MatchRun.Status(run.status)] % facts


def ended_trial(runs: Sequence[MatchRun], current: MatchRun | None) -> MatchRun | None:
    """The newest run that has ended, if it is a trial to be compared with the lists."""
    run = next((one for one in runs if not one.is_open), None)
    if run is None or current in (None, run):
        return None
    finished = MatchRun.Purpose.TRIAL, MatchRun.Status.FINISHED
    return run if (run.purpose, run.status) == finished else None


def _seconds(run: MatchRun) -> float | None:
    if not (run.started_at and run.finished_at):
        return None
    return (run.finished_at - run.started_at).total_seconds()


def run_row(run: MatchRun) -> dict[str, Any]:
    """One line of the history."""
    return {
        "run": run,
        "seconds": _seconds(run),
        # In the order of the work; the database does not keep one.
        "timings": [
            {"label": label, "seconds": run.timings[name]}
            for name, label in TIMING_WORDS.items()
            if name in run.timings
        ],
    }
