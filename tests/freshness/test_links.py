"""The link in a mail: what it confirms, for whom, how long, and how it is refused."""

import pytest
from django.core import signing
from django.utils import timezone

from portal.accounts.models import Mandate
from regions.editing.services import confirm_records, set_status
from regions.freshness.links import make_token
from regions.freshness.services import keep_ledger
from regions.models import Act, Confirmation, ExchangeItem, Priority, Profile, Version
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_broker")]


@pytest.fixture
def path(at, officer, priorities, mailbox, path_in):
    """The link of the mail that says that all has left the lists."""
    at(2027, 1, 15)
    keep_ledger()
    [mail] = mailbox()
    return path_in(mail)


def words(response) -> str:
    return " ".join(response.content.decode().split())


def listed() -> int:
    return Profile.objects.listed().filter(region="ES51").count()


def test_opening_the_link_shows_what_it_confirms_and_changes_nothing(
    client, path, priorities
):
    for method in (client.get, client.head, client.get):
        response = method(path)
        assert response.status_code == 200
    assert "With your confirmation these 4 records count as of today" in words(response)
    assert all(one.title in words(response) for one in priorities)
    assert "data-submits-itself" in words(response)
    assert "no-store" in response["Cache-Control"]
    assert (listed(), Confirmation.objects.count()) == (0, 0)


def test_one_click_confirms_without_signing_in(client, path, officer, priorities):
    response = client.post(path, follow=True)
    assert "Thank you, it is confirmed" in words(response)
    assert "data-submits-itself" not in words(response)
    assert listed() == 3
    for one in Priority.objects.filter(region="ES51"):
        assert (one.confirmed_at, one.confirmed_by) == (timezone.now(), officer)
    assert "_auth_user_id" not in client.session


def test_link_that_was_used_says_so_and_confirms_nothing_again(client, at, path):
    client.post(path)
    versions = Version.objects.count()
    at(2027, 1, 20)
    response = client.post(path, follow=True)
    assert "Confirmed 5 days ago" in words(response)
    assert Version.objects.count() == versions
    assert Priority.objects.filter(region="ES51").latest("pk").confirmed_at.day == 15


def test_records_confirmed_elsewhere_are_not_confirmed_again(
    client, at, path, officer, priorities
):
    at(2027, 1, 16)
    confirm_records(records=priorities[:1], by=officer)
    page = words(client.get(path))
    assert "these 3 records count as of today" in page
    assert "Already confirmed since the mail was written" in page
    at(2027, 1, 17)
    client.post(path)
    days = Priority.objects.filter(region="ES51").order_by("pk")
    assert [one.confirmed_at.day for one in days] == [16, 17, 17]


def test_what_others_have_confirmed_is_told_without_a_name(
    client, path, priorities, at
):
    other = factories.make_person("colleague", "ES51")
    confirm_records(records=[priorities[0].strategy, *priorities], by=other)
    page = words(client.get(path))
    assert "Somebody has confirmed this since the mail was written" in page
    assert "colleague" not in page
    assert "Take it back" not in page


@pytest.mark.parametrize(
    ("change", "sentence", "status"),
    [
        ("expire", "It is older than 30 days", 410),
        ("forge", "A part of it is missing", 400),
        ("cut", "A part of it is missing", 400),
        ("end", "no longer acts for this region or cluster", 403),
        ("reader", "no longer acts for this region or cluster", 403),
        ("block", "no longer acts for this region or cluster", 403),
        ("withdraw", "are no longer public", 410),
    ],
)
def test_refused_link_says_why_and_confirms_nothing(
    client, at, path, officer, priorities, change, sentence, status
):
    mandate = Mandate.objects.filter(user=officer)
    if change == "expire":
        at(2027, 2, 15)
    if change == "forge":
        path = f"/confirm/{signing.dumps([officer.pk, []], salt='other')}/"
    if change == "cut":
        path = f"{path[:-9]}/"
    if change == "end":
        mandate.update(ends_on="2027-01-14")
    if change == "reader":
        mandate.update(role="reader")
    if change == "block":
        type(officer).objects.update(is_active=False)
    if change == "withdraw":
        for one in [priorities[0].strategy, *priorities]:
            set_status(record=one, status="withdrawn", act=Act.WITHDRAWN, by=None)
    for method in (client.get, client.post):
        response = method(path)
        assert (response.status_code, sentence in words(response)) == (status, True)
    assert priorities[0].title not in words(response)
    assert Priority.objects.filter(confirmed_at__year=2027).count() == 0


def test_link_confirms_only_what_is_still_the_person_s(client, path, officer, at):
    """She has changed to a cluster; the mail listed the region's records, too."""
    cluster = factories.make_cluster("ES51")
    Mandate.objects.filter(user=officer).delete()
    Mandate.objects.create(user=officer, cluster=cluster, role="owner")
    region = list(Priority.objects.filter(region="ES51"))
    token = make_token(officer.pk, [cluster, *region])
    client.post(f"/confirm/{token}/")
    assert Profile.objects.get(pk=cluster.pk).is_confirmed
    assert {one.confirmed_at.year for one in region} == {2025}


def test_confirmation_can_be_taken_back_for_a_day(client, at, path, priorities):
    item = factories.make_item(priorities[0])
    client.post(path)
    assert ExchangeItem.objects.get(pk=item.pk).is_confirmed
    page = words(client.post(path, {"undo": "1"}, follow=True))
    assert "4 confirmations taken back." in page
    assert "You have taken your confirmation back" in page
    assert "data-submits-itself" not in page
    assert listed() == 0
    found = Priority.objects.get(pk=priorities[0].pk)
    assert found.confirmed_at == priorities[0].confirmed_at
    assert found.lapsed_at == timezone.now()
    assert ExchangeItem.objects.get(pk=item.pk).confidence == "read"
    newest = Version.objects.filter(kind="priority", key=found.pk).first()
    assert newest.note == "The confirmation was taken back."
    client.post(path)
    assert listed() == 3


def test_taking_back_leaves_what_has_changed_since(client, path, officer, priorities):
    client.post(path)
    confirm_records(records=priorities[:1], by=officer)
    page = words(client.post(path, {"undo": "1"}, follow=True))
    assert "3 confirmations taken back." in page
    assert listed() == 1


def test_after_a_day_nothing_can_be_taken_back(client, at, path):
    client.post(path)
    at(2027, 1, 16, hour=10)
    assert "Take it back" not in words(client.get(path))
    page = words(client.post(path, {"undo": "1"}, follow=True))
    assert "A confirmation can be taken back for one day." in page
    assert listed() == 3
    keep_ledger()
    assert Confirmation.objects.count() == 0


def test_link_of_one_person_takes_nothing_of_another_back(client, path, priorities):
    client.post(path)
    other = factories.make_person("colleague", "ES51")
    token = make_token(other.pk, priorities)
    page = words(client.post(f"/confirm/{token}/", {"undo": "1"}, follow=True))
    assert "A confirmation can be taken back for one day." in page
    assert listed() == 3
