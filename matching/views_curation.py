"""The curator's desk: start, watch and stop runs, and read what became of them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from matching import queries, services
from matching.models import MatchRun
from matching.wording import STEP_WORDS, TIMING_WORDS
from portal.web.errors import PortalError


def curators_only(view: Callable) -> Callable:
    """Send visitors to sign in, and refuse people who are not curators."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.is_staff:
            raise PermissionDenied
        return never_cache(view)(request, *args, **kwargs)

    return wrapper


@require_safe
@curators_only
def curation(request: HttpRequest) -> HttpResponse:
    run = queries.open_run()
    context = {
        "open_run": run,
        "progress": progress_of(run) if run else None,
        "current": queries.current_run(),
        "runs": [run_row(run) for run in queries.recent_runs()],
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
    return redirect("curation")


@require_safe
@curators_only
def run_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The progress as a part of the page; a run that has ended reloads the page."""
    run = get_object_or_404(MatchRun, pk=pk)
    if not request.htmx:
        return redirect("curation")
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
    return redirect("curation")


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
        "note": _("It will stop at its next step.") if run.cancel_requested else "",
    }


def run_row(run: MatchRun) -> dict[str, Any]:
    """One line of the history."""
    ended = run.finished_at
    return {
        "run": run,
        "seconds": (ended - run.started_at).total_seconds()
        if ended and run.started_at
        else None,
        "timings": [
            {"label": TIMING_WORDS.get(name, name), "seconds": seconds}
            for name, seconds in run.timings.items()
        ],
    }
