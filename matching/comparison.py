"""How the lists of one run differ from those of another, list by list and in all.

Looks at the first partners of each list only: what readers look at. Plain arrays of
whole numbers in, figures out.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from matching.models import POINT, Kind

SHORT, LONG = 10, 20
# What is compared, in the order of the columns.
COLUMNS = ("profile_id", "rank", "partner_id", "score", "kind")


@dataclass(frozen=True)
class Change:
    """What changed in some lists.

    The overlap is the share of partners that both lists have, of the longer list. Score
    and rank are those of partners who are among the first 20 in both: the mean change,
    the largest one (both in points, with their sign), and how many places a partner
    moved in the mean, up or down.
    """

    lists: int
    changed_10: int
    changed_20: int
    overlap_10: float
    overlap_20: float
    score_change: float
    score_change_most: float
    rank_shift: float


@dataclass(frozen=True)
class ListChange:
    """One list that changed: how many of its first 20 are new, and how many left."""

    profile_id: int
    entered: int
    left: int
    rank_shift: float


@dataclass(frozen=True)
class Comparison:
    """All of it: over all lists, by type, the kinds of matches, the most changed."""

    whole: Change
    by_type: dict[str, Change]
    kinds: dict[str, tuple[int, int]]
    most_changed: tuple[ListChange, ...]


def compare_rows(
    before: np.ndarray, after: np.ndarray, clusters: Collection[int], most: int
) -> Comparison:
    """Compare two runs, each an array (rows, 5) in the order of COLUMNS."""
    profiles = np.union1d(before[:, 0], after[:, 0])
    pairs = _Pairs(profiles, before, after)
    is_cluster = np.isin(profiles, np.fromiter(clusters, dtype=np.int64))
    return Comparison(
        whole=pairs.change_of(np.ones(len(profiles), dtype=bool)),
        by_type={
            "priority": pairs.change_of(~is_cluster),
            "cluster": pairs.change_of(is_cluster),
        },
        kinds={
            kind.name.lower(): (
                int((before[:, 4] == kind).sum()),
                int((after[:, 4] == kind).sum()),
            )
            for kind in Kind
        },
        most_changed=pairs.most_changed(most),
    )


class _Pairs:
    """Both runs side by side: a list a row of each table, shared partners in pairs."""

    def __init__(
        self, profiles: np.ndarray, before: np.ndarray, after: np.ndarray
    ) -> None:
        self._profiles = profiles
        self._tables = [self._table(rows) for rows in (before, after)]
        keys = [self._keys(rows) for rows in (before, after)]
        _both, first, second = np.intersect1d(
            *keys, assume_unique=True, return_indices=True
        )
        old, new = before[first], after[second]
        self._list = np.searchsorted(profiles, old[:, 0])
        self._ranks = np.stack([old[:, 1], new[:, 1]])
        self._scores = (new[:, 3] - old[:, 3]) / POINT

    def change_of(self, chosen: np.ndarray) -> Change:
        """Figures over the chosen lists, a mask in the order of the profiles."""
        old, new = (table[chosen] for table in self._tables)
        shared = chosen[self._list]
        scores = self._scores[shared]
        moved = np.abs(self._ranks[1] - self._ranks[0])[shared]
        return Change(
            lists=int(chosen.sum()),
            changed_10=int((old[:, :SHORT] != new[:, :SHORT]).any(axis=1).sum()),
            changed_20=int((old != new).any(axis=1).sum()),
            overlap_10=_mean(self._overlap(SHORT)[chosen]),
            overlap_20=_mean(self._overlap(LONG)[chosen]),
            score_change=_mean(scores),
            score_change_most=float(scores[np.abs(scores).argmax()])
            if len(scores)
            else 0.0,
            rank_shift=_mean(moved),
        )

    def most_changed(self, most: int) -> tuple[ListChange, ...]:
        """Lists with the most new and lost partners, then the most moved ones."""
        count = len(self._profiles)
        shared = self._shared(LONG)
        left, entered = ((table >= 0).sum(axis=1) - shared for table in self._tables)
        moved = np.abs(self._ranks[1] - self._ranks[0])
        shift = np.bincount(self._list, moved, count) / np.maximum(shared, 1)
        order = np.lexsort((self._profiles, -shift, -(left + entered)))[:most]
        return tuple(
            ListChange(
                profile_id=int(self._profiles[row]),
                entered=int(entered[row]),
                left=int(left[row]),
                rank_shift=float(shift[row]),
            )
            for row in order
            if left[row] or entered[row] or shift[row]
        )

    def _table(self, rows: np.ndarray) -> np.ndarray:
        """Partners by list and rank, -1 where a list is shorter."""
        table = np.full((len(self._profiles), LONG), -1)
        table[np.searchsorted(self._profiles, rows[:, 0]), rows[:, 1] - 1] = rows[:, 2]
        return table

    def _keys(self, rows: np.ndarray) -> np.ndarray:
        """One number for each pair of a list and a partner."""
        return np.searchsorted(self._profiles, rows[:, 0]) << 40 | rows[:, 2]

    def _shared(self, size: int) -> np.ndarray:
        """How many partners both lists have among their first ones."""
        inside = (self._ranks <= size).all(axis=0)
        return np.bincount(self._list[inside], minlength=len(self._profiles))

    def _overlap(self, size: int) -> np.ndarray:
        lengths = [(table[:, :size] >= 0).sum(axis=1) for table in self._tables]
        return self._shared(size) / np.maximum(*lengths)


def _mean(numbers: np.ndarray) -> float:
    return float(numbers.mean()) if len(numbers) else 0.0
