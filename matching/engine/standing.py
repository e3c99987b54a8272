"""One profile against everybody: who stands where, and what would move a pair."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching.engine.combine import contributions_of, rank_value, total
from matching.engine.constants import COMPONENTS
from matching.engine.exchange import split
from matching.engine.index import Index
from matching.engine.scoring import score_profiles
from matching.engine.types import ProfileInput
from matching.engine.weights import Weights

RECEIVE, GIVE = COMPONENTS.index("receive"), COMPONENTS.index("give")
PAIRS_AT_ONCE = 1 << 17  # 1 MB for each array of a chunk; about thirty live at once
HALVINGS = 40  # halving 1 so often leaves less than nine decimals


@dataclass(frozen=True)
class Standing:
    """One profile against the n profiles of an index, in the order of the index.

    keys     (n,)   whose column it is
    ranks    (n,)   whole numbers that order the candidates; 0 where there is none
    eligible (n,)   False for the profile itself and for regions that are nested
    fresh    (n,)   factor for what is unconfirmed or old
    values, points  (8, n) components, NaN where not known, and their points
    """

    keys: np.ndarray
    ranks: np.ndarray
    eligible: np.ndarray
    fresh: np.ndarray
    values: np.ndarray
    points: np.ndarray

    @cached_property
    def best(self) -> tuple[int, ...]:
        """The keys of all candidates, in the order of a list."""
        found = np.flatnonzero(self.ranks > 0)
        order = np.lexsort((self.keys[found], -self.ranks[found]))
        return tuple(self.keys[found[order]].tolist())

    @cached_property
    def scores(self) -> np.ndarray:
        """The sums of the points, (n,)."""
        return total(self.points)

    def column(self, key: int) -> int | None:
        """The column of this profile; None if the index lacks it."""
        found = np.flatnonzero(self.keys == key)
        return int(found[0]) if found.size else None

    def place(self, key: int, score: float | None = None) -> int | None:
        """The rank of this candidate from 1, or of the same one with another score.

        None where that makes it no candidate.
        """
        column = self.column(key)
        if column is None or not self.eligible[column]:
            return None
        rank = self.ranks[column] if score is None else rank_value(np.array(score))
        if rank <= 0:
            return None
        above = (self.ranks > rank) | ((self.ranks == rank) & (self.keys < key))
        above[column] = False
        return int(above.sum()) + 1

    def score(self, key: int) -> float:
        """The score with this profile, which must be in the index."""
        return float(self.scores[self.keys == key][0])

    def points_of(self, keys: Sequence[int]) -> np.ndarray:
        """The mean points of each component over these profiles, (8,)."""
        return self.points[:, np.isin(self.keys, keys)].mean(axis=1)


def standings(
    index: Index, profiles: Sequence[ProfileInput], weights: Weights
) -> list[Standing]:
    """Score profiles from outside, or changed ones, against all; one row each."""
    found = []
    step = max(1, PAIRS_AT_ONCE // max(len(index), 1))
    for start in range(0, len(profiles), step):
        part = score_profiles(index, profiles[start : start + step], weights)
        ranks = np.where(part.eligible, rank_value(part.scores), 0)
        found += [
            Standing(
                keys=index.keys,
                ranks=ranks[row],
                eligible=part.eligible[row],
                fresh=part.fresh[row],
                values=part.values[:, row],
                points=part.contributions[:, row],
            )
            for row in range(len(ranks))
        ]
    return found


def score_if_known(
    standing: Standing, key: int, component: str, share: float, weights: Weights
) -> float:
    """Return the score with this candidate if an unknown component were `share`.

    For receive and give `share` is the cover of the needs, so that the mixed term of
    both directions comes with it.
    """
    column = standing.keys == key
    values = standing.values[:, column]
    place = COMPONENTS.index(component)
    if place in (RECEIVE, GIVE):
        # While one cover is unknown, the other counts with half of itself.
        covers = values[[RECEIVE, GIVE]] * 2
        covers[place - RECEIVE] = share
        values[[RECEIVE, GIVE]] = np.array(split(*covers))
    else:
        values[place] = share
    found = contributions_of(values, weights.as_array(), standing.fresh[column])
    return float(total(found)[0])


def share_needed(
    standing: Standing, key: int, component: str, score: float, weights: Weights
) -> float | None:
    """Return the least share of an unknown component that gives this score.

    None if even 1 does not. The score rises with the share, so halving finds it.
    """

    def reaches(share: float) -> bool:
        return score_if_known(standing, key, component, share, weights) >= score

    if not reaches(1.0):
        return None
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if reaches(middle) else (middle, high)
    return high
