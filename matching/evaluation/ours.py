"""Our ranking, asked through the engine: the only module here that knows its score."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from matching.engine import (
    COMPONENTS,
    Index,
    ProfileInput,
    Project,
    build_index,
)
from matching.engine.combine import contributions_of, total
from matching.engine.components import component_values, pair_freshness
from matching.engine.encoding import encode
from matching.engine.experience import likeness
from matching.engine.index import Block
from matching.engine.regions import relate
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

    def __init__(self, inputs: Inputs, known: Sequence[Known]):
        projects = _projects(known)
        regions = replace(inputs.regions, projects=projects)
        self._column = {one.key: column for column, one in enumerate(projects)}
        self._index = build_index(inputs.profiles, inputs.topics, regions)

    def knowing(self, known: Sequence[Known], year: int | None) -> Index:
        """Return the index as if only these projects were known, in that year.

        They must be among those given at first. Profiles are not encoded anew: of what
        is scored from outside, only the parts replaced here depend on projects. A test
        compares with an index that is built from the start.
        """
        base, projects = self._index, _projects(known)
        columns = np.array([self._column[one.key] for one in projects], dtype=np.int64)
        year = year or base.regions.as_of_year
        regions = replace(base.regions, projects=projects, as_of_year=year)
        if year == base.regions.as_of_year:
            places = replace(base.places, taken=base.places.taken[:, columns])
        else:
            places = relate(regions, base.codes, ())
        return replace(
            base,
            regions=regions,
            places=places,
            projects=base.projects.take(columns),
            segments=tuple(
                replace(segment, likeness=segment.likeness[:, columns])
                for segment in base.segments
            ),
        )

    def values(self, index: Index, profiles: Sequence[ProfileInput]) -> Values:
        """Return the components of profiles from outside against the whole index.

        What `score_profile` gives for each, as a test demands, but for all at once.
        """
        rows = encode(profiles, index.topics, index.regions, index.vocabulary)
        block = Block(
            rows=rows,
            places=relate(index.regions, [p.region for p in profiles], index.codes),
            place=np.arange(len(profiles)),
            likeness=likeness(rows, index.projects),
        )
        return Values(component_values(block, index), pair_freshness(block, index))


def without(weights: np.ndarray, part: str) -> np.ndarray:
    """Return the weights with one part at 0 and the others rescaled to sum 1.

    Unchanged where nothing else has a weight.
    """
    names = EXCHANGE if part == "exchange" else (part,)
    kept = np.array([name not in names for name in COMPONENTS])
    rest = weights * kept
    return rest / rest.sum() if rest.sum() else weights


def _projects(known: Sequence[Known]) -> tuple[Project, ...]:
    """Return the dated ones, as the engine takes them; it leaves the others out too."""
    return tuple(
        Project(
            key=one.key,
            year=one.year,
            regions=one.regions,
            topics=one.topics,
            texts=one.texts,
        )
        for one in known
        if one.year
    )
