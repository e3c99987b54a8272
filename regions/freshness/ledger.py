"""The calendar of a record: which step it has reached at a date. No clock, no database.

All records are counted alike, from the day on which an owner last confirmed them, or,
if none ever did, from the day on which they came into the register. Months are those of
the calendar, days those of Brussels, so that each step falls on a day people can name.
"""

import calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

FIRST_AFTER, SECOND_AFTER, FADES_AFTER, LAPSES_AFTER = 10, 12, 13, 24  # months


class State(StrEnum):
    """What has become of a record, in the order of time."""

    FRESH = "fresh"
    FIRST = "first"
    SECOND = "second"
    FADING = "fading"
    LAPSED = "lapsed"


@dataclass(frozen=True)
class Calendar:
    """The days on which a record reaches each step, unless it is confirmed before."""

    counted_from: date
    first: date
    second: date
    fades: date
    lapses: date

    def state_on(self, day: date) -> State:
        """The last step that the record has reached on this day."""
        steps = (
            (self.lapses, State.LAPSED),
            (self.fades, State.FADING),
            (self.second, State.SECOND),
            (self.first, State.FIRST),
        )
        return next((state for since, state in steps if day >= since), State.FRESH)


def calendar_of(counted_from: date) -> Calendar:
    """The calendar of a record that was confirmed, or came in, on this day."""
    return Calendar(
        counted_from,
        first=months_after(counted_from, FIRST_AFTER),
        second=months_after(counted_from, SECOND_AFTER),
        fades=months_after(counted_from, FADES_AFTER),
        lapses=months_after(counted_from, LAPSES_AFTER),
    )


def months_after(day: date, months: int) -> date:
    """The same day so many months later (or earlier), or the last of a short month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, _length(year, month + 1)))


def months_between(earlier: date, later: date) -> int:
    """Whole months that have passed; 0 if none has, or `later` comes before."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    if months_after(earlier, months) > later:
        months -= 1
    return max(months, 0)


def last_day_due(today: date, months: int) -> date:
    """The latest day of which so many months have passed today.

    A record that is counted from this day or an earlier one has reached the step.
    """
    back = months_after(today.replace(day=1), -months)
    longest = _length(back.year, back.month)
    if today.day == _length(today.year, today.month):
        return back.replace(day=longest)
    return back.replace(day=min(today.day, longest))


def _length(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]
