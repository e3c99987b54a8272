"""What either side of a pair could state so that it fits the other better."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from matching.features import Change, ProfileInput
from regions.models import Stage

# Acts of each sort that are shown: the best ones.
MOST_ACTS = {
    "add_topic": 3,
    "add_need": 2,
    "add_offer": 2,
    "add_stage": 1,
    "confirm": 1,
}
FRESH_MONTHS = 12

# The code and the subjects of an act, and what it changes.
Possible = list[tuple[str, tuple[str, ...], Change]]


@dataclass(frozen=True)
class Act:
    """Something that one side could state, and what the pair's score and rank become.

    `side` is "you" for the profile whose list it is, else "they". `subjects` are the
    topic, the kind and topic, or the stage. `rank` is that of the list as readers see
    it, and beyond its end that by score.
    """

    side: str
    code: str
    subjects: tuple[str, ...]
    change: Change
    score: float
    rank: int | None


def possible_acts(actor: ProfileInput, other: ProfileInput) -> Possible:
    """What one side could state so that it fits the other better, one thing each."""
    found: Possible = [
        ("add_topic", (topic,), Change(topics=(topic,)))
        for topic in other.topics
        if topic not in actor.topics
    ]
    for kind, topic in _pairs(other.offers):
        found.append(("add_need", (kind, topic), Change(needs=((kind, topic),))))
    for kind, topic in _pairs(other.needs):
        found.append(("add_offer", (kind, topic), Change(offers=((kind, topic),))))
    for stage in Stage.values:
        if stage not in actor.stages:
            found.append(("add_stage", (stage,), Change(stages=(stage,))))
    if actor.confidence != "confirmed" or _is_old(actor.months_unconfirmed):
        found.append(("confirm", (), Change(confirmed=True)))
    return found


def _is_old(months: int | None) -> bool:
    return months is not None and months > FRESH_MONTHS


def _pairs(items: Iterable[Any]) -> list[tuple[str, str]]:
    """The kinds and topics of offers or needs, each once."""
    pairs = [(item.kind, topic) for item in items for topic in item.topics]
    return list(dict.fromkeys(pairs))


def changes_of(possible: Possible) -> list[Change]:
    return [change for _, _, change in possible]


def best_of(acts: Sequence[Act], side: str) -> list[Act]:
    """The acts of one side that lead highest, some of each sort, the best first."""
    own = sorted((act for act in acts if act.side == side), key=_reached)
    found: list[Act] = []
    for code, most in MOST_ACTS.items():
        found += [act for act in own if act.code == code][:most]
    return sorted(found, key=_reached)


def _reached(act: Act) -> tuple[float, float]:
    return act.rank or float("inf"), -act.score
