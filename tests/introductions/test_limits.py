"""Limits against mass mailing, and when one may ask again."""

import datetime
from datetime import UTC

import pytest
import time_machine

from matching.introductions import services
from matching.introductions.limits import TooMany
from matching.introductions.models import Introduction
from portal.accounts.models import Mandate
from tests import factories
from tests.introductions.story import ask, make_member

pytestmark = pytest.mark.django_db
START = datetime.datetime(2027, 3, 1, 9, tzinfo=UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def partners(sides):
    """So many clusters abroad as one asks for, all of one manager."""
    manager = make_member("manager", "owner", "SE11")

    def made(number: int):
        rows = [factories.make_cluster("SE11") for _ in range(number)]
        for one in rows:
            Mandate.objects.create(user=manager, cluster=one, role="owner")
        return rows

    return made


def test_sixth_letter_of_a_day_has_to_wait_until_the_first_is_a_day_old(
    clock, sides, partners
):
    *five, sixth = partners(6)
    for one in five:
        ask(sides, partner=one)
        clock.shift(datetime.timedelta(hours=1))
    with pytest.raises(TooMany, match="5 introductions a day at most") as refused:
        ask(sides, partner=sixth)
    assert "2 March 2027, 10:00" in str(refused.value)
    assert Introduction.objects.count() == 5
    clock.move_to(START + DAY)
    assert ask(sides, partner=sixth).state == "asked"


def test_another_profile_has_a_day_of_its_own(clock, sides, partners):
    *five, sixth = partners(6)
    for one in five:
        ask(sides, partner=one)
    other = factories.make_priority("ES51")
    assert ask(sides, profile=other, partner=sixth).state == "asked"


def test_ten_that_wait_are_enough_until_one_is_answered(clock, sides, partners):
    *ten, last = partners(11)
    first, *_ = [ask(sides, partner=one) for one in ten[:5]]
    clock.shift(2 * DAY)
    for one in ten[5:]:
        ask(sides, partner=one)
    clock.shift(2 * DAY)
    with pytest.raises(TooMany, match="10 introductions by this profile") as refused:
        ask(sides, partner=last)
    # The next one ends the day after its last day.
    assert "16 March 2027" in str(refused.value)
    services.withdraw(by=sides.asker, introduction=first)
    assert ask(sides, partner=last).state == "asked"


def test_twenty_a_week_are_enough_for_a_person(clock, sides, partners):
    rows = partners(21)
    profiles = [factories.make_priority("ES51") for _ in range(6)]
    for number, one in enumerate(rows[:20]):
        ask(sides, profile=profiles[number // 4], partner=one)
    with pytest.raises(TooMany, match="20 introductions a week at most"):
        ask(sides, profile=profiles[5], partner=rows[20])
    colleague = make_member("colleague", "owner", "ES51")
    by_other = ask(sides, by=colleague, profile=profiles[5], partner=rows[20])
    assert by_other.asked_by == colleague
    services.withdraw(by=colleague, introduction=by_other)
    clock.shift(7 * DAY)
    assert ask(sides, profile=profiles[5], partner=rows[20]).state == "asked"


def test_no_holds_for_ninety_days(clock, sides):
    services.decline(by=sides.answerer, introduction=ask(sides), reason="no_fit")
    clock.shift(89 * DAY)
    with pytest.raises(TooMany, match=r"has declined.*30 May 2027"):
        ask(sides)
    clock.shift(DAY)
    assert ask(sides).state == "asked"


@pytest.mark.parametrize("reason", ["not_now", "no_capacity", "have_partner", "other"])
def test_no_holds_for_other_profiles_of_the_organisation(clock, sides, reason):
    services.decline(by=sides.answerer, introduction=ask(sides), reason=reason)
    other = factories.make_priority("ES51", title="Steel")
    with pytest.raises(TooMany, match=r"has declined.*asked with “Batteries”"):
        ask(sides, profile=other)
    clock.shift(90 * DAY)
    assert ask(sides, profile=other).state == "asked"


@pytest.mark.parametrize("reason", ["no_fit", "wrong_address"])
def test_no_about_one_profile_leaves_others_of_the_organisation(clock, sides, reason):
    services.decline(by=sides.answerer, introduction=ask(sides), reason=reason)
    other = factories.make_priority("ES51", title="Steel")
    assert ask(sides, profile=other).state == "asked"


def test_no_of_a_region_holds_for_its_other_priorities(clock, sides):
    one, two = (factories.make_priority("SE11", title=name) for name in ("A", "B"))
    there = make_member("there", "owner", "SE11")
    introduction = ask(sides, partner=one)
    services.decline(by=there, introduction=introduction, reason="not_now")
    with pytest.raises(TooMany, match="“A” has declined"):
        ask(sides, partner=two)
    # A cluster of that region is another organisation.
    cluster = factories.make_cluster("SE11")
    make_member("manager", "owner", cluster=cluster)
    assert ask(sides, partner=cluster).state == "asked"


def test_withdrawn_letter_leaves_other_profiles(clock, sides):
    services.withdraw(by=sides.asker, introduction=ask(sides))
    other = factories.make_priority("ES51", title="Steel")
    assert ask(sides, profile=other).state == "asked"


def test_who_declined_may_ask_himself(clock, sides):
    services.decline(by=sides.answerer, introduction=ask(sides), reason="not_now")
    back = ask(sides, by=sides.answerer, profile=sides.partner, partner=sides.profile)
    assert back.state == "asked"


def test_silence_holds_for_thirty_days(clock, sides):
    introduction = ask(sides)
    clock.shift(15 * DAY)
    assert services.expire_due() == 1
    with pytest.raises(TooMany, match=r"has not answered you.*15 April 2027"):
        ask(sides)
    clock.shift(30 * DAY)
    assert ask(sides).pk != introduction.pk


def test_withdrawing_is_no_way_round(clock, sides):
    services.withdraw(by=sides.asker, introduction=ask(sides))
    clock.shift(6 * DAY)
    with pytest.raises(TooMany, match=r"was withdrawn.*8 March 2027"):
        ask(sides)
    clock.shift(DAY)
    again = services.accept(by=sides.answerer, introduction=ask(sides))
    services.take_back_consent(by=sides.answerer, introduction=again)
    clock.shift(89 * DAY)
    with pytest.raises(TooMany, match="was withdrawn"):
        ask(sides)
    clock.shift(DAY)
    assert ask(sides).state == "asked"
