"""A mixed-integer programme: which partners to choose, under linear demands.

One binary x_i per partner. Everything else is continuous: a place is used as far as
somebody of it is chosen, u ≤ sum of x and u ≤ 1, and one partner leads, c_i ≤ x_i. All
demands and rewards push these upwards, so that they are whole whenever x is.
"""

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
    _used: dict[tuple[int, ...], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for _partner in self.partners:
            self.column()
        self.leads = set(range(len(self.partners)))

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
        self.row(dict.fromkeys(members, 1.0), high=n)

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
        self.row(self._share(members, share - SHARE_SLACK), low=0.0)

    def share_at_most(self, members: Iterable[int], share: float) -> None:
        self.row(self._share(members, share + SHARE_SLACK), high=0.0)

    def _share(self, members: Iterable[int], share: float) -> dict[int, float]:
        """Who counts, less that share of all who are chosen."""
        entries = dict.fromkeys(range(len(self.partners)), -share)
        for index in members:
            entries[index] += 1.0
        return entries

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
            self.row({column: 1.0, index: -1.0}, high=0.0)
        self.row(dict.fromkeys(columns.values(), 1.0), low=1.0, high=1.0)
