"""Marks on a run's row, each one compare-and-set: signs of life, its end, its rows."""

from django.utils import timezone

from matching.exposure_services import drop_exposures
from matching.models import Match, MatchBlock, MatchRun, RunStatistics

Status = MatchRun.Status


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
    """Take back all that was written for a run.

    The blocks go first: a worker that is about to write holds its block's row, so its
    matches are either there to be dropped afterwards, or never written.
    """
    MatchBlock.objects.filter(run_id=run.pk).delete()
    RunStatistics.objects.filter(run_id=run.pk).delete()
    Match.objects.filter(run_id=run.pk)._raw_delete(Match.objects.db)
    drop_exposures(runs=[run])


def _held(run: MatchRun) -> dict[str, object]:
    """A run is held under its attempt, and only as long as its inputs are the same."""
    return {
        "pk": run.pk,
        "attempt": run.attempt,
        "input_hash": run.input_hash,
        "status": Status.RUNNING,
    }
