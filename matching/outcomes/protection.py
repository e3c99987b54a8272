"""Small numbers are not told: one pair must not be recognised in a table.

Cells of 1 to 4 are told as "fewer than 5". Where the total of their column, or the
bounds that this sets, would still give one of them away, further cells are left out,
the smallest first; where that does not help, the whole column is. docs/outcomes.md
explains the rule and its limits.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

LEAST = 5
FEW, HIDDEN = "few", "hidden"
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Figure:
    """A number that is told, or why it is not: `mark` is "", "few" or "hidden"."""

    value: int | None
    mark: str = ""

    @property
    def is_told(self) -> bool:
        return self.value is not None


def protect(cells: Mapping[K, int], total: Figure) -> dict[K, Figure]:
    """What may be told of the cells of one column whose total stands beside them.

    A total that is itself not told is not divided any further.
    """
    if not total.is_told:
        return dict.fromkeys(cells, Figure(None, HIDDEN))
    few = {key for key, value in cells.items() if 1 <= value < LEAST}
    larger = (key for key, value in cells.items() if value >= LEAST)
    candidates = sorted(larger, key=lambda key: cells[key])
    left_out: set[K] = set()
    while not _is_safe(cells, few, left_out):
        if not candidates:
            return dict.fromkeys(cells, Figure(None, HIDDEN))
        left_out.add(candidates.pop(0))
    return {key: _figure(value, key in left_out) for key, value in cells.items()}


def lone(number: int) -> Figure:
    """A number with no others beside it."""
    return _figure(number, False)


def _figure(value: int, is_left_out: bool) -> Figure:
    if is_left_out:
        return Figure(None, HIDDEN)
    return Figure(None, FEW) if 1 <= value < LEAST else Figure(value)


def _is_safe(cells: Mapping[K, int], few: set[K], left_out: set[K]) -> bool:
    """Whether the known sum of what is not told leaves each of it open.

    Of each few it is known that it is 1 to 4, of each left out that it is 5 or more.
    What the sum holds beyond these least values can then be spread in more than one
    way for every cell, unless nothing is left to spread, or the most that is possible.
    """
    if not few:
        return True
    spare = sum(cells[key] for key in few | left_out)
    spare -= len(few) + LEAST * len(left_out)
    if left_out:
        return spare > 0
    return len(few) > 1 and 0 < spare < (LEAST - 2) * len(few)
