"""How organisations answer: by organisation, of the last two years, if fair to say."""

import datetime
from datetime import UTC

import pytest
import time_machine

from matching.introductions.models import Introduction
from matching.introductions.record import response_record, response_records
from tests import factories
from tests.introductions.story import make_member
from tests.matching.factories import make_match, make_run

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2027, 3, 1, 9, tzinfo=UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def partner():
    return factories.make_cluster("FI1C", title="Wood hub", slug="there")


def received(partner, state: str, *, days: float | None = None, age: float = 20):
    """One that the partner was asked so many days ago and answered after `days`."""
    asked_at = NOW - age * DAY
    return Introduction.objects.create(
        profile=factories.make_cluster("ES51"),
        partner=partner,
        cooperation="skills",
        state=state,
        asked_at=asked_at,
        answered_at=None if days is None else asked_at + days * DAY,
        reply_by=(asked_at + 14 * DAY).date(),
    )


def test_median_and_share_of_what_is_decided(partner):
    for days in (1, 3, 9):
        received(partner, "accepted", days=days)
    received(partner, "declined", days=2)
    for _ in range(2):
        received(partner, "expired")
    # Neither decided nor theirs to decide.
    received(partner, "asked")
    received(partner, "withdrawn")
    received(partner, "stopped")
    found = response_record(partner)
    assert (found.decided, found.answered, found.days) == (6, 4, 2.5)
    assert found.percent == 67
    assert found.text == "Answers 67 % of introductions, usually within 2 days."


@pytest.mark.parametrize("state", ["closed", "withdrawn", "stopped"])
def test_answer_counts_whatever_became_of_it(partner, state):
    received(partner, state, days=4)
    assert response_record(partner).answered == 1


@pytest.mark.parametrize(("number", "is_enough"), [(0, False), (4, False), (5, True)])
def test_it_is_said_from_five_decided_ones_on(partner, number, is_enough):
    for _ in range(number):
        received(partner, "expired")
    found = response_record(partner)
    assert found.is_enough is is_enough
    if is_enough:
        assert found.text == "Answers 0 % of introductions"
    else:
        assert found.text == "Too few introductions to say how it answers."


def test_two_years_are_looked_back_on(partner):
    received(partner, "declined", days=1, age=729)
    received(partner, "declined", days=1, age=731)
    assert response_record(partner).decided == 1


def test_region_answers_for_all_its_priorities_and_no_cluster_for_another():
    one, two = (factories.make_priority("FI1C") for _ in range(2))
    inside = factories.make_cluster("FI1C")
    elsewhere = factories.make_priority("FI1B")
    received(one, "declined", days=2)
    received(two, "expired")
    received(inside, "accepted", days=1)
    found = response_records([one, two, inside, elsewhere])
    assert {key: (one.decided, one.answered) for key, one in found.items()} == {
        one.pk: (2, 1),
        two.pk: (2, 1),
        inside.pk: (1, 1),
        elsewhere.pk: (0, 0),
    }


@pytest.mark.parametrize("count", [1, 3])
def test_one_query_for_a_list(count, django_assert_num_queries):
    rows = [factories.make_cluster("SE11") for _ in range(count)]
    for one in rows:
        received(one, "expired")
    with django_assert_num_queries(1):
        response_records(rows)


def test_cards_say_it_to_everybody_who_is_signed_in_once_it_is_fair(client, partner):
    profile = factories.make_priority("ES51", ["20"], slug="here")
    make_match(make_run(), profile, partner)
    factories.renew()
    words = "Answers 100 % of introductions, usually within 3 days."
    few = "Too few introductions to say how it answers."
    for _ in range(4):
        received(partner, "declined", days=3)
    client.force_login(make_member("stranger", "reader", "HU33"))

    def pages() -> list[str]:
        paths = ("/matches/here/", "/matches/here/there/")
        return [client.get(path).content.decode() for path in paths]

    assert [(words in page, few in page) for page in pages()] == [
        (False, False),
        (False, True),
    ]
    received(partner, "accepted", days=3)
    assert [(words in page, few in page) for page in pages()] == [(True, False)] * 2
    client.logout()
    assert [words in page for page in pages()] == [False, False]


def test_profile_page_fetches_it_for_people_who_are_signed_in(client, partner):
    factories.renew()
    page, part = partner.get_absolute_url(), "/introductions/record/there/"
    for _ in range(5):
        received(partner, "declined", days=1)
    assert part not in client.get(page).content.decode()
    client.force_login(make_member("stranger", "reader", "HU33"))
    assert f'hx-get="{part}"' in client.get(page).content.decode()
    answer = client.get(part, headers={"HX-Request": "true"})
    assert "usually within 1 day." in answer.content.decode()
    answer = client.get(part)
    assert answer["Location"] == "/introductions/ask/?to=there"
