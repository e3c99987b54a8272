"""Our ranking, asked through the engine: the only module here that knows its score."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from matching.engine import (
    COMPONENTS,
    Index,
    ProfileInput,
    Project,
    Weights,
    build_index,
    score_profile,
)
from matching.engine.combine import contributions_of, total
from matching.evaluation.register import Known
from matching.features import Inputs

EXCHANGE = ("receive", "give")  # one weight, because the score is mutual
PARTS = tuple("exchange" if n == "receive" else n for n in COMPONENTS if n != "give")


@dataclass(frozen=True)
class Values:
    """Components (8, b, n), NaN unknown, and freshness (b, n) of b questions."""

    components: np.ndarray
    fresh: np.ndarray

    def scores(self, weights: np.ndarray) -> np.ndarray:
        """Return the engine's score under these weights, (b, n)."""
        return total(contributions_of(self.components, weights, self.fresh))


class Ours:
    """The register's index; what is known of cooperation is exchanged for each case."""

    def __init__(self, inputs: Inputs, weights: Weights):
        self._index = build_index(inputs.profiles, inputs.topics, inputs.regions)
        self._weights = weights

    def knowing(self, known: Sequence[Known], year: int | None) -> Index:
        """Return the index as if only these projects were known, in that year.

        Only the regions' space depends on projects when a profile from outside is
        scored, so the profiles are not encoded anew; a test compares with doing so.
        """
        regions = replace(
            self._index.regions,
            projects=tuple(_project(one) for one in known if one.year),
            as_of_year=year or self._index.regions.as_of_year,
        )
        return replace(self._index, regions=regions)

    def values(self, index: Index, profiles: Sequence[ProfileInput]) -> Values:
        """Return the components of profiles from outside against the whole index."""
        found = [score_profile(index, one, self._weights) for one in profiles]
        return Values(
            np.concatenate([one.values for one in found], axis=1),
            np.concatenate([one.fresh for one in found], axis=0),
        )


def without(weights: np.ndarray, part: str) -> np.ndarray:
    """Return the weights with one part at 0 and the others rescaled to sum 1.

    Unchanged where nothing else has a weight.
    """
    names = EXCHANGE if part == "exchange" else (part,)
    kept = np.array([name not in names for name in COMPONENTS])
    rest = weights * kept
    return rest / rest.sum() if rest.sum() else weights


def _project(known: Known) -> Project:
    return Project(key=known.key, year=known.year, regions=known.regions)
