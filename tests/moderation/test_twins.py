"""Strategies and facilities that stand twice: a curator keeps both or withdraws one."""

import pytest

from regions.models import Facility, NotDuplicate
from tests import factories
from tests.moderation.conftest import acts_of, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(people):
    return people["curator"]


@pytest.fixture
def desk(client, curator):
    client.force_login(curator)
    return client


@pytest.fixture
def ovens():
    """Two that are one, beside others' drafts and what was withdrawn."""
    for status in ("draft", "withdrawn"):
        factories.make_facility("ES51", name="Test bakery", status=status)
    made = [factories.make_facility("ES51", name="Test bakery") for _ in range(2)]
    factories.renew()
    return made


def path_of(first, second) -> str:
    return f"/curation/duplicates/{first.record_kind}/{first.pk}/{second.pk}/"


def pairs_on(desk) -> list[tuple[int, int]]:
    page = desk.get("/curation/duplicates/").context["page"]
    return [(one.first.pk, one.second.pk) for one in page]


def test_pair_of_facilities_is_listed_with_its_reasons(desk, ovens):
    assert pairs_on(desk) == [(ovens[0].pk, ovens[1].pk)]
    page = desk.get("/curation/duplicates/").content.decode()
    assert "names that are 100 % alike" in page
    assert "the same region (ES51)" in page
    assert path_of(*ovens) in page
    assert "Compare and merge" not in page


def test_pair_of_strategies_is_listed_and_those_that_follow_are_not(desk):
    first = factories.make_strategy("ES51", title="Plan", period="2021-2027")
    second = factories.make_strategy("ES51", title="RIS3", period="2021-2029")
    factories.make_strategy("ES51", title="Plan", period="2014-2020")
    factories.renew()
    assert pairs_on(desk) == [(first.pk, second.pk)]
    page = desk.get(path_of(first, second)).content.decode()
    for words in ("Plan", "RIS3", "2021-2029"):
        assert words in page


def test_curator_withdraws_one_of_two_with_reasons(desk, ovens, mailbox, people):
    answer = desk.post(
        path_of(*ovens),
        {"goes": ovens[1].pk, "rule": "duplicate", "reasons": "The first says more."},
    )
    assert (answer.status_code, answer["Location"]) == (302, "/curation/duplicates/")
    states = Facility.objects.in_bulk([one.pk for one in ovens])
    assert [states[one.pk].status for one in ovens] == ["published", "withdrawn"]
    assert acts_of(ovens[1])[-1] == (2, "withdrawn", "curator")
    assert sorted(one.to[0] for one in mailbox()) == [
        "editor@example.org",
        "owner@example.org",
    ]
    assert pairs_on(desk) == []
    assert desk.get(path_of(*ovens)).status_code == 404


@pytest.mark.parametrize("number", [0, 1])
def test_pair_of_which_one_was_changed_meanwhile_is_compared_again(desk, ovens, number):
    seen = desk.get(path_of(*ovens)).context["form"]["seen"].value()
    Facility.objects.filter(pk=ovens[number].pk).update(version=7)
    data = {"goes": ovens[1].pk, "rule": "duplicate", "reasons": "Twice."}
    answer = desk.post(path_of(*ovens), data | {"seen": seen})
    assert "has been changed meanwhile" in answer.content.decode()
    assert Facility.objects.get(pk=ovens[1].pk).status == "published"
    seen = desk.get(path_of(*ovens)).context["form"]["seen"].value()
    assert desk.post(path_of(*ovens), data | {"seen": seen}).status_code == 302
    assert Facility.objects.get(pk=ovens[1].pk).status == "withdrawn"


@pytest.mark.parametrize(
    ("data", "fields"),
    [
        ({}, ["goes", "rule", "reasons"]),
        ({"goes": "1000000", "rule": "duplicate", "reasons": "Twice."}, ["goes"]),
    ],
)
def test_nothing_is_withdrawn_without_a_choice_and_reasons(desk, ovens, data, fields):
    answer = desk.post(path_of(*ovens), {"withdraw": "1"} | data)
    assert answer.status_code == 400
    assert sorted(answer.context["form"].errors) == sorted(fields)
    assert Facility.objects.filter(status="withdrawn").count() == 1


def test_form_begins_with_the_rule_of_duplicates_and_with_a_sentence(desk, ovens):
    form = desk.get(path_of(*ovens)).context["form"]
    assert form["rule"].value() == "duplicate"
    answer = desk.post(
        path_of(*ovens), {"start_with": "duplicate", "goes": str(ovens[0].pk)}
    )
    form = answer.context["form"]
    assert (form["goes"].value(), bool(form["reasons"].value())) == (
        str(ovens[0].pk),
        True,
    )
    assert answer.status_code == 200


def test_nobody_withdraws_the_twin_of_his_own_organisation(client, people, ovens):
    person = make_member("insider", "editor", "ES51")
    person.is_staff = True
    person.save()
    client.force_login(person)
    path = path_of(*ovens)
    assert "Another curator decides" in client.get(path).content.decode()
    data = {"goes": ovens[0].pk, "rule": "duplicate", "reasons": "Mine."}
    assert "Another curator decides" in client.post(path, data).content.decode()
    assert Facility.objects.filter(status="withdrawn").count() == 1


def test_pair_that_is_none_is_not_shown_again(desk, ovens):
    desk.post(f"{path_of(*ovens)}apart/")
    assert NotDuplicate.objects.get().kind == "facility"
    assert pairs_on(desk) == []


def test_same_keys_of_another_kind_are_another_pair(desk, ovens, curator):
    NotDuplicate.objects.create(
        kind="cluster", first=ovens[0].pk, second=ovens[1].pk, by=curator
    )
    assert pairs_on(desk) == [(ovens[0].pk, ovens[1].pk)]


def test_drafts_and_what_others_may_not_compare(desk, client, ovens, people):
    draft = Facility.objects.get(status="draft")
    assert desk.get(path_of(ovens[0], draft)).status_code == 404
    assert desk.get(path_of(ovens[0], ovens[0])).status_code == 404
    client.force_login(people["owner"])
    assert client.get(path_of(*ovens)).status_code == 404
    assert client.post(f"{path_of(*ovens)}apart/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_pairs_of_facilities_costs_the_same_for_one_and_three(
    desk, count, django_assert_num_queries
):
    for number in range(count):
        for _ in range(2):
            factories.make_facility("ES51", name=f"{'abc'[number] * 9} ovens")
    factories.renew()
    desk.get("/curation/duplicates/")
    with django_assert_num_queries(10):
        assert len(pairs_on(desk)) == count
