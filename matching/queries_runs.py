"""What curators read of runs: the pointer, its history, and two runs compared."""

from dataclasses import dataclass

import numpy as np

from matching.comparison import COLUMNS, LONG, Comparison, ListChange, compare_rows
from matching.models import CurrentRun, Match, MatchRun, RunSwitch
from portal.web.versioned import data_version, kept_under_version
from regions.models import Cluster, Profile
from regions.queries.version import register_version

MOST_CHANGED = 20
CHUNK = 50_000


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
        is_outdated=run.register_version != register_version(),
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
    """Three queries; some ten seconds for 50,000 lists, so it is kept."""
    clusters = set(Cluster.objects.values_list("pk", flat=True))
    return compare_rows(_rows(before), _rows(after), clusters, MOST_CHANGED)


def _rows(run_id: int) -> np.ndarray:
    """The first partners of every list of a run, shape (rows, 5)."""
    rows = Match.objects.filter(run_id=run_id, rank__lte=LONG).order_by()
    found = rows.values_list(*COLUMNS).iterator(chunk_size=CHUNK)
    numbers = np.fromiter(found, dtype=np.dtype((np.int64, len(COLUMNS))))
    return numbers.reshape(-1, len(COLUMNS))


def _has_lists(run: MatchRun) -> bool:
    return Match.objects.filter(run=run).exists()
