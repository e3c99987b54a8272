"""Writes of matching: starting, working off, cancelling and recovering runs.

The database row of a run is the truth about it. Messages of the broker only wake a
worker: a lost one costs time, never a run; a doubled one finds the run claimed.
"""

import json
import logging
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from celery import current_app
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError as BrokerError

from matching.engine import (
    EngineError,
    Index,
    Matches,
    Weights,
    build_index,
    top_matches,
)
from matching.exposure_services import drop_exposures, measure_exposure
from matching.features import Inputs, load_inputs
from matching.models import POINT, CurrentRun, Match, MatchRun
from matching.storage import write_matches
from portal.accounts.models import User
from portal.web.errors import Conflict, PortalError, Unreachable

logger = logging.getLogger(__name__)

DEFAULT_WEIGHTS = Path(__file__).parent / "weights" / "default.json"
SCORE_TASK = "matching.score_run"
MOST_ATTEMPTS = 10
Progress = Callable[[MatchRun], None]
Status = MatchRun.Status


class RunLost(Exception):
    """The run was cancelled, or another worker has taken it over."""


def read_weights(path: Path = DEFAULT_WEIGHTS) -> Weights:
    """Read a weights file; PortalError names the file and what is wrong in it."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Weights.from_mapping(content)
    except OSError as error:
        raise PortalError(f"{path}: cannot be read ({error.strerror})") from error
    except (ValueError, RecursionError, EngineError) as error:
        raise PortalError(f"{path.name}: {error}") from error


def create_run(
    *, weights: Weights | None = None, started_by: User | None = None
) -> MatchRun:
    """Write down that everything is to be scored; Conflict while a run is open."""
    weights = weights or read_weights()
    run = MatchRun(
        weights=weights.as_mapping(),
        weights_version=weights.version,
        started_by=started_by,
    )
    try:
        with transaction.atomic():
            run.full_clean(validate_constraints=False)
            run.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(_("A run is under way already.")) from error
    return run


def start_run(*, started_by: User | None = None) -> MatchRun:
    """Create a run and wake a worker; Unreachable when the broker does not answer.

    Without a broker nothing is left behind: no worker could tell the run's fate.
    """
    run = create_run(started_by=started_by)
    try:
        wake_worker(run=run)
    except Unreachable:
        MatchRun.objects.filter(pk=run.pk, status=Status.QUEUED).delete()
        raise
    return run


def wake_worker(*, run: MatchRun) -> None:
    """Send the message that makes a worker claim this run."""
    try:
        current_app.send_task(SCORE_TASK, args=[run.pk], retry=False)
    except (BrokerError, OSError) as error:
        logger.error("broker unreachable, run %s not sent: %s", run.pk, error)
        message = _("The message broker cannot be reached, so no run was started.")
        raise Unreachable(message) from error


def cancel_run(*, run: MatchRun) -> MatchRun:
    """Ask an open run to stop; one that nobody works on stops at once."""
    waiting = MatchRun.objects.filter(pk=run.pk, status=Status.QUEUED)
    if not waiting.update(status=Status.CANCELLED, finished_at=timezone.now()):
        running = MatchRun.objects.filter(pk=run.pk, status=Status.RUNNING)
        if not running.update(cancel_requested=True):
            raise Conflict(_("This run has ended already."))
    run.refresh_from_db()
    return run


def requeue_abandoned_runs() -> list[int]:
    """Wake a worker for every open run that nobody has worked on for too long."""
    keys = []
    for run in MatchRun.objects.abandoned():
        wake_worker(run=run)
        keys.append(run.pk)
    if keys:
        logger.warning("runs without a sign of life, sent again: %s", keys)
    return keys


def claim_run(*, run_id: int, take_over: bool = False) -> MatchRun | None:
    """Make this worker the run's only one, or return None.

    A run is free when it is queued, or when its worker is silent for too long. The
    attempt number is the token: a worker that wakes up later finds another number.
    """
    open_runs = MatchRun.objects.open().filter(pk=run_id)
    run = open_runs.first()
    if run is None:
        return None
    if run.status == Status.RUNNING and not take_over:
        open_runs = open_runs & MatchRun.objects.abandoned()
    claimed = open_runs.filter(attempt=run.attempt).update(
        attempt=run.attempt + 1,
        status=Status.RUNNING,
        started_at=run.started_at or timezone.now(),
        heartbeat_at=timezone.now(),
    )
    if not claimed:
        return None
    run.refresh_from_db()
    return run


def work_off_run(*, run: MatchRun, progress: Progress | None = None) -> MatchRun:
    """Score everything in steps and switch the result in; the run must be claimed.

    A fault of the data ends the run as failed. A fault of the machine (database gone,
    disk full) is raised again: the row stays open and is picked up later, and the
    steps that were written are kept.
    """
    try:
        if run.attempt > MOST_ATTEMPTS:
            raise PortalError(_("Given up after too many attempts."))
        _score_and_switch(run, progress or (lambda run: None))
    except RunLost:
        _settle_lost_run(run)
    except (EngineError, PortalError) as error:
        _close(run, Status.FAILED, error=str(error))
        _drop_rows(run)
    run.refresh_from_db()
    return run


def _score_and_switch(run: MatchRun, progress: Progress) -> None:
    clock = _Clock()
    _say(run, "loading")
    inputs = load_inputs()
    weights = Weights.from_mapping(run.weights)
    digest = inputs.digest(
        weights, settings.MATCHES_PER_PROFILE, settings.FAIRNESS_MARGIN
    )
    clock.lap("load")
    if _is_current(digest):
        _close(run, Status.UNCHANGED, input_hash=digest, timings=clock.laps)
        return
    _say(run, "indexing")
    index = build_index(inputs.profiles, inputs.topics, inputs.regions)
    clock.lap("index")
    _prepare(run, inputs, digest)
    for first, matches in _steps(run, index, weights):
        clock.lap("score")
        _write_step(run, first, matches)
        clock.lap("write")
        progress(run)
    _say(run, "measuring")
    measure_exposure(run=run)
    clock.lap("measure")
    _switch_in(run, clock)


def _steps(
    run: MatchRun, index: Index, weights: Weights
) -> Iterator[tuple[int, Matches]]:
    """Score blocks of rows from where the run stands; one block is one step."""
    for first in range(run.rows_done, run.rows_total, settings.MATCHING_STEP_ROWS):
        last = min(first + settings.MATCHING_STEP_ROWS, run.rows_total)
        rows = np.arange(first, last)
        yield first, top_matches(index, rows, settings.MATCHES_PER_PROFILE, weights)


def _prepare(run: MatchRun, inputs: Inputs, digest: str) -> None:
    """Go on where the run stopped when its inputs are the same, else start anew."""
    if run.input_hash != digest:
        _drop_rows(run)
        run.rows_done = 0
    run.input_hash = digest
    run.rows_total = len(inputs.profiles)
    _say(
        run,
        "scoring",
        input_hash=digest,
        rows_total=run.rows_total,
        rows_done=run.rows_done,
    )


def _write_step(run: MatchRun, first: int, matches: Matches) -> None:
    """Write one step's rows and the progress in one transaction, or neither."""
    done = first + len(matches.sources)
    with transaction.atomic():
        _say(run, "scoring", rows_done=done)
        write_matches(_match_rows(run.pk, matches))
    run.rows_done = done


def _match_rows(run_id: int, matches: Matches) -> Iterator[tuple[int, ...]]:
    """Rows in the order of storage.COLUMNS; the score is the sum of its whole parts."""
    parts = np.rint(matches.contributions * POINT).astype(int)
    scores = parts.sum(axis=2)
    fresh = np.rint(matches.fresh * POINT).astype(int)
    for row, source in enumerate(matches.sources.tolist()):
        for place, partner in enumerate(matches.keys[row].tolist()):
            if partner < 0:
                break
            yield (
                run_id,
                source,
                place + 1,
                partner,
                int(scores[row, place]),
                int(matches.kinds[row, place]),
                int(matches.known[row, place]),
                int(fresh[row, place]),
                *parts[row, place].tolist(),
            )


def _switch_in(run: MatchRun, clock: "_Clock") -> None:
    """Show the new lists to all readers at once, then drop the old ones."""
    with transaction.atomic():
        _close(run, Status.FINISHED, timings=clock.laps, step="")
        CurrentRun.objects.update_or_create(pk=1, defaults={"run": run})
    closed = MatchRun.objects.exclude(pk=run.pk).exclude(status__in=MatchRun.OPEN)
    Match.objects.filter(run__in=closed)._raw_delete(Match.objects.db)
    drop_exposures(runs=closed)


def _say(run: MatchRun, step: str, **fields: object) -> None:
    """Give a sign of life; RunLost when the run is no longer this worker's."""
    mine = MatchRun.objects.filter(
        pk=run.pk,
        attempt=run.attempt,
        status=Status.RUNNING,
        cancel_requested=False,
    )
    if not mine.update(step=step, heartbeat_at=timezone.now(), **fields):
        raise RunLost


def _close(run: MatchRun, status: str, **fields: object) -> None:
    mine = MatchRun.objects.filter(pk=run.pk, attempt=run.attempt)
    if not mine.update(status=status, finished_at=timezone.now(), **fields):
        raise RunLost


def _settle_lost_run(run: MatchRun) -> None:
    """Finish a cancelled run; leave one that another worker has taken over alone."""
    asked = MatchRun.objects.filter(
        pk=run.pk, attempt=run.attempt, cancel_requested=True
    )
    if asked.update(status=Status.CANCELLED, finished_at=timezone.now(), step=""):
        _drop_rows(run)


def _drop_rows(run: MatchRun) -> None:
    Match.objects.filter(run_id=run.pk)._raw_delete(Match.objects.db)
    drop_exposures(runs=[run])


def _is_current(digest: str) -> bool:
    return CurrentRun.objects.filter(run__input_hash=digest).exists()


class _Clock:
    """Seconds spent in each phase."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name] = round(self.laps.get(name, 0.0) + now - self._last, 3)
        self._last = now
