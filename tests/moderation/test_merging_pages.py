"""The page on which two records become one: people, asking back, old addresses."""

import datetime

import pytest

from regions.models import Cluster, Draft, NotDuplicate, OldAddress, Profile
from tests import factories
from tests.editing.pages import hidden_fields
from tests.moderation.conftest import make_member
from tests.moderation.mergers import merge

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator():
    return factories.make_person("curator", is_staff=True)


@pytest.fixture
def desk(client, curator):
    client.force_login(curator)
    return client


def test_pair_is_found_and_merged_on_the_page(desk, kept, gone):
    factories.renew()
    text = desk.get("/curation/duplicates/").content.decode()
    path = f"/curation/duplicates/cluster/{kept.pk}/{gone.pk}/"
    assert path in text
    page = desk.get(path)
    data = {"stays": "first", "seen": page.context["seen"], "field-title": "first"}
    asked = desk.post(path, data)
    assert asked.templates[0].name == "curation/merge_confirm.html"
    assert not OldAddress.objects.exists()
    answer = desk.post(path, data | {"confirmed": "1"})
    assert (answer.status_code, answer["Location"]) == (302, "/clusters/bread/")
    merged = Cluster.objects.get(pk=kept.pk)
    assert (merged.title, merged.website) == ("Bread", "https://bread.eu")
    assert desk.get(path).status_code == 404
    assert path not in desk.get("/curation/duplicates/").content.decode()


def test_the_second_may_stay_with_values_of_the_first(desk, kept, gone):
    path = f"/curation/duplicates/cluster/{kept.pk}/{gone.pk}/"
    seen = desk.get(path).context["seen"]
    data = {"stays": "second", "seen": seen, "field-title": "first"}
    desk.post(path, data | {"confirmed": "1"})
    merged = Cluster.objects.get(pk=gone.pk)
    assert (merged.title, merged.city, merged.status) == (
        "Bread",
        "Girona",
        "published",
    )
    assert OldAddress.objects.get().slug == "bread"


def test_merger_without_a_choice_or_of_an_old_page_is_refused_in_words(
    desk, kept, gone
):
    path = f"/curation/duplicates/cluster/{kept.pk}/{gone.pk}/"
    answer = desk.post(path, {})
    assert answer.status_code == 400
    assert "Choose which of the two records stays." in answer.content.decode()
    old = {"stays": "first", "seen": "1-1.2-2"}
    asked = desk.post(path, old).content.decode()
    assert hidden_fields(asked)["seen"] == ["1-1.2-2"]
    answer = desk.post(path, old | {"confirmed": "1"})
    assert "Compare them again." in answer.content.decode()
    assert not OldAddress.objects.exists()


def test_before_the_merger_it_is_said_what_moves(desk, kept, gone):
    make_member("baker", "owner", cluster=kept)
    for role in ("editor", "reader"):
        make_member(f"miller-{role}", role, cluster=gone)
    factories.make_facility("ES51", cluster=gone)
    factories.make_facility("ES51", cluster=kept)
    factories.make_link(gone, factories.make_priority("ES51"))
    Draft.objects.create(
        user=factories.make_person("typist"), kind="cluster", record_key=gone.pk
    )
    path = f"/curation/duplicates/cluster/{kept.pk}/{gone.pk}/"
    asked = desk.post(path, {"stays": "first", "field-city": "second"})
    assert asked.context["moves"] == [
        "“Bread Cluster” is withdrawn; its address bread-cluster leads to “Bread”.",
        "These people act for “Bread” too from then on: miller-editor@example.org, "
        "miller-reader@example.org.",
        "1 facility moves with it.",
        "1 link between a cluster and a priority moves with it.",
        "1 unsaved text of a person moves with it.",
    ]
    sent = hidden_fields(asked.content.decode())
    assert (sent["stays"], sent["field-city"]) == (["first"], ["second"])
    desk.post(path, sent | {"confirmed": "1"})
    assert (Cluster.objects.get(pk=kept.pk).city, kept.facilities.count()) == ("", 2)


def test_mandates_for_what_was_never_public_end_with_it(desk, kept, gone):
    make_member("miller", "owner", cluster=gone)
    Cluster.objects.filter(pk=gone.pk).update(status="draft")
    path = f"/curation/duplicates/cluster/{kept.pk}/{gone.pk}/"
    assert desk.post(path, {"stays": "first"}).context["moves"][1] == (
        "The mandates of these people end, because their record was never public: "
        "miller@example.org."
    )


def test_who_goes_back_finds_the_choices_again(desk, kept, gone):
    path = f"/curation/duplicates/cluster/{kept.pk}/{gone.pk}/"
    data = {"stays": "first", "field-city": "second", "back": "1"}
    answer = desk.post(path, data)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'id="city-second" value="second" checked' in page
    assert 'id="stays-first" value="first" checked' in page
    assert not OldAddress.objects.exists()


def test_people_of_both_records_are_named_before_the_merger(desk, kept, gone):
    both = make_member("both", "reader", cluster=kept)
    both.mandates.create(cluster=gone, role="owner")
    make_member("miller", "owner", cluster=gone)
    past = make_member("past", "owner", cluster=gone)
    past.mandates.update(ends_on=datetime.date(2020, 1, 1))
    path = f"/curation/duplicates/cluster/{kept.pk}/{gone.pk}/"
    answer = desk.get(path)
    names = [
        [str(person) for person in people]
        for people in (
            answer.context["holders"].first,
            answer.context["holders"].second,
            answer.context["holders"].both,
        )
    ]
    assert names == [
        ["both@example.org"],
        ["both@example.org", "miller@example.org"],
        ["both@example.org"],
    ]
    assert "For both: both@example.org." in answer.content.decode()


EDIT_PAGES = ("/edit/clusters/{}/", "/edit/clusters/{}/edit/", "/edit/clusters/{}/?q=a")


@pytest.mark.parametrize("path", EDIT_PAGES)
@pytest.mark.parametrize(
    ("name", "leads_on"),
    [
        ("baker", True),
        ("miller", True),
        ("curator", True),
        ("reader", False),
        ("stranger", False),
    ],
)
def test_edit_address_of_what_was_merged_leads_to_what_stayed(
    client, kept, gone, curator, path, name, leads_on
):
    people = {
        "baker": make_member("baker", "editor", cluster=kept),
        "miller": make_member("miller", "owner", cluster=gone),
        "reader": make_member("reader", "reader", cluster=kept),
        "stranger": make_member("stranger", "owner", "FR10"),
        "curator": curator,
    }
    merge(kept, gone, curator)
    client.force_login(people[name])
    answer = client.get(path.format("bread-cluster"))
    if leads_on:
        assert answer.status_code == 302
        assert answer["Location"] == path.format("bread")
    else:
        assert answer.status_code == 404


def test_edit_address_of_a_merged_priority_leads_on_and_takes_no_form(client, curator):
    strategy = factories.make_strategy("ES51")
    first, second = (
        factories.make_priority("ES51", strategy=strategy, slug=slug)
        for slug in ("stays", "goes")
    )
    merge(first, second, curator)
    client.force_login(make_member("owner", "owner", "ES51"))
    path = "/edit/priority/goes/edit/"
    assert client.get(path)["Location"] == "/edit/priority/stays/edit/"
    assert client.post(path, {"title": "New", "_base_version": "1"}).status_code == 403
    assert not Profile.objects.filter(title="New").exists()


def test_pair_that_is_none_is_not_shown_again(desk, kept, gone):
    factories.renew()
    path = f"/curation/duplicates/cluster/{gone.pk}/{kept.pk}/apart/"
    for _ in range(2):
        answer = desk.post(path, follow=True)
    assert "No pair looks like a duplicate" in answer.content.decode()
    assert NotDuplicate.objects.get().first == kept.pk


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_pairs_costs_the_same_for_one_and_three(
    desk, count, django_assert_num_queries
):
    for number in range(count):
        for _ in range(2):
            factories.make_cluster("ES51", title=f"{'abc'[number] * 9} bakers")
    factories.renew()
    desk.get("/curation/duplicates/")
    with django_assert_num_queries(10):
        answer = desk.get("/curation/duplicates/")
    assert len(answer.context["page"].object_list) == count
