"""What a curator changes in the admin is in the record's trail too."""

import pytest

from regions.models import Cluster, Facility, Version
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
