"""Reasons from what one side has and the other lacks: offers, needs and stages."""

from collections.abc import Iterator

from matching.engine.chain import stage_mask
from matching.engine.constants import STAGES
from matching.engine.exchange import supply, worth
from matching.engine.results import Reason
from matching.engine.spaces import TopicSpace
from matching.engine.types import Item, ProfileInput


def exchange_reasons(
    source: ProfileInput, target: ProfileInput, space: TopicSpace
) -> Iterator[Reason]:
    """One reason for each offer that meets a need, in both directions, best first."""
    yield from _met(target.offers, source.needs, space, "receive", "they")
    yield from _met(source.offers, target.needs, space, "give", "you")


def _met(
    offers: tuple[Item, ...],
    needs: tuple[Item, ...],
    space: TopicSpace,
    component: str,
    side: str,
) -> Iterator[Reason]:
    found = []
    for offer in offers:
        given = supply((offer,), space)
        values = {need.key: worth(given, need, space) for need in needs}
        met = sorted((-value, key) for key, value in values.items() if value)
        if met:
            whole = sum(value for value, _ in met)
            found.append((whole, offer.key, tuple(key for _, key in met)))
    for _, key, keys in sorted(found):
        yield Reason("offer_meets_need", component, side, "offers", (key, *keys))


def chain_reasons(source: ProfileInput, target: ProfileInput) -> Iterator[Reason]:
    """The stages one side has and the other lacks, where both state some."""
    mine, theirs = stage_mask(source.stages), stage_mask(target.stages)
    if not mine or not theirs:
        return
    for side, having, lacking in (("they", theirs, mine), ("you", mine, theirs)):
        bits = having & ~lacking
        stages = tuple(name for bit, name in enumerate(STAGES) if bits >> bit & 1)
        if stages:
            yield Reason("covers_stage", "chain", side, "stages", stages)
