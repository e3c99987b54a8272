"""What is not known about a pair: one code for each gap, on the side that has it."""

from collections.abc import Callable, Iterator

from matching.engine.constants import ECONOMIC
from matching.engine.regions import NOWHERE, strength_of
from matching.engine.results import Unknown
from matching.engine.spaces import RegionSpace, TopicSpace
from matching.engine.topics import scheme_mask
from matching.engine.types import Item, ProfileInput


def unknown_of(
    source: ProfileInput,
    target: ProfileInput,
    topics: TopicSpace,
    regions: RegionSpace,
) -> tuple[Unknown, ...]:
    """Return why each unknown component is unknown, in the order of the components."""
    found = list(_topic_gaps(source, target, topics))
    found += _gaps("words", "no_words", lambda p: not p.words, source, target)
    found += _exchange_gaps("receive", "they", target.offers, "you", source.needs)
    found += _exchange_gaps("give", "you", source.offers, "they", target.needs)
    found += _gaps("chain", "no_stages", lambda p: not p.stages, source, target)
    found += _strength_gaps(source, target, topics, regions)
    homeless = list(
        _gaps("reach", "no_region", lambda p: p.region == NOWHERE, source, target)
    )
    if len(homeless) == 2:  # the experience of one region is enough for a track record
        found += [Unknown(one.code, "track_record", one.side) for one in homeless]
    return (*found, *homeless)


def _gaps(
    component: str,
    code: str,
    gap: Callable[[ProfileInput], bool],
    source: ProfileInput,
    target: ProfileInput,
) -> Iterator[Unknown]:
    for side, profile in (("you", source), ("they", target)):
        if gap(profile):
            yield Unknown(code, component, side)


def _exchange_gaps(
    component: str,
    offering: str,
    offers: tuple[Item, ...],
    needing: str,
    needs: tuple[Item, ...],
) -> Iterator[Unknown]:
    """A direction is unknown without offers, or without needs, that have a topic."""
    if not any(item.topics for item in offers):
        yield Unknown("no_offers", component, offering)
    if not any(item.topics for item in needs):
        yield Unknown("no_needs", component, needing)


def _topic_gaps(
    source: ProfileInput, target: ProfileInput, space: TopicSpace
) -> Iterator[Unknown]:
    yield from _gaps("focus", "no_topics", lambda p: not p.topics, source, target)
    mine, theirs = scheme_mask(source.topics, space), scheme_mask(target.topics, space)
    if mine and theirs and not mine & theirs:
        yield Unknown("no_common_scheme", "focus", "both")


def _strength_gaps(
    source: ProfileInput,
    target: ProfileInput,
    topics: TopicSpace,
    regions: RegionSpace,
) -> Iterator[Unknown]:
    shared = set(source.topics) & set(target.topics)
    shared = {topic for topic in shared if topics.schemes[topic] == ECONOMIC}
    if not shared:
        yield Unknown("no_shared_activity", "strength", "both")
        return
    places = (source.region, target.region)
    if all(strength_of(regions, r, t) is None for r in places for t in shared):
        yield Unknown("no_figures", "strength", "both")
