"""A notice thirty days before, the end on the day after the last, files later."""

import datetime
from datetime import UTC

import pytest
import time_machine
from django.utils.formats import date_format

from matching.commitments import services
from matching.commitments.models import Commitment
from matching.commitments.queries import ladders_of
from matching.commitments.tasks import commitments
from matching.introductions import services as introductions
from portal.accounts.services import Proof
from portal.notices.models import Notice
from tests.commitments.story import LETTER, rows, state, told

pytestmark = pytest.mark.django_db
START = datetime.datetime(2027, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def day(number: int) -> datetime.datetime:
    return START + datetime.timedelta(days=number)


def until(number: int) -> datetime.date:
    return day(number).date()


def test_everything_happens_on_its_day_and_once(clock, met):
    state(met, valid_until=until(90))
    before = len(told())
    happened = []
    for number in (59, 60, 61, 90, 91, 92):
        clock.move_to(day(number))
        for _ in range(2):
            seen = len(told())
            commitments()
            happened += [(number, *one) for one in told()[seen:]]
    assert happened == [(60, "asker", "ending"), (91, "asker", "expired")]
    assert before == 1
    assert Commitment.objects.get().expired_at == day(91)


@pytest.mark.parametrize("days", [5, 29])
def test_short_step_is_not_announced_as_ending(clock, met, days):
    state(met, valid_until=until(days))
    clock.move_to(day(1))
    assert services.remind_due() == 0
    clock.move_to(day(days + 1))
    assert (services.remind_due(), services.expire_due()) == (0, 1)


def test_step_past_its_day_does_not_hold_though_the_clock_is_late(clock, met):
    state(met, valid_until=until(40))
    clock.move_to(day(40))
    assert ladders_of(met.asker, met.profile, met.partner).own.step == 1
    clock.move_to(day(41))
    assert ladders_of(met.asker, met.profile, met.partner).own is None
    state(met)
    assert rows() == [("here", 1, "expired"), ("here", 1, "")]
    assert services.expire_due() == 0


def test_what_is_withdrawn_or_stated_anew_has_no_clock(clock, met):
    services.withdraw_step(by=met.asker, commitment=state(met))
    state(met, **LETTER, valid_until=until(60))
    state(met, **LETTER, valid_until=until(200))
    before = told()
    clock.move_to(day(100))
    assert (services.expire_due(), services.remind_due()) == (0, 0)
    assert told() == before


def test_it_expires_in_silence_between_two_that_no_longer_meet(clock, met):
    state(met)
    introductions.take_back_consent(by=met.answerer, introduction=met.introduction)
    before = told()
    clock.move_to(day(91))
    assert services.expire_due() == 1
    assert told() == before


def test_notices_say_which_step_and_lead_to_it(clock, met):
    state(met, **LETTER, valid_until=until(90))
    clock.move_to(day(60))
    services.remind_due()
    clock.move_to(day(91))
    services.expire_due()
    from portal.notices.kinds import kind_named  # noqa: PLC0415

    last = date_format(until(90))
    found = Notice.objects.filter(kind__startswith="commitment").order_by("pk")
    assert [kind_named(one.kind).words(one.facts).title for one in found] == [
        "“Batteries” (Region ES51) states: letter signed",
        f"“letter signed” towards “Wood hub” (Region FI1C) ends on {last}",
        "“letter signed” towards “Wood hub” (Region FI1C) has expired",
    ]
    page = f"{met.introduction.get_absolute_url()}#commitments"
    assert {one.path for one in found} == {page}


def test_file_goes_half_a_year_after_the_step_has_ended(clock, met):
    file = Proof("letter.pdf", b"%PDF-1.4 signed")
    one = state(met, step=4, file=file)
    services.withdraw_step(by=met.asker, commitment=one)
    state(met, step=5, file=file)
    clock.move_to(day(182))
    assert services.delete_old_files() == 0
    clock.move_to(day(184))
    assert (services.delete_old_files(), services.delete_old_files()) == (1, 0)
    one.refresh_from_db()
    assert (one.file, one.file_name) == (None, "letter.pdf")
