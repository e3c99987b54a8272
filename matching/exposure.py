"""How often profiles are shown in the lists of others, and who comes first for it.

Pure: counts in, figures out. docs/ordering.md says the same in plain words.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntFlag

from matching.ordering import fair_order

POINT = 100
# The first places of a list: how many of them are counted.
NEAR, FAR = 10, 20
# What being new and where one is add to the bonus, as parts of the margin.
NEWCOMER_SHARE, REGION_SHARE = 0.25, 0.25


class Why(IntFlag):
    """Why a profile comes first within the margin."""

    SELDOM_SHOWN = 1
    NEWCOMER = 2
    LESS_DEVELOPED = 4
    OUTERMOST = 8

    @classmethod
    def codes(cls, value: int) -> list[str]:
        """The reasons in this number, as codes in lower case."""
        return [one.name.lower() for one in cls if value & one and one.name]


def bonus_share(shown: int, average: float, why: int) -> float:
    """Return the part of the margin, from 0 to 1, that a profile gets as its bonus.

    All of it if it is in nobody's first places, none if it is there as often as the
    average, in a straight line between; a quarter more for newcomers, a quarter more
    for less developed or outermost regions; never more than all.
    """
    share = max(0.0, 1 - shown / average) if average else 0.0
    if why & Why.NEWCOMER:
        share += NEWCOMER_SHARE
    if why & (Why.LESS_DEVELOPED | Why.OUTERMOST):
        share += REGION_SHARE
    return min(share, 1.0)


def gini(counts: Sequence[int]) -> float:
    """Return the Gini coefficient: 0 if all counts are equal, near 1 if one has all."""
    total, number = sum(counts), len(counts)
    if not total:
        return 0.0
    ranked = enumerate(sorted(counts), start=1)
    return 2 * sum(i * one for i, one in ranked) / (number * total) - 1 - 1 / number


def top_decile_share(counts: Sequence[int]) -> float:
    """Return which part of all counts the most frequent tenth holds (one at least)."""
    total = sum(counts)
    if not total:
        return 0.0
    most = max(1, round(len(counts) / 10))
    return sum(sorted(counts, reverse=True)[:most]) / total


@dataclass
class ShownCounts:
    """Counts how often each profile is among the first places, under one margin.

    `bonuses` and `traits` (bits of Why) are by profile; both know the same profiles.
    """

    bonuses: Mapping[int, int]
    traits: Mapping[int, int]

    def __post_init__(self) -> None:
        self.near = dict.fromkeys(self.bonuses, 0)
        self.far = dict.fromkeys(self.bonuses, 0)
        self.rows = self.moved = 0
        self.given_up = {NEAR: 0, FAR: 0}
        self.places = {NEAR: 0, FAR: 0}

    def add(self, partners: Sequence[int], scores: Sequence[int]) -> None:
        """Count one list, given best first; unknown partners do not count."""
        order = fair_order(scores, [self.bonuses.get(one, 0) for one in partners])
        self.rows += len(order)
        self.moved += sum(place != rank for rank, place in enumerate(order))
        for first, counts in ((NEAR, self.near), (FAR, self.far)):
            shown = order[:first]
            self.places[first] += len(shown)
            self.given_up[first] += sum(scores[: len(shown)])
            self.given_up[first] -= sum(scores[place] for place in shown)
            for place in shown:
                if partners[place] in counts:
                    counts[partners[place]] += 1

    def report(self) -> dict:
        """Concentration and its price, in the first ten and the first twenty places."""
        found: dict = {"moved": round(self.moved / self.rows, 4) if self.rows else 0.0}
        for first, counts in ((NEAR, self.near), (FAR, self.far)):
            shown = list(counts.values())
            lost = self.given_up[first] / (self.places[first] or 1) / POINT
            found[f"first{first}"] = {
                "gini": round(gini(shown), 4),
                "top_decile": round(top_decile_share(shown), 4),
                "never": shown.count(0),
                "given_up": round(lost, 4),
                "newcomers": self._part(counts, Why.NEWCOMER),
                "lagging": self._part(counts, Why.LESS_DEVELOPED | Why.OUTERMOST),
            }
        return found

    def _part(self, counts: Mapping[int, int], why: int) -> float:
        """Which part of all places goes to profiles with one of these traits."""
        total = sum(counts.values())
        theirs = sum(n for key, n in counts.items() if self.traits[key] & why)
        return round(theirs / total, 4) if total else 0.0


def count_shown(
    lists: Iterable[tuple[Sequence[int], Sequence[int]]],
    bonuses: Mapping[float, Mapping[int, int]],
    traits: Mapping[int, int],
) -> dict[float, ShownCounts]:
    """Count over all lists, once for each margin, reading each list once."""
    found = {margin: ShownCounts(of, traits) for margin, of in bonuses.items()}
    for partners, scores in lists:
        for counts in found.values():
            counts.add(partners, scores)
    return found
