"""What may be said of others' results: pure rules, explained in docs/assessments.md.

- Never fewer than five others whose result the reader cannot know otherwise.
- Only what was complete on a publishing day, so that nobody sees one set arrive. A
  publishing day is a month's end by which three others or more have completed a set
  since the publishing day before.
- Medians are rounded to five points. No least, no greatest, no exact number.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median
from typing import TypeVar

LEAST_OTHERS = 5
LEAST_NEWCOMERS = 3
GRID = 5

Key = TypeVar("Key")


@dataclass(frozen=True)
class OtherScore:
    """A score of somebody else; `is_known` if the reader may know it otherwise."""

    value: int
    is_known: bool = False


def month_after(day: datetime.date) -> datetime.date:
    """The first day of the next month."""
    return (day.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)


def publishing_day(
    completed: Iterable[tuple[Key, datetime.date]], today: datetime.date
) -> datetime.date | None:
    """The last publishing day before today, as the first day that does not count.

    `completed` says which organisation completed a set on which day.
    """
    this_month = today.replace(day=1)
    past = sorted((month_after(day), key) for key, day in completed if day < this_month)
    found, waiting = None, set[Key]()
    for end, rows in groupby(past, key=lambda row: row[0]):
        waiting |= {key for _end, key in rows}
        if len(waiting) >= LEAST_NEWCOMERS:
            found, waiting = end, set()
    return found


def may_be_told(others: Sequence[OtherScore]) -> bool:
    """Whether a median of these tells nothing of a single one."""
    return sum(not one.is_known for one in others) >= LEAST_OTHERS


def told_median(others: Sequence[OtherScore]) -> int | None:
    """The median on the grid, or None where there are too few."""
    if not may_be_told(others):
        return None
    exact = median(one.value for one in others)
    return int((exact + GRID / 2) // GRID) * GRID
