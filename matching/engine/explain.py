"""Reasons for one pair from the stored fields of both, without an index.

Every component above 0 has at least one reason, and every reason a component above 0.
Swapping the sides swaps "you" and "they", receive and give, and nothing else.
"""

from collections.abc import Iterator, Mapping

from matching.engine.constants import COMPONENTS
from matching.engine.reading import check_codes
from matching.engine.reasons_exchange import chain_reasons, exchange_reasons
from matching.engine.reasons_regions import (
    reach_reasons,
    strength_reasons,
    track_reasons,
)
from matching.engine.reasons_topics import focus_reasons, word_reasons
from matching.engine.results import Explanation, Reason
from matching.engine.spaces import RegionSpace, TopicSpace
from matching.engine.types import ProfileInput
from matching.engine.unknown import unknown_of

# What a reader acts on first; used where the contributions are not given.
PLAIN_ORDER = (
    "receive",
    "give",
    "focus",
    "chain",
    "track_record",
    "strength",
    "words",
    "reach",
)


def explain(
    source: ProfileInput,
    target: ProfileInput,
    topics: TopicSpace,
    regions: RegionSpace,
    contributions: Mapping[str, float] | None = None,
) -> Explanation:
    """Say why two profiles fit and what is not known, as codes.

    With the pair's stored `contributions` (component to points) the component that
    gives most comes first; without, PLAIN_ORDER. Raises EngineError for unknown codes.
    """
    check_codes(source, topics, regions)
    check_codes(target, topics, regions)
    points = contributions or {}

    def place(reason: Reason) -> tuple[float, int]:
        name = reason.component
        return -points.get(name, 0.0), PLAIN_ORDER.index(name)

    found = sorted(_reasons(source, target, topics, regions), key=place)
    return Explanation(tuple(found), unknown_of(source, target, topics, regions))


def _reasons(
    source: ProfileInput,
    target: ProfileInput,
    topics: TopicSpace,
    regions: RegionSpace,
) -> Iterator[Reason]:
    yield from focus_reasons(source, target, topics)
    yield from word_reasons(source, target)
    yield from exchange_reasons(source, target, topics)
    yield from chain_reasons(source, target)
    yield from strength_reasons(source, target, topics, regions)
    yield from track_reasons(source, target, topics, regions)
    yield from reach_reasons(source.region, target.region, regions)


assert set(PLAIN_ORDER) == set(COMPONENTS)
