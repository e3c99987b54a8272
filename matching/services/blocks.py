"""Blocks of rows: what the workers of a run share out among themselves.

A block is claimed by one UPDATE and scored without any lock. Its rows, its end and the
run's progress are one transaction, under the attempt with which it was claimed.
"""

import os
import socket
import time
from typing import Any

import numpy as np
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from matching.engine import Matches
from matching.models import POINT, MatchBlock, MatchRun
from matching.services.marks import say
from matching.storage import COLUMNS, write_matches
from portal.web.errors import PortalError

MOST_ATTEMPTS = 10
BATCH = 1000
Status = MatchBlock.Status


def write_blocks(run: MatchRun, rows: int) -> None:
    """Cut so many rows into blocks of MATCHING_STEP_ROWS."""
    size = settings.MATCHING_STEP_ROWS
    MatchBlock.objects.bulk_create(
        (
            MatchBlock(run=run, first=first, last=min(first + size, rows))
            for first in range(0, rows, size)
        ),
        batch_size=BATCH,
    )


def free_claimed_blocks(run: MatchRun) -> None:
    """Take the blocks back that workers claimed who are thought lost."""
    claimed = MatchBlock.objects.filter(run=run, status=Status.CLAIMED)
    claimed.update(status=Status.FREE)


def claim_block(run: MatchRun) -> MatchBlock | None:
    """Make the first free block this worker's; None when there is none just now."""
    free = MatchBlock.objects.filter(run=run).free().order_by("first")
    while block := free.first():
        if block.attempt >= MOST_ATTEMPTS:
            raise PortalError(_given_up(block))
        unchanged = MatchBlock.objects.filter(
            pk=block.pk, attempt=block.attempt, status=block.status
        )
        claim: dict[str, Any] = {
            "status": Status.CLAIMED,
            "attempt": block.attempt + 1,
            "claimed_by": worker_name(),
            "heartbeat_at": timezone.now(),
        }
        if unchanged.update(**claim):
            for name, value in claim.items():
                setattr(block, name, value)
            return block
    return None


def finish_block(
    run: MatchRun, block: MatchBlock, matches: Matches, score_seconds: float
) -> bool:
    """Write a block's rows, its end and the progress, or nothing.

    False when another worker has claimed the block meanwhile; RunLost when the run is
    in other hands. The block's row is held first and the run's last, so that workers
    wait for each other only for a moment.
    """
    began = time.perf_counter()
    mine = MatchBlock.objects.filter(
        pk=block.pk, attempt=block.attempt, status=Status.CLAIMED
    )
    with transaction.atomic():
        if not mine.update(status=Status.DONE, score_seconds=score_seconds):
            return False
        write_matches(match_rows(run.pk, matches))
        seconds = time.perf_counter() - began
        MatchBlock.objects.filter(pk=block.pk).update(write_seconds=seconds)
        say(run, "scoring", rows_done=F("rows_done") + len(block))
    return True


def all_done(run: MatchRun) -> bool:
    """Whether every block of the run is done (of none, too)."""
    return not MatchBlock.objects.filter(run=run).open().exists()


def worker_name() -> str:
    """This process, in words for the curator."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}"


def match_rows(run_id: int, matches: Matches) -> np.ndarray:
    """Rows (m, columns) as in storage.COLUMNS; scores are sums of their whole parts."""
    parts = np.rint(matches.contributions * POINT).astype(np.int64)
    count, kept = matches.keys.shape
    rows = np.empty((count, kept, len(COLUMNS)), dtype=np.int64)
    rows[..., 0] = run_id
    rows[..., 1] = matches.sources[:, None]
    rows[..., 2] = np.arange(1, kept + 1)
    rows[..., 3] = matches.keys
    rows[..., 4] = parts.sum(axis=2)
    rows[..., 5] = matches.kinds
    rows[..., 6] = matches.known
    rows[..., 7] = np.rint(matches.fresh * POINT)
    rows[..., 8:] = parts
    return rows[matches.keys >= 0]


def _given_up(block: MatchBlock) -> str:
    rows = f"{block.first} to {block.last - 1}"
    return f"Given up after too many attempts at the profiles in rows {rows}."
