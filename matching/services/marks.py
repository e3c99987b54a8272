"""Marks on a run's row, each one compare-and-set: signs of life, its end, its rows."""

import numpy as np
from django.db.models import Q
from django.utils import timezone

from matching.exposure_services import drop_exposures
from matching.models import Match, MatchBlock, MatchRun, RunStatistics
from matching.storage import delete_matches
from regions.models import Profile

Status = MatchRun.Status
BATCH = 500


class RunLost(Exception):
    """The run has ended, was cancelled, or others have taken it over."""


def say(run: MatchRun, step: str, **fields: object) -> None:
    """Give a sign of life; RunLost when the run is no longer this worker's to score."""
    mine = MatchRun.objects.filter(**_held(run), cancel_requested=False)
    if not mine.update(step=step, heartbeat_at=timezone.now(), **fields):
        raise RunLost


def claim_step(run: MatchRun, step: str) -> bool:
    """Make this worker the only one that takes this step; False: another does."""
    mine = MatchRun.objects.filter(**_held(run), cancel_requested=False)
    return bool(mine.exclude(step=step).update(step=step, heartbeat_at=timezone.now()))


def close_run(run: MatchRun, status: str, **fields: object) -> None:
    """End the run; RunLost when somebody else has ended it or taken it over."""
    mine = MatchRun.objects.filter(**_held(run))
    if status == Status.FINISHED:
        mine = mine.filter(cancel_requested=False)
    ended = {"status": status, "finished_at": timezone.now(), "step": ""}
    if not mine.update(**ended | fields):
        raise RunLost


def close_and_drop(run: MatchRun, status: str, **fields: object) -> None:
    """End a run without lists; one that is in other hands is left alone."""
    try:
        close_run(run, status, **fields)
    except RunLost:
        return
    drop_rows(run)


def drop_rows(run: MatchRun) -> None:
    """Take back all that was written for a run, in short steps.

    The blocks go first: a worker that is about to write holds its block's row, so its
    matches are either there to be dropped afterwards, or never written.
    """
    MatchBlock.objects.filter(run_id=run.pk).delete()
    RunStatistics.objects.filter(run_id=run.pk).delete()
    delete_matches(run.pk)
    drop_exposures(runs=[run])


def gone_profiles(keys: np.ndarray) -> np.ndarray:
    """Those of these keys whose profiles are no more; one query."""
    there = Profile.objects.order_by().values_list("pk", flat=True)
    return np.setdiff1d(keys[keys >= 0], np.fromiter(there.iterator(), np.int64))


def drop_rows_of_gone_profiles(run: MatchRun, keys: np.ndarray) -> None:
    """Drop the rows of profiles that were deleted while a run scored these keys.

    The database does not look after that (see the model). Who is deleted later takes
    the rows away by the cascade.
    """
    gone = gone_profiles(keys).tolist()
    for first in range(0, len(gone), BATCH):
        some = gone[first : first + BATCH]
        rows = Match.objects.filter(run=run)
        for side in (Q(profile_id__in=some), Q(partner_id__in=some)):
            rows.filter(side)._raw_delete(Match.objects.db)


def _held(run: MatchRun) -> dict[str, object]:
    """A run is held under its attempt, and only as long as its inputs are the same."""
    return {
        "pk": run.pk,
        "attempt": run.attempt,
        "input_hash": run.input_hash,
        "status": Status.RUNNING,
    }
