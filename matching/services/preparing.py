"""Reading what a run scores: one worker shares it out, others check that it is so."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction

from matching.engine import Reading, Weights, index_of
from matching.features import is_stored, read_inputs
from matching.models import MatchRun
from matching.services.blocks import free_claimed_blocks, write_blocks
from matching.services.edit_log import edits_to_read, mark_read
from matching.services.marks import close_and_drop, drop_rows, say
from matching.services.runs import call_helpers
from matching.services.scoring import keep_index
from regions.queries.version import register_version

logger = logging.getLogger(__name__)

Status = MatchRun.Status


def prepare(run: MatchRun, weights: Weights) -> Reading | None:
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
        if not is_stored(shown):
            # A release reads no index of another one, and finds the lists unchanged.
            keep_index(shown, index_of(reading))
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


def read_alike(run: MatchRun, weights: Weights) -> Reading | None:
    """Read the inputs as the preparing worker did; None when they are not the same."""
    reading, digest = _read(run, weights)
    if digest != run.input_hash:
        leave_to_others(run)
        return None
    return reading


def _read(
    run: MatchRun, weights: Weights, live: Callable[[], None] = lambda: None
) -> tuple[Reading, str]:
    also = weights, settings.MATCHES_PER_PROFILE, settings.FAIRNESS_MARGIN
    return read_inputs(run.started_at, also, live)


def leave_to_others(run: MatchRun) -> None:
    logger.warning(
        "run %s reads another state of the register: left to the other workers", run.pk
    )
