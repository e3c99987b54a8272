"""A profile that nobody confirms fades, leaves all lists, and comes back."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from matching import services
from matching.features import load_inputs
from matching.models import ListEdit, Match, MatchRun
from matching.queries_regions import confirmed_profiles, strongest_matches
from matching.tasks import renew_aged_lists
from regions.editing.services import confirm_records
from regions.freshness.services import keep_ledger
from regions.models import Cluster, Profile
from tests.matching.factories import make_cluster, make_priority, make_user
from tests.matching.trials import scored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_broker")]
BRUSSELS = ZoneInfo("Europe/Brussels")


@pytest.fixture
def clock():
    with time_machine.travel(_nine_on(2025, 1, 15), tick=False) as traveller:
        yield traveller


def _nine_on(*day: int) -> datetime:
    return datetime(*day, 9, tzinfo=BRUSSELS)


@pytest.fixture
def old(clock):
    """A cluster of January 2025 that nobody confirms, and others of later."""
    found = make_cluster("DE21", ("20", "26"), title="Old cluster", keywords=["glass"])
    clock.move_to(_nine_on(2026, 9, 1))
    make_cluster("FR10", ("20",), title="Young cluster", keywords=["glass"])
    make_priority("ES51", ("20",), title="Ours", keywords=["glass"])
    return found


@pytest.fixture
def ours(old):
    return Profile.objects.get(title="Ours")


def words(response) -> str:
    return " ".join(response.content.decode().split())


def fresh_of(profile) -> set[float]:
    rows = Match.objects.filter(run__current__isnull=False, partner_id=profile.pk)
    return set(rows.values_list("freshness", flat=True))


def test_factor_falls_with_each_month_from_the_thirteenth(clock, db):
    """Both sides came in on the same day: the factor of the pair is that of each."""
    one = make_cluster("DE21", ("20",), confidence="confirmed")
    make_cluster("FR10", ("20",), confidence="confirmed")
    found = []
    for day in ((2026, 2, 14), (2026, 2, 15), (2026, 8, 1), (2027, 1, 14)):
        clock.move_to(_nine_on(*day))
        scored()
        [figure] = fresh_of(one)
        found.append(figure)
    assert found == [100, 99, 95, 91]


def test_what_has_lapsed_is_no_input_and_in_no_count(clock, old, ours):
    before = load_inputs()
    clock.move_to(_nine_on(2027, 1, 15))
    keep_ledger()
    after = load_inputs()
    assert {one.key for one in before.profiles} - {
        one.key for one in after.profiles
    } == {old.pk}
    assert (before.topics.uses["26"], after.topics.uses["26"]) == (1, 0)
    assert after.topics.profile_count == before.topics.profile_count - 1


def test_it_leaves_the_pages_at_once_and_the_lists_soon(client, clock, old, ours):
    scored()
    page = f"/matches/{ours.slug}/"
    assert "Old cluster" in words(client.get(page))
    assert "Old cluster" in words(client.get("/matches/region/ES51/"))
    clock.move_to(_nine_on(2027, 1, 15))
    keep_ledger()
    run = MatchRun.objects.get(current__isnull=False)
    assert Match.objects.filter(partner_id=old.pk).exists()
    assert "Old cluster" not in words(client.get(page))
    assert "Old cluster" not in words(client.get("/matches/region/ES51/"))
    assert {one.partner_id for one in strongest_matches(run, 9)}.isdisjoint({old.pk})
    assert ListEdit.objects.pending(run).count() == 1
    services.apply_edits()
    assert not Match.objects.filter(run=run, partner_id=old.pk).exists()
    assert not Match.objects.filter(run=run, profile_id=old.pk).exists()
    assert "Young cluster" in words(client.get(page))


def test_its_own_pages_say_why_and_how_to_come_back(client, clock, old, ours):
    scored()
    clock.move_to(_nine_on(2027, 1, 15))
    keep_ledger()
    page = words(client.get(f"/matches/{old.slug}/"))
    assert "This profile has left the match lists" in page
    assert 'href="/edit/confirm/"' in page
    assert "Ours" not in page
    assert "left the match lists" in words(client.get(f"/matches/{old.slug}/whatif/"))
    for one, other in ((old, ours), (ours, old)):
        pair = words(client.get(f"/matches/{one.slug}/{other.slug}/"))
        assert "so it has left the lists" in pair
    rows = client.get(f"/api/v1/profiles/{old.slug}/matches/").json()
    assert rows["results"] == []


def test_no_idea_finds_it(client, clock, old, ours):
    scored()
    asked = "/search/?idea=glass"
    assert "Old cluster" in words(client.get(asked))
    clock.move_to(_nine_on(2027, 1, 15))
    keep_ledger()
    services.apply_edits()
    page = words(client.get(asked))
    assert "Young cluster" in page
    assert "Old cluster" not in page


def test_confirming_brings_it_back_into_all_lists(client, clock, old, ours):
    manager = make_user("manager@example.org")
    manager.mandates.create(cluster=old, role="owner")
    scored()
    clock.move_to(_nine_on(2027, 1, 15))
    keep_ledger()
    services.apply_edits()
    confirm_records(records=[Cluster.objects.get(pk=old.pk)], by=manager)
    services.apply_edits()
    assert "Old cluster" in words(client.get(f"/matches/{ours.slug}/"))
    assert "Ours" in words(client.get(f"/matches/{old.slug}/"))
    assert confirmed_profiles().get().pk == old.pk
    assert fresh_of(old) != set()


def test_a_run_is_asked_for_when_the_last_one_is_a_week_old(clock, old, ours):
    assert services.lists_have_aged() is False
    scored()
    clock.move_to(_nine_on(2026, 9, 8))
    assert renew_aged_lists() == "the lists are recent"
    clock.shift(1)
    assert services.lists_have_aged() is True
    assert "asked for" in renew_aged_lists()
    assert services.lists_have_aged() is False
    assert renew_aged_lists() == "the lists are recent"
    assert MatchRun.objects.open().count() == 1


def test_a_run_that_failed_leaves_the_lists_old(clock, old, ours):
    scored()
    clock.move_to(_nine_on(2026, 9, 9))
    MatchRun.objects.create(status=MatchRun.Status.FAILED, weights={})
    assert services.lists_have_aged() is True
    MatchRun.objects.create(status=MatchRun.Status.FINISHED, weights={})
    assert services.lists_have_aged() is False
