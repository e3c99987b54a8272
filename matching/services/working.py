"""Working off a run: one worker prepares it, all workers share its blocks.

Preparing reads the inputs, hashes them and writes the blocks. Every worker, the one
that prepared too, then builds its own index, claims blocks one at a time, and stays
until the run has ended, to do the blocks of lost workers again. Who sees the last block
done switches the lists in; compare-and-set lets only one do it.
"""

import logging
import time
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.engine import (
    EngineError,
    Index,
    Reading,
    Weights,
    compile_kernel,
    index_of,
)
from matching.models import MatchRun, RunStatistics
from matching.services.blocks import MOST_ATTEMPTS
from matching.services.marks import RunLost, close_and_drop, say
from matching.services.preparing import leave_to_others, prepare, read_alike
from matching.services.scoring import Progress, score_blocks
from portal.web.errors import PortalError
from regions.queries.version import register_version

logger = logging.getLogger(__name__)

Status = MatchRun.Status


def get_ready() -> None:
    """Compile what scoring needs, or load it; so that it never happens within a run."""
    began = time.perf_counter()
    compile_kernel()
    logger.info("kernel ready after %.1f s", time.perf_counter() - began)


def take_part(
    *, run_id: int, take_over: bool = False, progress: Progress | None = None
) -> MatchRun | None:
    """Prepare the run if nobody does, else help with its blocks; None: not possible."""
    run = claim_run(run_id=run_id, take_over=take_over)
    if run is not None:
        return work_off_run(run=run, progress=progress)
    run = join_run(run_id=run_id)
    return help_run(run=run, progress=progress) if run is not None else None


def claim_run(*, run_id: int, take_over: bool = False) -> MatchRun | None:
    """Make this worker the one that prepares the run, or return None.

    A run is free when it is queued, or when all its workers are silent for too long.
    The attempt number is the token: those who wake up later find another number.
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
    token = run.attempt + 1
    run.refresh_from_db()
    run.attempt = token
    return run


def join_run(*, run_id: int) -> MatchRun | None:
    """Return the run if its blocks are shared out over this state of the register."""
    run = MatchRun.objects.shared_out().filter(pk=run_id).first()
    if run is not None and run.register_version != register_version():
        leave_to_others(run)
        return None
    return run


def work_off_run(*, run: MatchRun, progress: Progress | None = None) -> MatchRun:
    """Prepare a claimed run and score its blocks until it has ended.

    A fault of the data ends the run as failed. A fault of the machine (database gone,
    disk full) is raised again: the row stays open and is picked up later, and the
    blocks that were written are kept.
    """
    return _until_it_ends(run, prepare, progress, leads=True)


def help_run(*, run: MatchRun, progress: Progress | None = None) -> MatchRun:
    """Score blocks of a run that another worker has prepared, as `work_off_run`.

    Left to the others when this worker reads other inputs than the run's.
    """
    return _until_it_ends(run, read_alike, progress, leads=False)


def _until_it_ends(
    run: MatchRun,
    read: Callable[[MatchRun, Weights], Reading | None],
    progress: Progress | None,
    *,
    leads: bool,
) -> MatchRun:
    try:
        if run.attempt > MOST_ATTEMPTS:
            raise PortalError(_("Given up after too many attempts."))
        weights = Weights.from_mapping(run.weights)
        reading = read(run, weights)
        if reading is not None:
            index = _build(run, reading)
            del reading
            tell = progress or (lambda run: None)
            score_blocks(run, index, weights, tell, leads=leads)
    except RunLost:
        _settle_lost_run(run)
    except (EngineError, PortalError) as error:
        close_and_drop(run, Status.FAILED, error=str(error))
    run.refresh_from_db()
    return run


def _build(run: MatchRun, reading: Reading) -> Index:
    began = time.perf_counter()
    index = index_of(reading)
    # Each worker builds one; the last figure stands for all.
    run.timings["index"] = round(time.perf_counter() - began, 3)
    with transaction.atomic():
        say(run, "scoring", timings=run.timings)
        counts = {"content": index.statistics.as_mapping()}
        RunStatistics.objects.get_or_create(run=run, defaults=counts)
    return index


def _settle_lost_run(run: MatchRun) -> None:
    """End a run that was asked to stop; leave alone one that others hold or ended."""
    asked = MatchRun.objects.filter(pk=run.pk, cancel_requested=True)
    if asked.exists():
        close_and_drop(run, Status.CANCELLED)
