"""Contact data in the versions of a record: gone once replaced, and long enough ago."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from portal.accounts.tasks import retention as retention_job
from regions.editing import services
from regions.editing.documents import document_of
from regions.models import Cluster, Version
from tests import factories

pytestmark = pytest.mark.django_db
OLD, NEW = "Rosamunde Altmann", "Nikola Neuhaus"


def later(days: int):
    return time_machine.travel(timezone.now() + datetime.timedelta(days=days))


@pytest.fixture
def cluster():
    return factories.make_cluster(
        "ES51", title="Hub", contact_person=OLD, mailbox="office@hub.example"
    )


@pytest.fixture
def manager(cluster):
    return factories.make_person("manager", cluster=cluster)


def change(cluster, by, **fields) -> None:
    record = Cluster.objects.get(pk=cluster.pk)
    services.change_record(
        record=record, document=fields, by=by, base_version=record.version
    )


def named(field: str = "contact_person") -> list:
    """What each version says, the oldest first."""
    rows = Version.objects.filter(kind="cluster").order_by("number")
    return [(row.document.get(field), row.document.get("forgotten")) for row in rows]


@pytest.fixture
def changed(cluster, manager):
    """A new contact person on day 100, and nothing else since."""
    with later(100):
        change(cluster, manager, contact_person=NEW)
    return cluster


def test_name_that_was_replaced_goes_and_the_present_one_stays(changed):
    with later(100 + 182):
        retention_job()
    assert named() == [(OLD, None), (NEW, None)]
    with later(100 + 184):
        assert "1 contacts" in retention_job()
        assert "0 contacts" in retention_job()
    assert named() == [(None, ["contact_person"]), (NEW, None)]
    assert OLD not in str(list(Version.objects.values()))


def test_rest_of_the_version_stays_as_it_was(changed):
    before = Version.objects.get(number=1)
    with later(300):
        retention_job()
    after = Version.objects.get(number=1)
    gone = {"contact_person", "forgotten"}
    assert {k: v for k, v in after.document.items() if k not in gone} == {
        k: v for k, v in before.document.items() if k not in gone
    }
    assert after.document["mailbox"] == "office@hub.example"
    assert (after.act, after.at, after.by) == (before.act, before.at, before.by)
    assert document_of(Cluster.objects.get())["contact_person"] == NEW


def test_name_that_was_removed_goes_from_each_version_that_had_it(cluster, manager):
    change(cluster, manager, summary="More")
    change(cluster, manager, contact_person="")
    with later(184):
        assert "2 contacts" in retention_job()
    assert named() == [
        (None, ["contact_person"]),
        (None, ["contact_person"]),
        ("", None),
    ]


def test_old_name_that_still_holds_stays(cluster, manager):
    change(cluster, manager, summary="More")
    with later(3_000):
        assert "0 contacts" in retention_job()
    assert named() == [(OLD, None), (OLD, None)]


def test_nothing_stays_of_a_record_that_is_gone(changed):
    Cluster.objects.all().delete()
    with later(300):
        retention_job()
    assert named() == [(None, ["contact_person", "mailbox"])] * 2


def test_mailbox_of_a_strategy_goes_too():
    officer = factories.make_person("officer", region="ES51")
    strategy = factories.make_strategy("ES51", mailbox="old@region.example")
    services.change_record(
        record=strategy,
        document={"mailbox": "new@region.example"},
        by=officer,
        base_version=strategy.version,
    )
    with later(184):
        retention_job()
    said = Version.objects.order_by("number").values_list(
        "document__mailbox", flat=True
    )
    assert list(said) == [None, "new@region.example"]


def test_history_says_that_something_was_deleted(client, changed, manager):
    with later(300):
        retention_job()
        client.force_login(manager)
        page = client.get(f"/edit/cluster/{changed.slug}/history/").content.decode()
    assert "Deleted from this version, because it holds no more: Contact person" in page
    assert "Changed. What it said was deleted, because it holds no more." in page
    assert OLD not in page
    assert NEW not in page


def test_form_that_began_before_keeps_what_the_record_says_now(changed, manager):
    """Its base is a version out of which something was taken since."""
    with later(300):
        retention_job()
        curator = factories.make_person("curator", is_staff=True)
        record = Cluster.objects.get()
        services.change_record(
            record=record, document={"summary": "Later"}, by=curator, base_version=1
        )
    record.refresh_from_db()
    assert (record.summary, record.contact_person) == ("Later", NEW)
