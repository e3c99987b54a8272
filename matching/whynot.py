"""Why a partner is not in a list: its place, what it lacks, and what would change that.

Every score and rank here is computed by scoring the changed profile against the whole
register. Nothing is guessed, and nothing is stored.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from django.conf import settings

from matching.acts import Act, Possible, best_of, changes_of, possible_acts
from matching.features import (
    Change,
    Index,
    ProfileInput,
    Standing,
    component_names,
    index_and_profiles,
    limit_of,
    listed,
    standings_of,
    stored_score,
)
from matching.ordering import shown_order

# The part of a list that a reader looks at first, and that a pair is compared with.
FIRST = 20
NO_BONUSES: Mapping[int, int] = MappingProxyType({})
# A gain of less than this many points is not worth doing something.
LEAST_GAIN = 0.05


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
    bonuses: Mapping[int, int] = NO_BONUSES,
) -> WhyNot | None:
    """Say where a partner stands for a profile, and what would change it.

    `unknown` names the components that are not known of the pair, `bonuses` are those
    of the fair order (hundredths by partner), which places within the list follow. None
    if one of the two is not matched, or if they can never be partners. Reads six
    queries beside the kept index, which must be at hand (`features.can_score_now`).
    """
    index, sides = index_and_profiles((profile_id, partner_id))
    if len(sides) < 2:
        return None
    mine, theirs = sides[profile_id], sides[partner_id]
    own = possible_acts(mine, theirs)
    standing, *after = standings_of(index, mine, [Change(), *changes_of(own)], weights)
    column = standing.column(partner_id)
    if column is None or not standing.eligible[column]:
        return None
    other = possible_acts(theirs, mine)
    there = standings_of(index, theirs, changes_of(other), weights)
    pair = _Pair(index, mine, theirs, standing, weights, bonuses)
    answer = pair.compared()
    acts = [*pair.own_acts(own, after), *pair.their_acts(other, there)]
    acts = pair.worthwhile(acts)
    limits = [
        Limit(name, *limit_of(standing, partner_id, name, answer.last_score, weights))
        for name in unknown
    ]
    acts += pair.together(acts)
    return replace(answer, acts=tuple(acts), limits=tuple(limits))


@dataclass(frozen=True)
class _Pair:
    """Both sides as they are, and the reader's row before anything is changed."""

    index: Index
    mine: ProfileInput
    theirs: ProfileInput
    standing: Standing
    weights: Mapping[str, Any]
    bonuses: Mapping[int, int]

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
            rows = listed(row, settings.MATCHES_PER_PROFILE)
            rank = self._shown(rows) or row.place(key)
            yield Act("you", code, subjects, change, row.score(key), rank)

    def their_acts(
        self, possible: Possible, after: Sequence[Standing]
    ) -> Iterable[Act]:
        """The partner's acts: the others stay where they are in the reader's list."""
        for (code, subjects, change), row in zip(possible, after, strict=True):
            score = row.score(self.mine.key)
            rank = self.standing.place(self.theirs.key, score)
            rank = self._shown(self._with_partner(rank, row)) or rank
            yield Act("they", code, subjects, change, score, rank)

    def _with_partner(self, rank: int | None, row: Standing) -> list[tuple[int, int]]:
        """The present list with the partner at this rank, if that is within it."""
        kept, key = settings.MATCHES_PER_PROFILE, self.theirs.key
        if rank is None or rank > kept:
            return []
        others = [one for one in listed(self.standing, kept + 1) if one[0] != key]
        partner = key, stored_score(row, self.mine.key)
        return [*others[: rank - 1], partner, *others[rank - 1 : kept - 1]]

    def _shown(self, rows: Sequence[tuple[int, int]]) -> int | None:
        """The partner's rank as readers see this list; None where it is not in it."""
        order = shown_order(rows, self.bonuses)
        key = self.theirs.key
        return order.index(key) + 1 if key in order else None

    def worthwhile(self, acts: Iterable[Act]) -> list[Act]:
        """The acts that raise the score, of each side the best of each sort."""
        least = self.standing.score(self.theirs.key) + LEAST_GAIN
        useful = [act for act in acts if act.score >= least]
        return [*best_of(useful, "you"), *best_of(useful, "they")]

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
