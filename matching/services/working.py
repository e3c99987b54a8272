"""Working off a run: one worker prepares it, all workers share its blocks.

Preparing reads the inputs, hashes them and writes the blocks. Every worker, the one
that prepared too, then builds its own index, claims blocks one at a time, and stays
until the run has ended, to do the blocks of lost workers again. Who sees the last block
done switches the lists in; compare-and-set lets only one do it.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from django.conf import settings
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
    top_matches,
)
from matching.exposure_services import measure_exposure
from matching.features import is_stored, read_inputs, store_index
from matching.models import MatchRun, RunStatistics
from matching.services.blocks import (
    MOST_ATTEMPTS,
    all_done,
    claim_block,
    finish_block,
    free_claimed_blocks,
    write_blocks,
)
from matching.services.edit_log import edits_to_read, mark_read
from matching.services.marks import (
    RunLost,
    claim_step,
    close_and_drop,
    drop_rows,
    drop_rows_of_gone_profiles,
    say,
)
from matching.services.runs import call_helpers
from matching.services.switching import finish_run
from portal.web.errors import PortalError
from regions.queries.version import register_version

logger = logging.getLogger(__name__)

WAIT_SECONDS = 0.3
Progress = Callable[[MatchRun], None]
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
        _leave_to_others(run)
        return None
    return run


def work_off_run(*, run: MatchRun, progress: Progress | None = None) -> MatchRun:
    """Prepare a claimed run and score its blocks until it has ended.

    A fault of the data ends the run as failed. A fault of the machine (database gone,
    disk full) is raised again: the row stays open and is picked up later, and the
    blocks that were written are kept.
    """
    return _until_it_ends(run, _prepare, progress)


def help_run(*, run: MatchRun, progress: Progress | None = None) -> MatchRun:
    """Score blocks of a run that another worker has prepared, as `work_off_run`.

    Left to the others when this worker reads other inputs than the run's.
    """
    return _until_it_ends(run, _read_alike, progress)


def _until_it_ends(
    run: MatchRun,
    read: Callable[[MatchRun, Weights], Reading | None],
    progress: Progress | None,
) -> MatchRun:
    try:
        if run.attempt > MOST_ATTEMPTS:
            raise PortalError(_("Given up after too many attempts."))
        weights = Weights.from_mapping(run.weights)
        reading = read(run, weights)
        if reading is not None:
            index = _build(run, reading)
            del reading
            _score_blocks(run, index, weights, progress or (lambda run: None))
    except RunLost:
        _settle_lost_run(run)
    except (EngineError, PortalError) as error:
        close_and_drop(run, Status.FAILED, error=str(error))
    run.refresh_from_db()
    return run


def _prepare(run: MatchRun, weights: Weights) -> Reading | None:
    """Read the inputs and share the run out; None when nothing has changed.

    Blocks that are done stay done if the inputs are the same, else all starts anew.
    """
    say(run, "loading")
    began = time.perf_counter()
    # Both first: what comes later may be in the inputs or not.
    version, edits = register_version(), edits_to_read()
    reading, digest = _read(run, weights, lambda: say(run, "loading"))
    load_seconds = round(time.perf_counter() - began, 3)
    shown = _shown(digest, version)
    if shown is not None:
        close_and_drop(
            run, Status.UNCHANGED, input_hash=digest, timings={"load": load_seconds}
        )
        _store_if_missing(shown, reading)
        return None
    fields: dict[str, Any] = {
        "input_hash": digest,
        "register_version": version,
        "timings": {"load": load_seconds},
    }
    if run.input_hash != digest:
        _start_anew(run)
    with transaction.atomic():
        if run.input_hash == digest:
            free_claimed_blocks(run)
        else:
            write_blocks(run, len(reading))
            fields |= {"rows_total": len(reading), "rows_done": 0}
        mark_read(edits, run)
        say(run, "indexing", **fields)
    for name, value in fields.items():
        setattr(run, name, value)
    call_helpers(run=run)
    return reading


def _shown(digest: str, version: str) -> MatchRun | None:
    """The run whose lists readers see, if it has these inputs; they are those of today.

    Lists that took up an edit are no longer those of their run's inputs.
    """
    shown = MatchRun.objects.filter(
        current__isnull=False, input_hash=digest, edits_done=0
    )
    shown.update(register_version=version)
    return shown.first()


def _start_anew(run: MatchRun) -> None:
    """Take back what was written for the inputs of before; nobody goes on with them."""
    say(run, "loading", input_hash="")
    run.input_hash = ""
    drop_rows(run)


def _read_alike(run: MatchRun, weights: Weights) -> Reading | None:
    """Read the inputs as the preparing worker did; None when they are not the same."""
    reading, digest = _read(run, weights)
    if digest != run.input_hash:
        _leave_to_others(run)
        return None
    return reading


def _read(
    run: MatchRun, weights: Weights, live: Callable[[], None] = lambda: None
) -> tuple[Reading, str]:
    also = weights, settings.MATCHES_PER_PROFILE, settings.FAIRNESS_MARGIN
    return read_inputs(run.started_at, also, live)


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


def _score_blocks(
    run: MatchRun, index: Index, weights: Weights, progress: Progress
) -> None:
    """Claim and score blocks until all are done, whoever does them; then switch in."""
    while not all_done(run):
        say(run, "scoring")
        block = claim_block(run)
        if block is None:
            # Others are at the last blocks. Should one of them be lost, its block
            # becomes free again.
            time.sleep(WAIT_SECONDS)
            continue
        began = time.perf_counter()
        rows = np.arange(block.first, block.last)
        matches = top_matches(
            index,
            rows,
            settings.MATCHES_PER_PROFILE,
            weights,
            threads=settings.MATCHING_THREADS,
        )
        if finish_block(run, block, matches, time.perf_counter() - began):
            run.refresh_from_db(fields=["rows_done"])
            progress(run)
        else:
            logger.warning("block %s was done by another worker meanwhile", block)
    if claim_step(run, "measuring"):
        began = time.perf_counter()
        drop_rows_of_gone_profiles(run, index.keys)
        measure_exposure(run=run, on_step=lambda: say(run, "measuring"))
        run.timings["measure"] = round(time.perf_counter() - began, 3)
        finish_run(run)
        _store(run, index)
    else:
        _wait_for_the_end(run)


def _store(run: MatchRun, index: Index) -> None:
    """Leave the index to others; without it, they build their own."""
    try:
        store_index(run, index)
    except OSError as error:
        logger.warning("index of run %s is not kept: %s", run.pk, error)


def _store_if_missing(run: MatchRun, reading: Reading) -> None:
    """A release reads no index of another one, and finds the lists unchanged."""
    if not is_stored(run):
        _store(run, index_of(reading))


def _wait_for_the_end(run: MatchRun) -> None:
    """Stay while another worker measures; leave when it has ended, or is silent."""
    mine = MatchRun.objects.open().filter(pk=run.pk, attempt=run.attempt)
    while mine.exists() and not MatchRun.objects.abandoned().filter(pk=run.pk).exists():
        if mine.filter(cancel_requested=True).exists():
            raise RunLost
        time.sleep(WAIT_SECONDS)


def _leave_to_others(run: MatchRun) -> None:
    logger.warning(
        "run %s reads another state of the register: left to the other workers", run.pk
    )


def _settle_lost_run(run: MatchRun) -> None:
    """End a run that was asked to stop; leave alone one that others hold or ended."""
    asked = MatchRun.objects.filter(pk=run.pk, cancel_requested=True)
    if asked.exists():
        close_and_drop(run, Status.CANCELLED)
