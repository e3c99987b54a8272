"""The page on which people who are signed in confirm what is due."""

import pytest
from django.utils import timezone

from portal.accounts.models import Mandate
from regions.freshness.confirming import confirm_all, undo_confirmation
from regions.models import Priority, Profile
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_broker")]
PAGE = "/edit/confirm/"


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_visitor_is_led_to_sign_in(client, db):
    response = client.get(PAGE)
    assert response.status_code == 302
    assert response["Location"].endswith(f"?next={PAGE}")
    assert client.post(PAGE, {"record": "priority-1"}).status_code == 302


def test_what_is_due_is_listed_and_chosen(client, at, officer, priorities):
    never = factories.make_priority("ES51", title="Nobody looked at it")
    Profile.objects.filter(pk=never.pk).update(created_at=timezone.now())
    at(2025, 11, 20)
    Profile.objects.filter(pk=priorities[2].pk).update(confirmed_at=timezone.now())
    Profile.objects.filter(pk=never.pk).update(created_at=timezone.now())
    client.force_login(officer)
    page = words(client.get(PAGE))
    assert "3 records are due" in page
    assert "fades from 15 February 2026" in page
    assert page.count(" checked>") == 3
    assert f'value="priority-{never.pk}" id="record-priority-{never.pk}">' in page
    assert "due on 20 September 2026" in page


def test_each_record_can_be_corrected_or_rejected_too(client, at, officer, priorities):
    """Open facts are rejected where facts are settled, confirmed records withdrawn."""
    never = factories.make_priority("ES51", title="Nobody looked at it", slug="never")
    cluster = factories.make_cluster("ES51", slug="wood")
    kiln = factories.make_facility("ES51", cluster=cluster)
    Mandate.objects.create(user=officer, cluster=cluster, role="owner")
    at(2025, 11, 20)
    client.force_login(officer)
    page = words(client.get(PAGE))
    known = priorities[0]
    for link in (
        f"/edit/priority/{known.slug}/edit/",
        f"/edit/priority/{known.slug}/withdraw/",
        "/edit/priority/never/edit/",
        f"/edit/region/ES51/facts/#fact-priority-{never.pk}",
        f"/edit/clusters/wood/facts/#fact-cluster-{cluster.pk}",
        f"/edit/clusters/wood/facts/#fact-facility-{kiln.pk}",
    ):
        assert page.count(f'href="{link}"') == 1
    assert f"#fact-priority-{known.pk}" not in page
    assert "/edit/priority/never/withdraw/" not in page


@pytest.mark.parametrize("who", ["editor", "owner", "reader", "stranger", "curator"])
def test_only_who_may_write_can_confirm(client, at, officer, priorities, who):
    at(2027, 1, 20)
    person = officer
    if who in ("owner", "reader"):
        person.mandates.update(role=who)
    if who == "stranger":
        person = factories.make_person("stranger", "FI1C")
    if who == "curator":
        person = factories.make_person("curator", is_staff=True)
    client.force_login(person)
    page = words(client.get(PAGE))
    may = who in ("editor", "owner")
    assert (priorities[0].title in page) == may
    response = client.post(PAGE, {"record": f"priority-{priorities[0].pk}"})
    assert response.status_code == (302 if may else 400)
    found = Priority.objects.get(pk=priorities[0].pk)
    assert (found.confirmed_at == timezone.now()) == may


def test_only_the_chosen_ones_are_confirmed_and_can_be_taken_back(
    client, at, officer, priorities
):
    at(2027, 1, 20)
    client.force_login(officer)
    chosen = [f"priority-{one.pk}" for one in priorities[:2]]
    page = words(client.post(PAGE, {"record": chosen}, follow=True))
    assert "2 records confirmed." in page
    assert "You confirmed today" in page
    today = Priority.objects.filter(confirmed_at=timezone.now())
    assert set(today) == set(priorities[:2])
    page = words(client.post(PAGE, {"undo": "1"}, follow=True))
    assert "2 confirmations taken back." in page
    assert not today.all().exists()


def test_nothing_is_taken_back_after_the_mandate_has_ended(
    client, at, officer, priorities
):
    at(2027, 1, 20)
    made = confirm_all(records=priorities, by=officer)
    officer.mandates.all().delete()
    assert undo_confirmation(confirmation=made, by=officer) == 0
    confirmed = Priority.objects.filter(confirmed_at=timezone.now())
    assert confirmed.count() == len(priorities)


def test_choosing_none_is_told(client, at, officer, priorities):
    at(2027, 1, 20)
    client.force_login(officer)
    response = client.post(PAGE)
    assert response.status_code == 400
    assert "Choose at least one record." in words(response)


def test_empty_page_says_what_comes(client, at, officer, priorities):
    client.force_login(officer)
    assert "Nothing is due" in words(client.get(PAGE))
    client.force_login(factories.make_person("nobody"))
    assert "You act for no region or cluster" in words(client.get(PAGE))


@pytest.mark.parametrize("number", [1, 3])
def test_page_takes_few_queries(client, at, db, number, django_assert_num_queries):
    person = factories.make_person("officer", "SE11")
    for _ in range(number):
        factories.make_priority("SE11")
    at(2027, 1, 20)
    client.force_login(person)
    client.get(PAGE)
    with django_assert_num_queries(8):
        client.get(PAGE)
