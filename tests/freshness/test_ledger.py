"""The calendar of a record: steps, months of any length, and nothing twice."""

from datetime import date, timedelta

import pytest

from regions.freshness.ledger import (
    State,
    calendar_of,
    last_day_due,
    months_after,
    months_between,
)

CONFIRMED = date(2025, 1, 15)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2025, 1, 15), State.FRESH),
        (date(2025, 11, 14), State.FRESH),
        (date(2025, 11, 15), State.FIRST),
        (date(2026, 1, 14), State.FIRST),
        (date(2026, 1, 15), State.SECOND),
        (date(2026, 2, 14), State.SECOND),
        (date(2026, 2, 15), State.FADING),
        (date(2027, 1, 14), State.FADING),
        (date(2027, 1, 15), State.LAPSED),
        (date(2040, 1, 1), State.LAPSED),
    ],
)
def test_each_step_begins_on_its_day(day, state):
    assert calendar_of(CONFIRMED).state_on(day) == state


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2023, 1, 31), 13, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2025, 12, 31), 10, date(2026, 10, 31)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_a_short_month_ends_with_its_last_day(day, months, later):
    assert months_after(day, months) == later


def test_months_have_passed_from_the_day_on_which_they_end():
    assert months_between(date(2025, 1, 31), date(2025, 2, 27)) == 0
    assert months_between(date(2025, 1, 31), date(2025, 2, 28)) == 1
    assert months_between(date(2025, 1, 31), date(2025, 3, 30)) == 1
    assert months_between(date(2025, 1, 31), date(2026, 2, 28)) == 13
    assert months_between(date(2025, 5, 2), date(2025, 5, 1)) == 0


@pytest.mark.parametrize("months", [10, 12, 13, 24])
def test_what_is_due_is_exactly_what_has_reached_its_day(months):
    """For every day of four years, one of them a leap year."""
    first = date(2023, 1, 1)
    for today in (first + timedelta(days=n) for n in range(1461)):
        last = last_day_due(today, months)
        assert months_after(last, months) <= today
        assert months_after(last + timedelta(days=1), months) > today
        assert months_between(last, today) >= months
        assert months_between(last + timedelta(days=1), today) < months
