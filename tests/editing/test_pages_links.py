"""A cluster looks for priorities and proposes links; the region decides on its page."""

import pytest

from regions.models import PriorityLink
from tests import factories

pytestmark = pytest.mark.django_db

DESK = "/edit/clusters/qc/"
REGION = "/edit/region/FI1C/links/"


@pytest.fixture
def cluster():
    return factories.make_cluster("ES51", slug="qc", title="Qwertz cluster")


@pytest.fixture
def priority():
    made = factories.make_priority("FI1C", slug="timber", title="Yxcv timber")
    factories.make_priority("ES51", title="Yxcv elsewhere")
    factories.renew()
    return made


@pytest.fixture
def sign_in(client, cluster, priority):
    def done(who: str):
        client.logout()
        if who == "visitor":
            return client
        place = {"officer": "FI1C", "neighbour": "ES51"}.get(who.split("-")[0], "")
        person = factories.make_person(
            who,
            region=place,
            cluster=cluster if who == "manager" else None,
            is_staff=who == "curator",
        )
        if who == "officer-reader":
            person.mandates.update(role="reader")
        client.force_login(person)
        return client

    return done


def found(answer) -> list[str]:
    return [one.title for one in answer.context["search"].found]


def test_priorities_are_found_by_region_and_words_without_script(sign_in):
    client = sign_in("manager")
    assert found(client.get(DESK, {"place": "fi1c"})) == ["Yxcv timber"]
    assert found(client.get(DESK, {"place": "Region FI1C"})) == ["Yxcv timber"]
    assert found(client.get(DESK, {"words": "yxcv"})) == [
        "Yxcv elsewhere",
        "Yxcv timber",
    ]
    assert found(client.get(DESK, {"words": "elsewhere", "place": "FI1C"})) == []
    page = client.get(DESK, {"place": "Atlantis"}).content.decode()
    assert "There is no region “Atlantis”" in page


def test_link_goes_from_the_cluster_to_the_region_and_back(sign_in, client):
    client = sign_in("manager")
    answer = client.post(f"{DESK}links/", {"priority": "timber"})
    assert answer["Location"] == f"{DESK}#links"
    link = PriorityLink.objects.get()
    assert "Waits for the region" in client.get(DESK).content.decode()
    client = sign_in("officer")
    assert "Qwertz cluster" in client.get(REGION).content.decode()
    client.post(f"{REGION}{link.pk}/", {"decision": "refuse", "reasons": " "})
    page = client.get(REGION).content.decode()
    assert "Give the reasons: the cluster reads them." in page
    assert PriorityLink.objects.get().state == "proposed"
    client.post(f"{REGION}{link.pk}/", {"decision": "refuse", "reasons": "Too far."})
    client = sign_in("manager-2")
    assert client.get(DESK).status_code == 404
    client.force_login(link.proposed_by)
    page = client.get(DESK).content.decode()
    assert "Too far." in page
    assert "Propose it again" in page
    client.post(f"{DESK}links/", {"priority": "timber"})
    client = sign_in("officer-2")
    client.post(f"{REGION}{link.pk}/", {"decision": "confirm"})
    client.logout()
    for path in ("/clusters/qc/", "/priorities/timber/"):
        page = client.get(path).content.decode()
        assert "Qwertz cluster" in page
        assert "Yxcv timber" in page
    client.force_login(link.proposed_by)
    client.post(f"{DESK}links/{link.pk}/withdraw/")
    assert not PriorityLink.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("officer", 200),
        ("officer-reader", 403),
        ("curator", 403),
        ("neighbour", 404),
        ("manager", 404),
        ("visitor", 302),
    ],
)
def test_only_the_region_s_editors_decide(sign_in, cluster, priority, who, status):
    link = factories.make_link(cluster, priority, "proposed")
    client = sign_in(who)
    assert client.get(REGION).status_code == status
    answer = client.post(f"{REGION}{link.pk}/", {"decision": "confirm"})
    assert answer.status_code == (302 if status == 200 else status)
    link.refresh_from_db()
    assert link.state == ("confirmed" if status == 200 else "proposed")


def test_region_does_not_decide_about_the_links_of_another(sign_in, cluster, priority):
    link = factories.make_link(cluster, factories.make_priority("ES51"), "proposed")
    client = sign_in("officer")
    answer = client.post(f"{REGION}{link.pk}/", {"decision": "confirm"})
    assert answer.status_code == 404
    link.refresh_from_db()
    assert link.state == "proposed"


@pytest.mark.parametrize("who", ["officer", "neighbour", "visitor"])
def test_others_propose_and_withdraw_nothing_for_a_cluster(
    sign_in, cluster, priority, who
):
    link = factories.make_link(cluster, factories.make_priority("ES51"))
    client = sign_in(who)
    expected = 302 if who == "visitor" else 404
    answer = client.post(f"{DESK}links/", {"priority": "timber"})
    assert answer.status_code == expected
    answer = client.post(f"{DESK}links/{link.pk}/withdraw/")
    assert answer.status_code == expected
    assert list(PriorityLink.objects.all()) == [link]


def test_draft_of_a_priority_is_neither_found_nor_linked(sign_in):
    factories.make_priority("FI1C", slug="secret", title="Yxcv secret", status="draft")
    factories.renew()
    client = sign_in("manager")
    assert found(client.get(DESK, {"words": "secret"})) == []
    answer = client.post(f"{DESK}links/", {"priority": "secret"})
    assert answer.status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_page_of_the_region_costs_the_same_for_any_number(
    sign_in, priority, number, django_assert_num_queries
):
    for _ in range(number):
        factories.make_link(factories.make_cluster("ES51"), priority, "proposed")
    client = sign_in("officer")
    client.get(REGION)
    with django_assert_num_queries(QUERIES):
        links = client.get(REGION).context["links"]
    assert len(links["proposed"]) == number


# Session, person, region, mandate, links, unread notices.
QUERIES = 6
