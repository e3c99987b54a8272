"""Reminders at half time and two days before, and a polite end the day after."""

import datetime
from datetime import UTC

import pytest
import time_machine

from matching.introductions import services
from matching.introductions.models import Introduction
from matching.introductions.tasks import introductions
from portal.notices.models import Notice
from tests.introductions.story import ask, events, told

pytestmark = pytest.mark.django_db
START = datetime.datetime(2027, 3, 1, 9, tzinfo=UTC)
REMINDED = ("answerer", "introduction-reminder")
CLOSED = [("asker", "introduction-closed"), ("answerer", "introduction-closed")]


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def day(number: int) -> datetime.datetime:
    """So many days after the letter was written."""
    return START + datetime.timedelta(days=number)


@pytest.mark.parametrize(
    ("days", "reminders", "end"),
    [(7, [4, 5], 8), (14, [7, 12], 15), (30, [15, 28], 31)],
)
def test_everything_happens_on_its_day_and_once(clock, sides, days, reminders, end):
    ask(sides, reply_by=(START + datetime.timedelta(days=days)).date())
    happened = []
    for number in range(days + 4):
        clock.move_to(day(number))
        for _ in range(2):
            before = len(told())
            introductions()
            happened += [(number, one) for one in told()[before:]]
    assert happened == [
        *((number, REMINDED) for number in reminders),
        *((end, one) for one in CLOSED),
    ]
    introduction = Introduction.objects.get()
    assert (introduction.state, introduction.reminders_sent) == ("expired", 2)
    assert introduction.ended_at == day(end)
    assert (introduction.answered_at, introduction.answered_by) == (None, None)
    assert events() == [("introduced", ""), ("expired", "")]


def test_who_was_away_for_long_is_reminded_once(clock, sides):
    ask(sides)
    clock.move_to(day(13))
    assert (services.remind_due(), services.remind_due()) == (1, 0)


@pytest.mark.parametrize("name", ["accept", "decline", "withdraw"])
def test_what_is_answered_or_withdrawn_has_no_clock(clock, sides, name):
    introduction = ask(sides)
    by = sides.asker if name == "withdraw" else sides.answerer
    more = {"reason": "no_fit"} if name == "decline" else {}
    getattr(services, name)(by=by, introduction=introduction, **more)
    before = told()
    for number in (7, 12, 15, 40):
        clock.move_to(day(number))
        introductions()
    assert told() == before
    introduction.refresh_from_db()
    assert introduction.state != "expired"


def test_late_answer_counts_until_the_clock_has_closed_it(clock, sides):
    introduction = ask(sides)
    clock.move_to(day(16))
    services.accept(by=sides.answerer, introduction=introduction)
    assert services.expire_due() == 0
    assert Introduction.objects.get().state == "accepted"


def test_both_sides_are_told_in_their_own_words(clock, sides, mailbox):
    ask(sides)
    clock.move_to(day(15))
    services.expire_due()
    subjects = {mail.to[0]: mail.subject for mail in mailbox()[1:]}
    assert subjects == {
        "asker@example.org": "“Wood hub” (Region FI1C) has not answered in time",
        "answerer@example.org": (
            "Your answer to “Batteries” (Region ES51) is no longer awaited"
        ),
    }
    [again] = Notice.objects.filter(user=sides.asker).values_list("facts", flat=True)
    assert again["again"] == "2027-04-15"
