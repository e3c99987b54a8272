"""A cluster that was in the register before its people came settles what it says."""

import pytest

from portal.accounts.models import Mandate
from regions.models import Cluster, ExchangeItem, Facility
from regions.queries.facts import count_open, fact_page, open_in_each
from tests import factories

pytestmark = pytest.mark.django_db
PATH = "/edit/clusters/wood/facts/"
EDIT = "/edit/clusters/wood/edit/"


@pytest.fixture
def cluster():
    """What a load leaves: the cluster, an offer, a facility; and others' beside it."""
    made = factories.make_cluster(
        "ES51", ["16"], slug="wood", title="Wood Cluster", summary="All about wood"
    )
    factories.make_item(made, text="A saw mill")
    factories.make_facility("ES51", name="Kiln", cluster=made)
    factories.make_facility("ES51", name="Of the region")
    other = factories.make_cluster("ES51", title="Other Cluster")
    factories.make_item(other, text="Of the other")
    factories.make_item(
        factories.make_priority("ES51", title="Food"), text="Of a region"
    )
    factories.renew()
    return made


@pytest.fixture
def people(cluster):
    found = {
        name: factories.make_person(name, cluster=cluster)
        for name in ("owner", "editor", "reader")
    }
    for name, person in found.items():
        person.mandates.update(role=name)
    return found | {
        "stranger": factories.make_person("stranger", region="ES51"),
        "curator": factories.make_person("curator", is_staff=True),
    }


def keys_of(cluster) -> dict[str, str]:
    facts = [fact for group in fact_page(cluster).groups for fact in group.facts]
    return {
        str(one.worded.text if one.worded else one.record): one.key for one in facts
    }


def send(client, act, *keys, **fields) -> str:
    data = {"_do": act, "fact": list(keys)} | fields
    return client.post(PATH, data, follow=True).content.decode()


def test_facts_are_the_clusters_own(client, people, cluster):
    assert set(keys_of(cluster)) == {"Wood Cluster", "A saw mill", "Kiln"}
    client.force_login(people["owner"])
    page = client.get(PATH).content.decode()
    assert "0 of 3 facts are confirmed" in page
    for text in ("Wood Cluster", "All about wood", "A saw mill", "Kiln", "example.org"):
        assert text in page
    for text in ("Of the region", "Other Cluster", "Of the other", "Of a region"):
        assert text not in page
    assert "confirmed by nobody of the cluster yet" in page
    assert f'href="{EDIT}#field-offers"' in page


def test_its_owners_and_editors_settle_and_its_readers_look(client, people, cluster):
    assert client.get(PATH).status_code == 302
    seen, settled = {}, {}
    for name, person in people.items():
        client.force_login(person)
        seen[name] = client.get(PATH).status_code
        settled[name] = client.post(PATH, {"_do": "none"}).status_code
    rest = {"stranger": 404, "curator": 403}
    assert seen == {"owner": 200, "editor": 200, "reader": 200} | rest
    assert settled == {"owner": 400, "editor": 400, "reader": 403} | rest
    client.force_login(people["reader"])
    page = client.get(PATH).content.decode()
    assert "A saw mill" in page
    for text in (
        "data-facts",
        'name="fact"',
        'name="_do"',
        "/edit/clusters/wood/edit/",
    ):
        assert text not in page


def test_offer_is_confirmed_and_the_cluster_is_not(client, people, cluster):
    client.force_login(people["editor"])
    page = send(client, f"confirm:{keys_of(cluster)['A saw mill']}")
    assert "1 fact is confirmed" in page
    assert set(keys_of(cluster)) == {"Wood Cluster", "Kiln"}
    item = ExchangeItem.objects.get(text="A saw mill")
    assert (item.confidence, item.confirmed_by) == ("confirmed", people["editor"])
    assert Cluster.objects.get(slug="wood").confidence == "read"


def test_all_are_confirmed_at_once(client, people, cluster):
    client.force_login(people["owner"])
    page = send(client, "confirm:all")
    assert "3 facts are confirmed" in page
    assert "Nothing about your cluster is left unconfirmed." in page
    assert count_open(cluster) == 0
    assert Cluster.objects.get(slug="wood").confirmed_by == people["owner"]
    left = Facility.objects.exclude(confidence="confirmed")
    assert [one.name for one in left] == ["Of the region"]


def test_rejected_cluster_is_withdrawn_with_reasons_and_comes_back(
    client, people, cluster
):
    client.force_login(people["owner"])
    before = keys_of(cluster)
    chosen = [before["Wood Cluster"], before["A saw mill"]]
    assert "Say in a few words what is wrong." in send(client, "reject", *chosen)
    page = send(client, "reject", *chosen, reasons="Dissolved in 2020")
    assert "2 facts are rejected" in page
    assert Cluster.objects.get(slug="wood").status == "withdrawn"
    assert set(keys_of(cluster)) == {"Kiln"}
    # What one organisation rejected is not undone on the page of another.
    region = factories.make_region("ES51")
    Mandate.objects.create(user=people["owner"], region=region, role="owner")
    answer = client.post("/edit/region/ES51/facts/undo/", follow=True)
    assert "There is nothing to undo." in answer.content.decode()
    page = client.post(f"{PATH}undo/", follow=True).content.decode()
    assert "is back" in page
    assert keys_of(cluster) == before


@pytest.mark.parametrize("foreign", ["region", "cluster"])
def test_facts_of_others_are_not_settled_here(client, people, cluster, foreign):
    texts = {"region": "Of a region", "cluster": "Of the other"}
    item = ExchangeItem.objects.get(text=texts[foreign])
    client.force_login(people["owner"])
    key = f"item-{item.pk}"
    assert "Tick at least one fact first." in send(client, "confirm", key)
    item.refresh_from_db()
    assert item.confidence == "read"


def test_clusters_pages_lead_to_its_facts_with_their_number(client, people, cluster):
    told = "3 facts wait for your confirmation"
    for path in ("/edit/clusters/wood/", "/clusters/wood/"):
        found = {}
        for name, person in people.items():
            client.force_login(person)
            page = client.get(path).content.decode()
            found[name] = f'href="{PATH}"' in page and told in page
        rest = dict.fromkeys(("reader", "stranger", "curator"), False)
        assert found == {"owner": True, "editor": True} | rest
    client.force_login(people["owner"])
    (desk,) = client.get("/dashboard/").context["desks"]
    assert [(one.text, one.url) for one in desk.todos] == [
        (
            "Check 3 facts that the portal took from elsewhere: confirm, correct or"
            " reject them.",
            PATH,
        )
    ]


def test_facts_of_many_records_are_counted_in_one_query(
    cluster, django_assert_num_queries
):
    other = Cluster.objects.get(title="Other Cluster")
    facility = Facility.objects.get(name="Kiln")
    hidden = factories.make_cluster("ES51", status="draft")
    factories.make_item(hidden, text="Not public")
    with django_assert_num_queries(1):
        found = open_in_each([cluster, other, facility, hidden])
    assert found == {
        ("cluster", cluster.pk): 2,
        ("cluster", other.pk): 2,
        ("facility", facility.pk): 1,
    }


def test_page_asks_the_database_as_often_for_many_facts(
    client, people, cluster, django_assert_num_queries
):
    client.force_login(people["owner"])
    client.get(PATH)
    for _ in range(2):
        with django_assert_num_queries(13):
            client.get(PATH)
        for _ in range(2):
            factories.make_item(cluster, text="More", topics=["16"])
            factories.make_facility("ES51", cluster=cluster)
