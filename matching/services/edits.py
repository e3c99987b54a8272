"""One edit is not a run: the lists it touches are renewed, all others stay.

An edit of some profiles touches their own lists, the lists that hold one of them, and
the lists into which one of them comes now. The lists are scored without a lock and
written in one transaction, under the number of edits that the run has taken up: of two
workers that renew lists at the same time, one begins again.
"""

import logging
from collections.abc import Collection, Iterator, Sequence

import numpy as np
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from matching.engine import (
    EngineError,
    Index,
    Matches,
    Weights,
    score_rows,
    top_matches,
)
from matching.features import index_with_edits
from matching.models import POINT, ListEdit, Match, MatchRun
from matching.services.blocks import match_rows
from matching.services.kept_lists import are_kept, keep_lists, kept_lists
from matching.services.marks import gone_profiles
from matching.storage import write_matches

logger = logging.getLogger(__name__)

MOST_TRIES = 5
BATCH = 500
# A stored score is the sum of eight rounded parts: so far it may lie from the true one.
ROUNDING = 5


def apply_edits() -> int:
    """Let the lists that readers see take up all edits they lack; return how many."""
    for _try in range(MOST_TRIES):
        run = MatchRun.objects.filter(current__isnull=False).first()
        if run is None:
            return 0
        edits = list(ListEdit.objects.pending(run).order_by("pk"))
        if not edits:
            return 0
        try:
            if update_lists(
                run=run, profile_ids={edit.profile_key for edit in edits}, edits=edits
            ):
                return len(edits)
        except EngineError as error:
            logger.error("lists of run %s cannot be renewed: %s", run.pk, error)
            return 0
    logger.warning("lists were overtaken %s times, edits wait", MOST_TRIES)
    return 0


def get_ready_for_edits() -> bool:
    """Read what the next edit would otherwise wait for; False when all is at hand.

    Looks for the lists that an edit of one profile would touch, and writes nothing: the
    index, its pages and the lists are then in memory.
    """
    run = MatchRun.objects.filter(current__isnull=False).first()
    if run is None or are_kept(run):
        return False
    try:
        index = index_with_edits(run)
        weights = Weights.from_mapping(run.weights)
        touched_rows(run, index, index.keys[:1].tolist(), weights)
    except EngineError as error:
        logger.error("lists of run %s cannot be renewed: %s", run.pk, error)
        return False
    return True


def update_lists(
    *,
    run: MatchRun,
    profile_ids: Collection[int],
    edits: Sequence[ListEdit] = (),
) -> bool:
    """Renew the lists of a run that an edit of these profiles touches.

    False, and nothing written, when readers see another run by now or when another
    worker was faster. The edits given are marked as taken up.
    """
    weights = Weights.from_mapping(run.weights)
    index, gone = _without_the_gone(index_with_edits(run))
    edited = {*profile_ids, *gone}
    rows = touched_rows(run, index, edited, weights)
    kept = kept_lists(run)
    lists = [match_rows(run.pk, found) for found in _scored(index, rows, weights)]
    emptied = {*edited, *index.keys[rows].tolist()}
    done_as = run.edits_done + 1
    with transaction.atomic():
        mine = MatchRun.objects.filter(
            pk=run.pk, edits_done=run.edits_done, current__isnull=False
        )
        if not mine.update(edits_done=done_as):
            return False
        _delete_lists(run, sorted(emptied))
        for new in lists:
            write_matches(new)
        done = ListEdit.objects.filter(pk__in=[edit.pk for edit in edits])
        done.update(run=run, done_as=done_as, done_at=timezone.now())
    keep_lists(kept.renewed(emptied, lists))
    return True


def _without_the_gone(index: Index) -> tuple[Index, list[int]]:
    """The index without profiles of whose end nobody was told, and their keys."""
    gone = gone_profiles(index.keys).tolist()
    return (index.edited((), gone) if gone else index), gone


def touched_rows(
    run: MatchRun, index: Index, edited: Collection[int], weights: Weights
) -> np.ndarray:
    """The rows of the index whose lists an edit of these profiles touches.

    Never one too few; some too many, because stored scores are rounded. Edited profiles
    that the index lacks are gone.
    """
    keys = index.keys
    kept = kept_lists(run)
    touched = np.isin(keys, [*edited, *kept.holders(edited).tolist()])
    last = kept.ends(keys)
    present = np.flatnonzero(np.isin(keys, list(edited)))
    if len(present) < len(edited):
        # The rows that held a deleted profile went with it, so any list that is short
        # may be one of them.
        touched |= last == 0
    for chunk in _chunks(index, present):
        found = score_rows(index, chunk, weights)
        points = np.where(found.eligible, found.scores * POINT, 0)
        comes_in = (points > 0) & (points + ROUNDING >= last)
        touched |= comes_in.any(axis=0)
    return np.flatnonzero(touched & (keys >= 0))


def _scored(index: Index, rows: np.ndarray, weights: Weights) -> Iterator[Matches]:
    for chunk in _chunks(index, rows):
        yield top_matches(
            index,
            chunk,
            settings.MATCHES_PER_PROFILE,
            weights,
            threads=settings.MATCHING_THREADS,
        )


def _chunks(index: Index, rows: np.ndarray) -> Iterator[np.ndarray]:
    """Rows in steps, each of one segment, as the engine takes them."""
    size = settings.MATCHING_STEP_ROWS
    is_base = rows < len(index.segments[0])
    for part in (rows[is_base], rows[~is_base]):
        for first in range(0, len(part), size):
            yield part[first : first + size]


def _delete_lists(run: MatchRun, keys: Sequence[int]) -> None:
    for first in range(0, len(keys), BATCH):
        rows = Match.objects.filter(run=run, profile_id__in=keys[first : first + BATCH])
        rows._raw_delete(Match.objects.db)
