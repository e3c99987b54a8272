"""Who submits something thin is asked once more, and nothing is forbidden."""

import pytest

from regions.editing.doubts import doubts_about
from regions.models import Case, Cluster, Priority, Strategy, Version
from tests import factories
from tests.editing.pages import hidden_fields, make_people

pytestmark = pytest.mark.django_db
STRATEGY = "/edit/strategy/es51-ris3/submit/"
NO_TOPICS = "It has no topics: nobody will find it."
NO_MEMBERS = "It does not say how many members it has: partners look for that."
NO_PRIORITIES = "It has no priority: there is nothing for which anybody is found."


@pytest.fixture
def people(client):
    people = make_people()
    client.force_login(people["editor"])
    return people


@pytest.fixture
def strategy():
    return factories.make_strategy("ES51", slug="es51-ris3", status="draft")


def add_priority(strategy, *topics, **fields) -> Priority:
    values = {"strategy": strategy, "status": "draft"} | fields
    return factories.make_priority("ES51", topics, **values)


def told(records) -> list[tuple[str, str, str]]:
    found = doubts_about(records, None)
    return [(str(one.record), str(one.word), str(one.text)) for one in found]


def test_each_kind_lacks_what_makes_it_found(strategy):
    factories.make_topic("10")
    priority = add_priority(strategy, title="Food")
    cluster = factories.make_cluster("ES51", title="Bakers")
    facility = factories.make_facility("ES51", name="Oven")
    assert told([priority, cluster, facility]) == [
        ("Food", "thin", NO_TOPICS),
        ("Bakers", "thin", NO_TOPICS),
        ("Bakers", "thin", NO_MEMBERS),
        ("Oven", "thin", NO_TOPICS),
    ]
    for record in (priority, cluster, facility):
        record.topics.set(["10"])
    cluster.members_total = 7
    assert told([priority, cluster, facility]) == []


@pytest.mark.parametrize(
    ("status", "is_thin"),
    [("published", False), ("submitted", False), ("withdrawn", True)],
)
def test_strategy_needs_a_priority_that_counts(strategy, status, is_thin):
    add_priority(strategy, "10", status=status)
    thin = [(str(strategy), "thin", NO_PRIORITIES)]
    assert told([strategy]) == (thin if is_thin else [])


def test_strategy_that_takes_a_priority_along_is_not_thin(strategy):
    priority = add_priority(strategy, "10")
    assert told([strategy, priority]) == []


def test_thin_submission_asks_and_leads_to_what_is_missing(client, people, strategy):
    add_priority(strategy, title="Food", slug="food")
    add_priority(strategy, "10", title="Energy", slug="energy")
    answer = client.post(STRATEGY, {"note": "Soon more"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count(NO_TOPICS) == 1
    assert page.count('href="/edit/priority/food/edit/#field-topics"') == 2
    assert "Energy" not in page
    assert Strategy.objects.get().status == "draft"
    assert not Case.objects.exists()

    fields = hidden_fields(page.partition('<form method="post">')[2])
    assert fields == {"_all_the_same": ["1"], "note": ["Soon more"]}
    page = client.post(STRATEGY, fields, follow=True).content.decode()
    assert "3 records are with the curators now." in page
    assert Strategy.objects.get().status == "submitted"
    assert {one.note for one in Version.objects.filter(act="submitted")} == {
        "Soon more"
    }


def test_address_of_the_question_leads_back(client, people, strategy):
    """One comes there by GET after choosing another language, or signing in again."""
    assert client.get(STRATEGY)["Location"] == "/edit/strategy/es51-ris3/"
    assert Strategy.objects.get().status == "draft"


def test_strategy_without_priorities_leads_to_writing_one(client, people, strategy):
    page = client.post(STRATEGY).content.decode()
    assert NO_PRIORITIES in page
    assert 'href="/edit/strategy/es51-ris3/priority/new/"' in page
    assert Strategy.objects.get().status == "draft"


def test_nobody_is_asked_about_what_is_complete(client, people, strategy):
    add_priority(strategy, "10")
    page = client.post(STRATEGY, follow=True).content.decode()
    assert "2 records are with the curators now." in page


def test_nobody_is_asked_about_what_cannot_be_submitted(client, people):
    """That it waits already is told at once."""
    cluster = factories.make_cluster("ES51", slug="bakers", status="submitted")
    person = factories.make_person("manager", cluster=cluster)
    client.force_login(person)
    page = client.post("/edit/cluster/bakers/submit/", follow=True).content.decode()
    assert "cannot be submitted" in page
    assert NO_TOPICS not in page


@pytest.mark.parametrize(("name", "code"), [("reader", 403), ("colleague", 404)])
def test_question_is_for_those_who_may_submit(client, people, strategy, name, code):
    client.force_login(people[name])
    for data in ({}, {"_all_the_same": "1"}):
        answer = client.post(STRATEGY, data)
        assert answer.status_code == code
        assert NO_PRIORITIES not in answer.content.decode()
    assert Strategy.objects.get().status == "draft"


def test_clusters_manager_is_asked_for_topics_and_members(client, people):
    cluster = factories.make_cluster("ES51", slug="bakers", status="draft")
    client.force_login(factories.make_person("manager", cluster=cluster))
    page = client.post("/edit/cluster/bakers/submit/").content.decode()
    for text in (NO_TOPICS, NO_MEMBERS):
        assert text in page
    assert 'href="/edit/clusters/bakers/edit/#id_members_total"' in page
    assert Cluster.objects.get().status == "draft"
