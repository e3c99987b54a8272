"""Who sees a draft: its owners and curators; nobody else, in no list and no number."""

import pytest

from tests import factories
from tests.regions.test_pages_lists import facet_counts, titles

pytestmark = pytest.mark.django_db

LISTS = {"priority": "/priorities/", "cluster": "/clusters/"}
APIS = {"priority": "/api/v1/priorities/", "cluster": "/api/v1/clusters/"}
# Who may see the draft of ES51, and who may not.
INSIDERS = ("owner", "colleague", "curator")
OUTSIDERS = ("stranger", "visitor")


@pytest.fixture
def drafts():
    """A published and a secret profile of each kind, with all that could leak."""
    made = {}
    for kind, make in (
        ("priority", factories.make_priority),
        ("cluster", factories.make_cluster),
    ):
        make("ES51", ["10"], title=f"Open {kind}")
        made[kind] = make(
            "ES51",
            ["20"],
            title=f"Secret {kind}",
            keywords=["hushed"],
            status="draft",
            confidence="recalled",
            stage_bits=1,
        )
    factories.renew()
    return made


@pytest.fixture
def sign_in(client, drafts):
    """Sign a person of the story in; the visitor stays outside."""
    people = {
        "owner": {"region": "ES51", "cluster": drafts["cluster"]},
        "colleague": {"region": "ES51", "cluster": drafts["cluster"]},
        "stranger": {"region": "FI1C"},
        "curator": {"is_staff": True},
    }

    def done(who: str):
        if who in people:
            client.force_login(factories.make_person(who, **people[who]))
        return client

    return done


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("who", INSIDERS)
def test_draft_is_shown_to_those_who_may_see_it(sign_in, drafts, who, kind):
    client = sign_in(who)
    draft = drafts[kind]
    assert titles(client.get(LISTS[kind])) == [f"Open {kind}", f"Secret {kind}"]
    page = client.get(draft.get_absolute_url())
    assert page.status_code == 200
    assert "Not public: draft." in page.content.decode()
    rows = client.get(APIS[kind]).json()["results"]
    assert [row["title"] for row in rows] == [f"Open {kind}", f"Secret {kind}"]
    assert client.get(f"{APIS[kind]}{draft.slug}/").json()["status"] == "draft"


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("who", OUTSIDERS)
def test_draft_is_shown_to_nobody_else(sign_in, drafts, who, kind):
    client = sign_in(who)
    draft = drafts[kind]
    assert titles(client.get(LISTS[kind])) == [f"Open {kind}"]
    assert client.get(draft.get_absolute_url()).status_code == 404
    rows = client.get(APIS[kind]).json()["results"]
    assert [row["title"] for row in rows] == [f"Open {kind}"]
    assert client.get(f"{APIS[kind]}{draft.slug}/").status_code == 404


@pytest.mark.parametrize("address", ["/regions/ES51/", "/regions/compare/"])
@pytest.mark.parametrize("who", OUTSIDERS)
def test_draft_is_not_on_the_pages_of_its_region(sign_in, drafts, who, address):
    factories.make_region("FI1C")
    factories.renew()
    page = sign_in(who).get(address, {"region": ["ES51", "FI1C"]}).content.decode()
    assert "Open priority" in page
    assert "Secret" not in page


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("who", [*INSIDERS, *OUTSIDERS])
def test_facets_count_published_profiles_only_for_everybody(sign_in, drafts, who, kind):
    response = sign_in(who).get(LISTS[kind])
    assert facet_counts(response, "topic") == {"10": 1}
    assert facet_counts(response, "confidence") == {"read": 1}
    assert facet_counts(response, "country") == {"ES": 1}
    assert facet_counts(response, "stage") == {}


@pytest.mark.parametrize("query", [{"topic": "20"}, {"stage": "research"}])
def test_regions_are_not_found_by_what_a_draft_says(client, drafts, query):
    assert titles(client.get("/regions/", query)) == []
    assert client.get("/api/v1/regions/", query).json()["results"] == []


def test_region_list_counts_published_profiles_only(client, drafts):
    rows = client.get("/regions/").context["page"]
    assert {row.code: row.profile_count for row in rows} == {
        "ES51": 2,
        "ES5": 0,
        "ES": 0,
    }


@pytest.mark.parametrize("who", OUTSIDERS)
@pytest.mark.parametrize("words", ["secret", "hushed"])
def test_search_does_not_find_a_draft(sign_in, drafts, who, words):
    page = sign_in(who).get("/search/", {"q": words}).content.decode()
    assert "Nothing was found" in page
    assert "Secret" not in page


def test_search_does_not_show_what_was_withdrawn_since(client, drafts):
    cluster = factories.make_cluster(title="Withdrawn cluster")
    factories.renew()
    type(cluster).objects.filter(pk=cluster.pk).update(status="withdrawn")
    page = client.get("/search/", {"q": "withdrawn"}).content.decode()
    assert "Withdrawn cluster" not in page


def test_region_does_not_see_the_draft_of_a_cluster_that_sits_in_it(client, drafts):
    client.force_login(factories.make_person("officer", region="ES51"))
    assert titles(client.get("/clusters/")) == ["Open cluster"]
    assert client.get(drafts["cluster"].get_absolute_url()).status_code == 404


def test_people_of_a_cluster_see_its_draft_but_no_other(client, drafts):
    other = factories.make_cluster("ES51", title="Other draft", status="draft")
    client.force_login(factories.make_person("manager", cluster=drafts["cluster"]))
    assert titles(client.get("/clusters/")) == ["Open cluster", "Secret cluster"]
    assert client.get(other.get_absolute_url()).status_code == 404
    assert client.get(drafts["priority"].get_absolute_url()).status_code == 404


def test_page_kept_for_visitors_is_not_what_an_owner_saw(sign_in, client, drafts):
    sign_in("owner").get("/priorities/")
    client.logout()
    assert titles(client.get("/priorities/")) == ["Open priority"]


def test_strategy_draft_is_for_its_region_only(client):
    factories.make_strategy("ES51", title="Secret plan", status="draft")
    factories.renew()
    assert "Secret plan" not in client.get("/regions/ES51/").content.decode()
    assert client.get("/api/v1/strategies/").json()["results"] == []
    client.force_login(factories.make_person("owner", region="ES51"))
    assert "Secret plan" in client.get("/regions/ES51/").content.decode()
    rows = client.get("/api/v1/strategies/").json()["results"]
    assert [row["title"] for row in rows] == ["Secret plan"]
