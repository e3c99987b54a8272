"""How often profiles are shown in the lists of others, and who comes first for it.

Pure: counts in, figures out. docs/ordering.md says the same in plain words.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntFlag

import numpy as np

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


@dataclass(frozen=True)
class Lists:
    """Some lists, best first, as tables (lists, places): partners and their scores.

    Where a list is shorter than the longest one, both are -1.
    """

    partners: np.ndarray
    scores: np.ndarray

    @classmethod
    def from_rows(cls, rows: np.ndarray) -> "Lists":
        """From rows (m, 3) of profile, partner and score, in the order of the lists."""
        _, firsts, sizes = np.unique(rows[:, 0], return_index=True, return_counts=True)
        of = np.repeat(np.arange(len(sizes)), sizes)
        at = np.arange(len(rows)) - firsts[of]
        tables = np.full((2, len(sizes), sizes.max(initial=0)), -1)
        tables[:, of, at] = rows[:, 1:].T
        return cls(*tables)


class ShownCounts:
    """Counts how often each profile is among the first places, under one margin.

    `bonuses` and `traits` (bits of Why) are by profile; both know the same profiles.
    """

    def __init__(self, bonuses: Mapping[int, int], traits: Mapping[int, int]) -> None:
        self._keys = np.array(sorted(bonuses), dtype=np.int64)
        of_profiles = [(bonuses[key], traits[key]) for key in self._keys.tolist()]
        # Unknown partners come last: they have no bonus, and are counted for nobody.
        table = np.array([*of_profiles, (0, 0)], dtype=np.int64)
        self._bonuses, self._traits = table[:, 0], table[:-1, 1]
        self._counts = {first: np.zeros(len(table), np.int64) for first in (NEAR, FAR)}
        self._rows = self._moved = 0
        self._given_up = {NEAR: 0, FAR: 0}

    def add(self, lists: Lists) -> None:
        """Count some lists."""
        is_there = lists.partners >= 0
        places = self._places(lists.partners)
        order = fair_orders(lists.scores, self._bonuses[places] * is_there)
        self._rows += int(is_there.sum())
        self._moved += int((order != np.arange(order.shape[1])).sum())
        for first, counts in self._counts.items():
            shown = order[:, :first]
            wanted = np.take_along_axis(is_there, shown, axis=1)
            found = np.take_along_axis(places, shown, axis=1)[wanted]
            counts += np.bincount(found, minlength=len(counts))
            # What is missing has the same score, -1, before and after.
            after = np.take_along_axis(lists.scores, shown, axis=1)
            self._given_up[first] += int(lists.scores[:, :first].sum() - after.sum())

    def shown(self, first: int) -> dict[int, int]:
        """In how many lists each profile is among so many first places."""
        counts = self._counts[first][:-1].tolist()
        return dict(zip(self._keys.tolist(), counts, strict=True))

    def _places(self, partners: np.ndarray) -> np.ndarray:
        """Where the profiles stand in the tables; the last place for an unknown one."""
        found = np.searchsorted(self._keys, partners)
        keys = np.append(self._keys, -1)
        return np.where(keys[found] == partners, found, len(self._keys))

    def report(self) -> dict:
        """Concentration and its price, in the first ten and the first twenty places."""
        rows = self._rows or 1
        found: dict = {"moved": round(self._moved / rows, 4)}
        for first, counts in self._counts.items():
            shown = counts[:-1].tolist()
            lost = self._given_up[first] / (int(counts.sum()) or 1) / POINT
            found[f"first{first}"] = {
                "gini": round(gini(shown), 4),
                "top_decile": round(top_decile_share(shown), 4),
                "never": shown.count(0),
                "given_up": round(lost, 4),
                "newcomers": self._part(counts[:-1], Why.NEWCOMER),
                "lagging": self._part(counts[:-1], Why.LESS_DEVELOPED | Why.OUTERMOST),
            }
        return found

    def _part(self, counts: np.ndarray, why: int) -> float:
        """Which part of all places goes to profiles with one of these traits."""
        theirs = int(counts[(self._traits & why) > 0].sum())
        return round(theirs / (int(counts.sum()) or 1), 4)


def fair_orders(scores: np.ndarray, bonuses: np.ndarray) -> np.ndarray:
    """`ordering.fair_order` of each row of these tables; what is missing stays last."""
    level = np.minimum.accumulate(scores, axis=1)
    return np.argsort(-level - bonuses, axis=1, kind="stable")


def count_shown(
    lists: Iterable[Lists],
    bonuses: Mapping[float, Mapping[int, int]],
    traits: Mapping[int, int],
) -> dict[float, ShownCounts]:
    """Count over all lists, once for each margin, reading each list once."""
    found = {margin: ShownCounts(of, traits) for margin, of in bonuses.items()}
    for some in lists:
        for counts in found.values():
            counts.add(some)
    return found
