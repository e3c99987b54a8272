"""People around the records of ES51, in every role, and records that wait."""

import pytest

from portal.accounts.models import Mandate
from regions.models import Version
from regions.moderation import services
from tests import factories

PEOPLE = ("owner", "editor", "reader", "stranger", "curator", "visitor")


def make_member(name: str, role: str, region: str = "", cluster=None):
    """A person with a mandate in this role."""
    person = factories.make_person(name)
    place = factories.make_region(region) if region else None
    Mandate.objects.create(user=person, region=place, cluster=cluster, role=role)
    return person


@pytest.fixture
def people():
    """Who acts for ES51 in each role, for another region, and as a curator."""
    return {
        "owner": make_member("owner", "owner", "ES51"),
        "editor": make_member("editor", "editor", "ES51"),
        "reader": make_member("reader", "reader", "ES51"),
        "stranger": make_member("stranger", "owner", "FR10"),
        "curator": factories.make_person("curator", is_staff=True),
    }


@pytest.fixture
def sign_in(client, people):
    def sign(name: str):
        client.logout()
        if name in people:
            client.force_login(people[name])
        return client

    return sign


@pytest.fixture
def strategy(people):
    """A draft of a strategy with one priority that has a confidential need."""
    made = factories.make_strategy("ES51", title="Plan for food", status="draft")
    priority = factories.make_priority(
        "ES51", ["10"], strategy=made, title="Better bread", status="draft"
    )
    factories.make_item(priority, "offer", text="A test bakery", topics=["10"])
    factories.make_item(priority, "need", text="A secret partner", is_confidential=True)
    return made


@pytest.fixture
def case(strategy, people):
    return services.submit_record(record=strategy, by=people["editor"])


def acts_of(record) -> list[tuple]:
    rows = Version.objects.filter(kind=record.record_kind, key=record.pk)
    return list(rows.order_by("number").values_list("number", "act", "role"))


@pytest.fixture
def kept():
    made = factories.make_cluster(
        "ES51", ["10"], title="Bread", slug="bread", keywords=["rye"], city="Girona"
    )
    factories.make_item(made, "offer", text="A bakery", topics=["10"])
    return made


@pytest.fixture
def gone():
    made = factories.make_cluster(
        "ES51",
        ["10", "11"],
        title="Bread Cluster",
        slug="bread-cluster",
        keywords=["rye", "wheat"],
        website="https://bread.eu",
    )
    factories.make_item(
        made, "offer", text="A mill", topics=["11"], source_name="mill.eu"
    )
    factories.make_item(made, "need", text="Secret", is_confidential=True)
    return made
