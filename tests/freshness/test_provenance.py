"""What pages say of how fresh a record is, and what leaves the lists."""

import pytest

from regions.freshness.services import keep_ledger
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_broker")]


def words(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    ("day", "said", "not_said"),
    [
        ((2025, 4, 15), "confirmed 3 months ago", "fades"),
        ((2026, 2, 14), "confirmed 13 months ago", "fades"),
        ((2026, 2, 15), "fades in scores since 15 February 2026", "out of the"),
        ((2027, 1, 15), "out of the match lists since 15 January 2027", "fades"),
    ],
)
def test_pages_say_how_fresh_a_profile_is(client, at, priorities, day, said, not_said):
    at(*day)
    keep_ledger()
    page = words(client.get(priorities[0].get_absolute_url()))
    assert said in page
    assert not_said not in page


def test_never_confirmed_profile_fades_from_its_registration(client, at, clock, db):
    cluster = factories.make_cluster("FI1C")
    at(2026, 3, 1)
    page = words(client.get(cluster.get_absolute_url()))
    assert "not confirmed by the cluster" in page
    assert "fades in scores since 15 February 2026" in page


def test_what_is_in_no_match_list_does_not_speak_of_scores(client, at, clock, db):
    facility = factories.make_facility("FI1C")
    at(2026, 3, 1)
    page = words(client.get(facility.get_absolute_url()))
    assert "nobody has confirmed it for more than a year" in page
    at(2027, 3, 1)
    keep_ledger()
    page = words(client.get(facility.get_absolute_url()))
    assert "nobody has confirmed it for more than two years" in page
    assert "match lists" not in page
