"""What curators read of runs: the pointer, its history, and two runs compared."""

from dataclasses import dataclass

import numpy as np
from django.db.models import Count, F, Sum

from matching.comparison import COLUMNS, LONG, Comparison, ListChange, compare_rows
from matching.models import CurrentRun, Match, MatchBlock, MatchRun, RunSwitch
from matching.storage import read_matches
from portal.web.versioned import data_version, kept_under_version
from regions.models import Cluster, Profile
from regions.queries.version import has_changed_widely_since

MOST_CHANGED = 20


@dataclass(frozen=True)
class Share:
    """What one worker has done of a run; seconds of all its blocks."""

    worker: str
    blocks: int
    profiles: int
    score_seconds: float
    write_seconds: float


@dataclass(frozen=True)
class RunPair:
    """A run beside the one that readers see, or saw before it."""

    run: MatchRun
    other: MatchRun | None
    is_current: bool
    is_previous: bool
    has_lists: bool
    is_outdated: bool


def pointer() -> CurrentRun | None:
    """Whose lists readers see and saw before, with both runs; one query."""
    return CurrentRun.objects.select_related("run", "previous").first()


def last_switch() -> RunSwitch | None:
    """Who showed readers the present lists, and when."""
    return RunSwitch.objects.select_related("by").order_by("-id").first()


def run_pair(run: MatchRun) -> RunPair:
    """What a run is compared with, and whether readers could be shown its lists."""
    current = pointer()
    is_current = current is not None and current.run_id == run.pk
    other = current and (current.previous if is_current else current.run)
    return RunPair(
        run=run,
        other=other if other and _has_lists(other) else None,
        is_current=is_current,
        is_previous=current is not None and current.previous_id == run.pk,
        has_lists=_has_lists(run),
        is_outdated=needs_run(run),
    )


def comparison(pair: RunPair) -> Comparison | None:
    """The two runs compared, or None where one of them has no lists any more."""
    if pair.other is None or not pair.has_lists:
        return None
    return _kept_comparison(data_version(), pair.other.pk, pair.run.pk)


def profiles_of(changes: tuple[ListChange, ...]) -> dict[int, Profile]:
    """The profiles of these lists by key; those that are gone are left out."""
    keys = [change.profile_id for change in changes]
    return Profile.objects.select_related("region").in_bulk(keys)


@kept_under_version
def _kept_comparison(version: str, before: int, after: int) -> Comparison:
    """Some seconds for 50,000 lists, so it is kept."""
    clusters = set(Cluster.objects.values_list("pk", flat=True))
    return compare_rows(_rows(before), _rows(after), clusters, MOST_CHANGED)


def _rows(run_id: int) -> np.ndarray:
    """The first partners of every list of a run, shape (rows, 5)."""
    none = np.empty((0, len(COLUMNS)), dtype=np.int64)
    return np.concatenate([none, *read_matches(run_id, COLUMNS, most=LONG)])


def _has_lists(run: MatchRun) -> bool:
    return Match.objects.kept().filter(run=run).exists()


def needs_run(run: MatchRun) -> bool:
    """Whether more has changed since a run's inputs than its lists can take up."""
    return has_changed_widely_since(run.register_version)


def workers_of(run: MatchRun) -> int:
    """How many workers have claimed a block of this run; one query."""
    claimed = MatchBlock.objects.filter(run=run).exclude(claimed_by="")
    return claimed.order_by().values("claimed_by").distinct().count()


def shares_of(run: MatchRun) -> list[Share]:
    """What each worker has done of this run, who did most first; one query."""
    done = MatchBlock.objects.filter(run=run, status=MatchBlock.Status.DONE)
    rows = done.order_by().values_list("claimed_by")
    figures = {
        "blocks": Count("pk"),
        "profiles": Sum(F("last") - F("first")),
        "scored": Sum("score_seconds"),
        "wrote": Sum("write_seconds"),
    }
    shares = [Share(*row) for row in rows.annotate(**figures)]
    return sorted(shares, key=lambda share: (-share.profiles, share.worker))
