"""Why a partner is not in a list: its place, what it lacks, and what would change that.

Every score and rank here is computed by scoring the changed profile against the whole
register. Nothing is guessed, and nothing is stored.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings

from matching.features import (
    Change,
    Index,
    ProfileInput,
    Standing,
    component_names,
    index_and_profiles,
    limit_of,
    standings_of,
)
from regions.models import Stage

# The part of a list that a reader looks at first, and that a pair is compared with.
FIRST = 20
# Acts of each sort that are shown: the best ones.
MOST_ACTS = {
    "add_topic": 3,
    "add_need": 2,
    "add_offer": 2,
    "add_stage": 1,
    "confirm": 1,
}
FRESH_MONTHS = 12
# A gain of less than this many points is not worth doing something.
LEAST_GAIN = 0.05


@dataclass(frozen=True)
class Act:
    """Something that one side could state, and what the pair's score and rank become.

    `side` is "you" for the profile whose list it is, else "they". `subjects` are the
    topic, the kind and topic, or the stage.
    """

    side: str
    code: str
    subjects: tuple[str, ...]
    change: Change
    score: float
    rank: int | None


@dataclass(frozen=True)
class Limit:
    """What an unknown component could bring at best.

    `needed` is the share of it that reaches the end of the list, None if all of it does
    not.
    """

    component: str
    score: float
    needed: float | None


@dataclass(frozen=True)
class WhyNot:
    """The answer for one pair. Points are those of the pair and the first of the list.

    `rank` is None where the two have nothing in common. `last_score` is that of the
    last partner that the list has room for.
    """

    rank: int | None
    number: int
    kept: int
    score: float
    last_score: float
    compared: int
    points: Mapping[str, float]
    average: Mapping[str, float]
    lost_by: str
    acts: tuple[Act, ...]
    limits: tuple[Limit, ...]

    def enters(self, act: Act) -> bool:
        """Whether an act brings the partner into the list."""
        return act.rank is not None and act.rank <= self.kept

    @property
    def has_room(self) -> bool:
        """Whether the partner is among those that the list keeps, as things are now."""
        return self.rank is not None and self.rank <= self.kept


def why_not(
    profile_id: int,
    partner_id: int,
    weights: Mapping[str, Any],
    unknown: Iterable[str],
) -> WhyNot | None:
    """Say where a partner stands for a profile, and what would change it.

    `unknown` names the components that are not known of the pair. None if one of the
    two is not matched, or if they can never be partners. Reads six queries beside the
    kept index, which must be at hand (`features.can_score_now`).
    """
    index, sides = index_and_profiles((profile_id, partner_id))
    if len(sides) < 2:
        return None
    mine, theirs = sides[profile_id], sides[partner_id]
    own = _possible(mine, theirs)
    standing, *after = standings_of(index, mine, [Change(), *_changes(own)], weights)
    column = standing.column(partner_id)
    if column is None or not standing.eligible[column]:
        return None
    other = _possible(theirs, mine)
    there = standings_of(index, theirs, _changes(other), weights)
    pair = _Pair(index, mine, theirs, standing, weights)
    answer = pair.compared()
    acts = [*pair.own_acts(own, after), *pair.their_acts(other, there)]
    acts = pair.worthwhile(acts)
    limits = [
        Limit(name, *limit_of(standing, partner_id, name, answer.last_score, weights))
        for name in unknown
    ]
    acts += pair.together(acts)
    return replace(answer, acts=tuple(acts), limits=tuple(limits))


Possible = list[tuple[str, tuple[str, ...], Change]]


@dataclass(frozen=True)
class _Pair:
    """Both sides as they are, and the reader's row before anything is changed."""

    index: Index
    mine: ProfileInput
    theirs: ProfileInput
    standing: Standing
    weights: Mapping[str, Any]

    def compared(self) -> WhyNot:
        """The place of the partner, and its points beside the first in the list."""
        names, row, key = component_names(), self.standing, self.theirs.key
        listed = row.best[: settings.MATCHES_PER_PROFILE]
        first = [one for one in listed if one != key][:FIRST]
        points = dict(zip(names, row.points_of([key]).tolist(), strict=True))
        average = dict.fromkeys(names, 0.0)
        if first:
            average = dict(zip(names, row.points_of(first).tolist(), strict=True))
        return WhyNot(
            rank=row.place(key),
            number=len(row.best),
            kept=settings.MATCHES_PER_PROFILE,
            score=row.score(key),
            last_score=row.score(listed[-1]) if listed else 0.0,
            compared=len(first),
            points=points,
            average=average,
            lost_by=min(names, key=lambda name: points[name] - average[name]),
            acts=(),
            limits=(),
        )

    def own_acts(self, possible: Possible, after: Sequence[Standing]) -> Iterable[Act]:
        """The reader's acts: all of the list moves, so the rank is of the new row."""
        key = self.theirs.key
        for (code, subjects, change), row in zip(possible, after, strict=True):
            yield Act("you", code, subjects, change, row.score(key), row.place(key))

    def their_acts(
        self, possible: Possible, after: Sequence[Standing]
    ) -> Iterable[Act]:
        """The partner's acts: the others stay where they are in the reader's list."""
        for (code, subjects, change), row in zip(possible, after, strict=True):
            score = row.score(self.mine.key)
            rank = self.standing.place(self.theirs.key, score)
            yield Act("they", code, subjects, change, score, rank)

    def worthwhile(self, acts: Iterable[Act]) -> list[Act]:
        """The acts that raise the score, of each side the best of each sort."""
        least = self.standing.score(self.theirs.key) + LEAST_GAIN
        useful = [act for act in acts if act.score >= least]
        return [*_best_of(useful, "you"), *_best_of(useful, "they")]

    def together(self, acts: Sequence[Act]) -> list[Act]:
        """All acts of a side at once, where none of them alone is enough."""
        kept, found = settings.MATCHES_PER_PROFILE, []
        for side, actor in (("you", self.mine), ("they", self.theirs)):
            own = [act for act in acts if act.side == side]
            if len(own) < 2 or any(act.rank and act.rank <= kept for act in own):
                continue
            change = sum((act.change for act in own), Change())
            after = standings_of(self.index, actor, [change], self.weights)
            all_of_it: Possible = [("all", (), change)]
            by_side = self.own_acts if side == "you" else self.their_acts
            found += by_side(all_of_it, after)
        return found


def _possible(actor: ProfileInput, other: ProfileInput) -> Possible:
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


def _changes(possible: Possible) -> list[Change]:
    return [change for _, _, change in possible]


def _best_of(acts: Sequence[Act], side: str) -> list[Act]:
    """The acts of one side that lead highest, some of each sort, the best first."""
    own = sorted((act for act in acts if act.side == side), key=_reached)
    found: list[Act] = []
    for code, most in MOST_ACTS.items():
        found += [act for act in own if act.code == code][:most]
    return sorted(found, key=_reached)


def _reached(act: Act) -> tuple[float, float]:
    return act.rank or float("inf"), -act.score
