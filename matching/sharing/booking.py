"""Whether a time at a facility is still free: pure, so that tests can ask it all.

Three rules, of which each holds only where the owners have said what it needs:
windows (every day lies in a free window), users at once (on no day more than so many;
one where neither users nor hours are stated) and hours a month (hours spread evenly
over the days of each use, summed by calendar month).
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

DAY = datetime.timedelta(days=1)
Span = tuple[datetime.date, datetime.date]


@dataclass(frozen=True)
class Booking:
    """From the first to the last day, both included; 0 hours where none are said."""

    first: datetime.date
    last: datetime.date
    hours: int = 0

    def days(self) -> Iterator[datetime.date]:
        for number in range((self.last - self.first).days + 1):
            yield self.first + number * DAY


@dataclass(frozen=True)
class Capacity:
    """What the owners have said; None and no windows where they have not."""

    hours_a_month: int | None = None
    users_at_once: int | None = None
    windows: Sequence[Span] = ()

    @property
    def places(self) -> int | None:
        """How many may use it on one day; None where only hours are counted."""
        if self.users_at_once is None and self.hours_a_month is None:
            return 1
        return self.users_at_once


@dataclass(frozen=True)
class Clash:
    """Which rule forbids it ("window", "users", "hours"), and the first such day."""

    rule: str
    day: datetime.date


def first_clash(
    new: Booking, others: Iterable[Booking], capacity: Capacity
) -> Clash | None:
    """The first rule that forbids a new booking beside the others, or None."""
    present = [one for one in others if one.last >= _month_of(new.first)]
    return (
        _outside(new, capacity.windows)
        or _too_many_users(new, present, capacity.places)
        or _too_many_hours(new, present, capacity.hours_a_month)
    )


def _outside(new: Booking, windows: Sequence[Span]) -> Clash | None:
    if not windows:
        return None
    day = new.first
    for first, last in sorted(windows):
        if first <= day <= last:
            day = last + DAY
    return None if day > new.last else Clash("window", day)


def _too_many_users(
    new: Booking, others: Sequence[Booking], places: int | None
) -> Clash | None:
    if places is None:
        return None
    beside = [one for one in others if one.first <= new.last and new.first <= one.last]
    for day in new.days():
        if sum(one.first <= day <= one.last for one in beside) >= places:
            return Clash("users", day)
    return None


def _too_many_hours(
    new: Booking, others: Sequence[Booking], most: int | None
) -> Clash | None:
    if most is None:
        return None
    own = hours_by_month([new])
    taken = hours_by_month(others)
    for month in sorted(own):
        if own[month] + taken[month] > most:
            return Clash("hours", max(month, new.first))
    return None


def hours_by_month(bookings: Iterable[Booking]) -> "Counter[datetime.date]":
    """Hours by the first day of each month, as exact fractions."""
    found: Counter = Counter()
    for one in bookings:
        days = (one.last - one.first).days + 1
        first = one.first
        while first <= one.last:
            last = min(one.last, _next_month(first) - DAY)
            share = Fraction(one.hours * ((last - first).days + 1), days)
            found[_month_of(first)] += share
            first = last + DAY
    return found


def _month_of(day: datetime.date) -> datetime.date:
    return day.replace(day=1)


def _next_month(day: datetime.date) -> datetime.date:
    return _month_of(_month_of(day) + 31 * DAY)
