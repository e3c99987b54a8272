"""A mixed-integer programme: which partners to choose, under linear demands.

One binary x_i per partner. Everything else is continuous: a place is used as far as
somebody of it is chosen, u ≤ sum of x and u ≤ 1, and one partner leads, c_i ≤ x_i. All
demands and rewards push these upwards, so that they are whole whenever x is.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from matching.composition.findings import SHARE_SLACK
from matching.composition.types import Partner

INFINITY = float("inf")


@dataclass
class Programme:
    """Columns and rows; the first columns are the partners, in their order."""

    partners: tuple[Partner, ...]
    cost: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    rows: list[tuple[float, float, dict[int, float]]] = field(default_factory=list)
    leads: set[int] = field(default_factory=set)
    held: list[tuple[tuple[int, ...], float]] = field(default_factory=list)
    most: int = 0
    _total: int | None = None
    _lead_rows: dict[int, float] = field(default_factory=dict)
    _used: dict[tuple[int, ...], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for _partner in self.partners:
            self.column()
        self.leads = set(range(len(self.partners)))
        self.most = len(self.partners)

    def column(self, upper: float = 1.0, reward: float = 0.0) -> int:
        """A new variable from 0 to `upper`, and what one of it is worth."""
        self.cost.append(reward)
        self.lower.append(0.0)
        self.upper.append(upper)
        return len(self.cost) - 1

    def row(
        self,
        entries: Mapping[int, float],
        low: float = -INFINITY,
        high: float = INFINITY,
    ) -> None:
        """low ≤ sum of the entries ≤ high."""
        self.rows.append((low, high, dict(entries)))

    def used(self, members: Iterable[int]) -> int:
        """The variable that is 1 only if one of the members is chosen."""
        group = tuple(sorted(set(members)))
        if len(group) == 1:
            return group[0]
        if group not in self._used:
            column = self.column()
            self.row({column: 1.0, **dict.fromkeys(group, -1.0)}, high=0.0)
            self._used[group] = column
        return self._used[group]

    def at_least(self, members: Iterable[int], n: int) -> None:
        self.row(dict.fromkeys(members, 1.0), low=n)

    def at_most(self, members: Iterable[int], n: int) -> None:
        entries = dict.fromkeys(members, 1.0)
        if len(entries) == len(self.partners):
            self.most = min(self.most, n)
        self.row(entries, high=n)

    def at_least_distinct(self, groups: Mapping[str, Iterable[int]], n: int) -> None:
        if n == 1:
            self.at_least({index for group in groups.values() for index in group}, 1)
            return
        entries: dict[int, float] = {}
        for group in groups.values():
            members = tuple(group)
            if members:
                column = self.used(members)
                entries[column] = entries.get(column, 0.0) + 1.0
        self.row(entries, low=n)

    def share_at_least(self, members: Iterable[int], share: float) -> None:
        inside = set(members)
        others = (i for i in range(len(self.partners)) if i not in inside)
        self.share_at_most(others, 1.0 - share)

    def share_at_most(self, members: Iterable[int], share: float) -> None:
        entries = dict.fromkeys(members, 1.0)
        self.held.append((tuple(entries), share + SHARE_SLACK))
        self.row({**entries, self.total(): -share - SHARE_SLACK}, high=0.0)

    def total(self) -> int:
        """The variable that is how many are chosen."""
        if self._total is None:
            everybody = range(len(self.partners))
            self._total = self.column(upper=len(self.partners))
            self.row({**dict.fromkeys(everybody, 1.0), self._total: -1.0}, 0.0, 0.0)
        return self._total

    def tighten(self) -> None:
        """Say again, in whole numbers, what the shares mean for the largest size."""
        if self.most < len(self.partners):
            for members, share in self.held:
                self.at_most(members, math.floor(share * self.most))

    def forbid(self, members: Iterable[int]) -> None:
        for index in members:
            self.upper[index] = 0.0

    def pin(self, index: int) -> None:
        self.lower[index] = 1.0

    def lead_among(self, members: Iterable[int]) -> None:
        self.leads &= set(members)

    def lead(self, rewards: Sequence[float] | None = None) -> None:
        """Demand that one of those who may lead is chosen; a reward for who leads."""
        leads = sorted(self.leads)
        if rewards is None:
            self.at_least(leads, 1)
            return
        columns = {index: self.column(reward=rewards[index]) for index in leads}
        for index, column in columns.items():
            self._lead_rows[len(self.rows)] = rewards[index]
            self.row({column: 1.0, index: -1.0}, high=0.0)
        self.row(dict.fromkeys(columns.values(), 1.0), low=1.0, high=1.0)

    def prefer_first(self) -> None:
        """Of partners whom the programme cannot tell apart, take the first ones."""
        seen: list[list[tuple[int, float]]] = [
            [(-1, self.cost[i]), (-2, self.lower[i]), (-3, self.upper[i])]
            for i in range(len(self.partners))
        ]
        for place, (_low, _high, entries) in enumerate(self.rows):
            # Everybody leads by a row of their own; it counts by what it is worth.
            is_lead = place in self._lead_rows
            key = (-4, self._lead_rows[place]) if is_lead else None
            for column, value in entries.items():
                if column < len(self.partners):
                    seen[column].append(key or (place, value))
        last: dict[tuple[tuple[int, float], ...], int] = {}
        for index, entries_of in enumerate(seen):
            alike = tuple(entries_of)
            if alike in last:
                self.row({index: 1.0, last[alike]: -1.0}, high=0.0)
            last[alike] = index
