"""Scoring the blocks of a run, whoever does them, and switching its lists in."""

import logging
import time
from collections.abc import Callable

import numpy as np
from django.conf import settings

from matching.engine import (
    GUESSED_BELOW,
    SHORTLISTS_UP_TO,
    Index,
    Shortlists,
    Weights,
    shortlist_all,
    top_matches,
)
from matching.exposure_services import measure_exposure
from matching.features import store_index
from matching.models import POINT, Match, MatchRun
from matching.services.blocks import all_done, claim_block, finish_block
from matching.services.marks import (
    RunLost,
    claim_step,
    drop_rows_of_gone_profiles,
    say,
)
from matching.services.switching import finish_run

logger = logging.getLogger(__name__)

WAIT_SECONDS = 0.3
Progress = Callable[[MatchRun], None]


def score_blocks(
    run: MatchRun, index: Index, weights: Weights, progress: Progress, *, leads: bool
) -> None:
    """Claim and score blocks until all are done, whoever does them; then switch in.

    leads: this worker prepared the run and may do what is done once for all blocks.
    """
    shortlists = _shortlists(run, index, weights) if leads else None
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
            shortlists=shortlists,
        )
        if finish_block(run, block, matches, time.perf_counter() - began):
            run.refresh_from_db(fields=["rows_done"])
            progress(run)
        else:
            logger.warning("block %s was done by another worker meanwhile", block)
    if claim_step(run, "measuring"):
        _end(run, index)
    else:
        _wait_for_the_end(run)


def _shortlists(run: MatchRun, index: Index, weights: Weights) -> Shortlists | None:
    """Estimate each pair once for both sides, where this worker takes all blocks.

    Of several workers each would estimate all, and a run that was begun needs a part.
    The blocks then take each row by itself, which gives the same lists.
    """
    shared = settings.MATCHING_WORKERS > 1 or run.rows_done
    if shared or len(index) > SHORTLISTS_UP_TO:
        return None
    say(run, "estimating")
    began = time.perf_counter()
    found = shortlist_all(
        index,
        settings.MATCHES_PER_PROFILE,
        weights,
        threads=settings.MATCHING_THREADS,
        guesses=_guesses(run, index.keys),
        progress=lambda part: say(run, "estimating"),
    )
    run.timings["estimate"] = round(time.perf_counter() - began, 3)
    say(run, "scoring", timings=run.timings)
    return found


def _guesses(run: MatchRun, keys: np.ndarray) -> np.ndarray:
    """Guess the last score of each list from the lists that readers see, else 0.

    Counts of topics and words move a little from run to run, so a little is taken off;
    and who was not there, or had a shorter list, is not guessed. keys (n,) ascend.
    """
    guesses = np.zeros(len(keys))
    shown = Match.objects.current().filter(
        run__weights=run.weights, rank=settings.MATCHES_PER_PROFILE
    )
    known = np.array(shown.values_list("profile_id", "score"), dtype=np.int64)
    if known.size:
        there = np.isin(known[:, 0], keys)
        last = known[there, 1] / POINT - GUESSED_BELOW
        guesses[np.searchsorted(keys, known[there, 0])] = np.maximum(last, 0)
    return guesses


def _end(run: MatchRun, index: Index) -> None:
    """Measure the lists and switch them in; one worker does it."""
    began = time.perf_counter()
    drop_rows_of_gone_profiles(run, index.keys)
    measure_exposure(run=run, on_step=lambda: say(run, "measuring"))
    run.timings["measure"] = round(time.perf_counter() - began, 3)
    finish_run(run)
    keep_index(run, index)


def keep_index(run: MatchRun, index: Index) -> None:
    """Leave the index to others; without it, they build their own."""
    try:
        store_index(run, index)
    except OSError as error:
        logger.warning("index of run %s is not kept: %s", run.pk, error)


def _wait_for_the_end(run: MatchRun) -> None:
    """Stay while another worker measures; leave when it has ended, or is silent."""
    mine = MatchRun.objects.open().filter(pk=run.pk, attempt=run.attempt)
    while mine.exists() and not MatchRun.objects.abandoned().filter(pk=run.pk).exists():
        if mine.filter(cancel_requested=True).exists():
            raise RunLost
        time.sleep(WAIT_SECONDS)
