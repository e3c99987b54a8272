"""What may be said of others' results: pure rules, explained in docs/assessments.md.

- Never fewer than five others whose result the reader cannot know otherwise.
- Only what was complete on a publishing day, so that nobody sees one set arrive. A
  publishing day is a month's end by which three others or more, whom the reader cannot
  know, have completed a set since the publishing day before.
- Medians are rounded to five points. No least, no greatest, no exact number.
"""

import datetime
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

LEAST_OTHERS = 5
LEAST_NEWCOMERS = 3
GRID = 5


@dataclass(frozen=True)
class OtherScore:
    """A score of somebody else; `is_known` if the reader may know it otherwise."""

    value: int
    is_known: bool = False


def month_after(day: datetime.date) -> datetime.date:
    """The first day of the next month."""
    return (day.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)


@dataclass(frozen=True)
class Completed:
    """Whose set was completed on which day, and since when everybody may know it."""

    key: Hashable
    day: datetime.date
    known_since: datetime.date | None = None

    def is_unknown_by(self, end: datetime.date) -> bool:
        return self.known_since is None or self.known_since >= end


def publishing_day(
    completed: Iterable[Completed], today: datetime.date
) -> datetime.date | None:
    """The last publishing day before today, as the first day that does not count.

    Who is known by then does not make one of three: the others' step would be seen.
    """
    this_month = today.replace(day=1)
    past = sorted((one for one in completed if one.day < this_month), key=_end_of)
    found, waiting = None, list[Completed]()
    for end, rows in groupby(past, key=_end_of):
        waiting += rows
        if len({one.key for one in waiting if one.is_unknown_by(end)}) >= (
            LEAST_NEWCOMERS
        ):
            found, waiting = end, []
    return found


def _end_of(one: Completed) -> datetime.date:
    return month_after(one.day)


def may_be_told(others: Sequence[OtherScore]) -> bool:
    """Whether a median of these tells nothing of a single one."""
    return sum(not one.is_known for one in others) >= LEAST_OTHERS


def told_median(others: Sequence[OtherScore]) -> int | None:
    """The median on the grid, or None where there are too few."""
    if not may_be_told(others):
        return None
    exact = median(one.value for one in others)
    return int((exact + GRID / 2) // GRID) * GRID
