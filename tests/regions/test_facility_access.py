"""Who sees an unpublished facility: its people and curators; nobody else, anywhere."""

import pytest

from regions.models import Facility
from regions.register.items import refresh_derived_items
from tests import factories
from tests.regions.test_pages_lists import facet_counts, titles

pytestmark = pytest.mark.django_db

INSIDERS = ("manager", "reader", "curator")
OUTSIDERS = ("officer", "stranger", "visitor")
SECRET = "Hushed cyclotron"


@pytest.fixture(params=["draft", "submitted", "returned", "withdrawn"])
def secret(request) -> Facility:
    """A cluster's unpublished facility beside an open one, both of topic 10 or 20."""
    cluster = factories.make_cluster("ES51", ["10"], title="Its cluster")
    factories.make_facility("ES51", ["10"], name="Open lab", kind="laboratory")
    secret = factories.make_facility(
        "ES51",
        ["10", "20"],
        name=SECRET,
        keywords=["isotopes"],
        cluster=cluster,
        kind="pilot_line",
        status=request.param,
        confidence="recalled",
    )
    factories.renew()
    return secret


@pytest.fixture
def sign_in(client, secret):
    def done(who: str):
        cluster = secret.cluster
        if who in ("manager", "reader"):
            person = factories.make_person(who, cluster=cluster)
            person.mandates.update(role="editor" if who == "manager" else "reader")
        elif who == "officer":
            person = factories.make_person(who, region="ES51")
        elif who == "stranger":
            person = factories.make_person(who, region="FI1C")
        elif who == "curator":
            person = factories.make_person(who, is_staff=True)
        if who != "visitor":
            client.force_login(person)
        return client

    return done


@pytest.mark.parametrize("who", INSIDERS)
def test_unpublished_facility_is_shown_to_its_people(sign_in, secret, who):
    client = sign_in(who)
    page = client.get(secret.get_absolute_url()).content.decode()
    assert f"Not public: {secret.status}." in page
    assert titles(client.get("/facilities/")) == [SECRET, "Open lab"]
    record = client.get(f"/api/v1/facilities/{secret.slug}/").json()
    assert record["status"] == secret.status
    own = client.get(secret.cluster.get_absolute_url()).context["facts"].facilities
    assert own == [secret]


@pytest.mark.parametrize("who", OUTSIDERS)
def test_unpublished_facility_has_no_address_for_others(sign_in, secret, who):
    client = sign_in(who)
    assert client.get(secret.get_absolute_url()).status_code == 404
    assert client.get(f"/api/v1/facilities/{secret.slug}/").status_code == 404


@pytest.mark.parametrize("who", OUTSIDERS)
def test_unpublished_facility_is_in_no_list_of_others(sign_in, secret, who):
    client = sign_in(who)
    factories.make_region("FI1C")
    factories.renew()
    assert titles(client.get("/facilities/")) == ["Open lab"]
    rows = client.get("/api/v1/facilities/").json()["results"]
    assert [row["name"] for row in rows] == ["Open lab"]
    for path, query in (
        (secret.cluster.get_absolute_url(), {}),
        ("/regions/ES51/", {}),
        ("/search/", {"q": "isotopes"}),
        ("/search/", {"q": "cyclotron"}),
    ):
        assert SECRET not in client.get(path, query).content.decode()
    compared = client.get("/regions/compare/", {"region": ["ES51", "FI1C"]})
    assert SECRET not in compared.content.decode()
    columns = compared.context["comparison"].columns
    assert [column.facilities for column in columns] == [1, 0]


@pytest.mark.parametrize("who", [*INSIDERS, *OUTSIDERS])
def test_counts_and_map_know_published_facilities_only(sign_in, secret, who):
    client = sign_in(who)
    response = client.get("/facilities/")
    assert facet_counts(response, "topic") == {"10": 1}
    assert facet_counts(response, "kind") == {"laboratory": 1}
    assert facet_counts(response, "confidence") == {"read": 1}
    marks = response.context["map"]["regions"]
    assert [(mark["code"], mark["value"]) for mark in marks] == [("ES51", 1)]
    assert client.get("/").context["facilities_count"] == 1
    assert client.get("/data/").context["holdings"].totals["facility"] == 1


def test_nothing_is_derived_from_an_unpublished_facility(secret):
    refresh_derived_items(profile_ids=[secret.cluster_id])
    offers = secret.cluster.items.filter(derivation="region_facility")
    assert [offer.facility.name for offer in offers] == ["Open lab"]


@pytest.mark.parametrize("who", [*INSIDERS, *OUTSIDERS])
def test_item_does_not_name_an_unpublished_facility(sign_in, secret, who):
    """An offer may have been derived or stated while it was still published."""
    cluster = secret.cluster
    factories.make_item(
        cluster, derivation="region_facility", facility=secret, topics=["10"]
    )
    factories.renew()
    client = sign_in(who)
    found = client.get(cluster.get_absolute_url()).context["found"]
    assert [offer.text for offer in found.offers] == ["Topic 10"]
    record = client.get(f"/api/v1/clusters/{cluster.slug}/").json()
    assert [item["facility"] for item in record["items"]] == [None]


def test_facility_does_not_name_an_unpublished_cluster(client):
    cluster = factories.make_cluster(title="Secret cluster", status="draft")
    facility = factories.make_facility(cluster=cluster)
    factories.renew()
    page = client.get(facility.get_absolute_url()).content.decode()
    assert "Secret cluster" not in page
    record = client.get(f"/api/v1/facilities/{facility.slug}/").json()
    assert record["cluster"] is None
    cluster.status = "published"
    cluster.save()
    factories.renew()
    page = client.get(facility.get_absolute_url()).content.decode()
    assert f'<a href="{cluster.get_absolute_url()}">Secret cluster</a>' in page
    record = client.get(f"/api/v1/facilities/{facility.slug}/").json()
    assert record["cluster"] == cluster.slug
