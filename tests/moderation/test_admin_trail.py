"""What a curator changes in the admin is in the record's trail too."""

import pytest

from regions.editing.services import change_record
from regions.models import Cluster, Facility, Priority, Version
from regions.moderation.leaving import left_together
from tests import factories
from tests.moderation.conftest import acts_of, make_member
from tests.regions.test_admin_register import _form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    person = factories.make_person("curator", is_staff=True, is_superuser=True)
    client.force_login(person)
    return client


def save(desk, record, **fields):
    kind = record._meta.model_name
    address = f"/admin/regions/{kind}/{record.pk}/change/"
    data = _form_of(desk, address) | {"keywords": "[]", "visibility": "{}"} | fields
    answer = desk.post(address, data)
    assert answer.status_code == 302, answer.context["errors"]
    record.refresh_from_db()


@pytest.fixture
def cluster():
    factories.make_topic("10")
    return factories.make_cluster("ES51", ["10"], title="Bakers")


LISTS = {"topics": ["10"], "services": "[]", "languages": "[]"}


def test_saving_writes_the_version_before_and_after(desk, cluster):
    save(desk, cluster, title="Better bakers", **LISTS)
    assert cluster.version == 2
    assert acts_of(cluster) == [(1, "loaded", "portal"), (2, "changed", "curator")]
    said = Version.objects.order_by("number").values_list("document__title", flat=True)
    assert list(said) == ["Bakers", "Better bakers"]
    assert Version.objects.get(number=2).document["topics"] == ["10"]


def test_another_state_is_told_as_such(desk, cluster):
    save(desk, cluster, status="withdrawn", **LISTS)
    save(desk, cluster, status="published", **LISTS)
    assert [act for _number, act, _role in acts_of(cluster)] == [
        "loaded",
        "withdrawn",
        "published",
    ]


def test_second_saving_goes_on_counting(desk, cluster):
    for title in ("One", "Two"):
        save(desk, cluster, title=title, **LISTS)
    numbers = Version.objects.order_by("number").values_list("number", flat=True)
    assert (list(numbers), Cluster.objects.get().version) == ([1, 2, 3], 3)


def test_facility_has_its_trail_too(desk):
    factories.make_topic("10")
    facility = factories.make_facility("ES51", ["10"])
    save(desk, facility, name="Bakery", topics=["10"])
    assert acts_of(facility)[-1] == (2, "changed", "curator")
    assert Facility.objects.get().name == "Bakery"


def test_curator_who_acts_for_the_cluster_acts_as_its_owner(desk, cluster, client):
    person = make_member("both", "owner", cluster=cluster)
    person.is_staff = person.is_superuser = True
    person.save()
    client.force_login(person)
    save(client, cluster, title="Mine", **LISTS)
    assert acts_of(cluster)[-1] == (2, "changed", "owner")


def test_form_that_was_opened_before_a_change_does_not_overwrite_it(desk, cluster):
    address = f"/admin/regions/cluster/{cluster.pk}/change/"
    data = _form_of(desk, address) | {"keywords": "[]", "visibility": "{}"} | LISTS
    owner = make_member("baker", "owner", cluster=cluster)
    change_record(
        record=cluster, document={"summary": "Theirs"}, by=owner, base_version=1
    )
    answer = desk.post(address, data | {"title": "Mine"})
    assert answer.status_code == 200
    assert "has been changed since you opened" in answer.content.decode()
    cluster.refresh_from_db()
    assert (cluster.title, cluster.summary) == ("Bakers", "Theirs")


def test_priority_is_not_made_public_before_its_strategy(desk):
    factories.make_topic("10")
    home = factories.make_strategy("ES51", status="draft")
    priority = factories.make_priority("ES51", ["10"], strategy=home, status="draft")
    address = f"/admin/regions/priority/{priority.pk}/change/"
    data = _form_of(desk, address) | {"keywords": "[]", "visibility": "{}"} | LISTS
    answer = desk.post(address, data | {"status": "published"})
    assert "cannot be public while its strategy" in answer.content.decode()
    priority.refresh_from_db()
    assert priority.status == "draft"


def test_withdrawn_strategy_takes_its_public_priorities_along(desk):
    home = factories.make_strategy("ES51")
    for status in ("published", "draft"):
        factories.make_priority("ES51", strategy=home, title=status, status=status)
    save(desk, home, status="withdrawn")
    found = dict(Priority.objects.values_list("title", "status"))
    assert found == {"published": "withdrawn", "draft": "draft"}
    assert [str(one) for one in left_together(home)] == ["published"]
