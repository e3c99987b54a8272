"""Introductions over the API: one's own only, with the same rules as on the pages."""

import pytest

from matching.introductions import services
from matching.introductions.models import Introduction
from tests import factories
from tests.introductions.story import ANSWERS, ask, make_member

pytestmark = pytest.mark.django_db
LIST = "/api/v1/introductions/"


@pytest.fixture
def sent(sides):
    return {**ANSWERS, "profile": "here", "partner": "there", "consent": True}


@pytest.fixture
def asker(client, sides):
    client.force_login(sides.asker)
    return client


@pytest.fixture
def answerer(client, sides):
    client.force_login(sides.answerer)
    return client


def post(client, path, data):
    return client.post(path, data, content_type="application/json")


def test_asking_and_reading_back(asker, sent):
    answer = post(asker, LIST, sent)
    assert answer.status_code == 201
    found = answer.json()
    assert found == asker.get(f"{LIST}{found['id']}/").json()
    assert {name: found[name] for name in ANSWERS} == ANSWERS
    assert (found["side"], found["state"], found["contacts"]) == (
        "asking",
        "asked",
        None,
    )
    assert found["partner"] == {
        "slug": "there",
        "type": "cluster",
        "title": "Wood hub",
        "region": "FI1C",
    }
    [row] = asker.get(LIST).json()["results"]
    assert row == {name: found[name] for name in found if name != "contacts"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"consent": False}, "consent"),
        ({"consent": None}, "consent"),
        ({"cooperation": "party"}, "cooperation"),
        ({"brings": ""}, "brings"),
        ({"seeks": "x" * 1501}, "seeks"),
        ({"reply_by": "2020-01-01"}, "reply_by"),
        ({"reply_by": "soon"}, "reply_by"),
    ],
)
def test_what_is_wrong_is_named_by_field(asker, sent, change, field):
    answer = post(asker, LIST, sent | change)
    assert (answer.status_code, list(answer.json())) == (400, [field])
    assert Introduction.objects.count() == 0


def test_consent_must_be_said(asker, sent):
    del sent["consent"]
    assert post(asker, LIST, sent).json() == {"consent": ["This field is required."]}


def test_second_letter_names_the_first(asker, sent):
    first = post(asker, LIST, sent).json()
    answer = post(asker, LIST, sent)
    assert answer.status_code == 409
    assert answer.json()["introduction"] == first["id"]


def test_limit_is_told_as_such(asker, sides, sent, settings):
    settings.INTRODUCTIONS_A_DAY = 1
    other = factories.make_cluster("SE11")
    make_member("other", "owner", cluster=other)
    ask(sides, partner=other)
    answer = post(asker, LIST, sent)
    assert answer.status_code == 429
    assert "1 introduction a day" in answer.json()["detail"]


@pytest.mark.parametrize("name", ["profile", "partner"])
def test_profile_that_one_may_not_use_is_not_found(asker, sent, name):
    hidden = factories.make_cluster("SE11", slug="hidden", status="draft")
    assert post(asker, LIST, sent | {name: hidden.slug}).status_code == 404
    if name == "profile":
        assert post(asker, LIST, sent | {name: "there"}).status_code == 404


def test_accepting_shows_the_contacts(answerer, sides):
    type(sides.partner).objects.update(mailbox="desk@wood.example")
    sides.profile.strategy.mailbox = "ris3@here.example"
    sides.profile.strategy.save()
    introduction = ask(sides)
    path = f"{LIST}{introduction.pk}/accept/"
    assert post(answerer, path, {}).status_code == 400
    found = post(answerer, path, {"consent": True, "words": "Yes"}).json()
    assert (found["state"], found["answer"], found["side"]) == (
        "accepted",
        "Yes",
        "asked",
    )
    assert found["contacts"]["mailbox"] == "ris3@here.example"
    assert found["contacts"]["since"] == found["contacts_open_since"]


def test_declining_needs_a_reason_and_the_second_answer_is_a_conflict(answerer, sides):
    introduction = ask(sides)
    path = f"{LIST}{introduction.pk}"
    assert list(post(answerer, f"{path}/decline/", {}).json()) == ["reason"]
    found = post(answerer, f"{path}/decline/", {"reason": "not_now"}).json()
    assert (found["state"], found["decline_reason"]) == ("declined", "not_now")
    answer = post(answerer, f"{path}/accept/", {"consent": True})
    assert answer.status_code == 409
    assert answer.json() == {"detail": "This introduction has been declined meanwhile."}


def test_withdrawing(asker, sides):
    introduction = ask(sides)
    answer = post(asker, f"{LIST}{introduction.pk}/withdraw/", {})
    assert (answer.status_code, answer.json()["state"]) == (200, "withdrawn")


def test_filters(asker, sides):
    first = ask(sides)
    other = factories.make_cluster("SE11", slug="other")
    make_member("other", "owner", cluster=other)
    second = ask(sides, partner=other)
    services.withdraw(by=sides.asker, introduction=second)

    def keys(query: str) -> list[int]:
        return [row["id"] for row in asker.get(LIST + query).json()["results"]]

    assert keys("") == [second.pk, first.pk]
    assert keys("?state=asked") == [first.pk]
    assert keys("?partner=other") == [second.pk]
    assert keys("?profile=other") == []
    assert asker.get(f"{LIST}?state=lost").status_code == 400


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_often_for_many(asker, sides, count, django_assert_num_queries):
    for _ in range(count):
        one = factories.make_cluster("SE11")
        make_member(f"of-{one.pk}", "owner", cluster=one)
        ask(sides, partner=one)
    asker.get(LIST)
    with django_assert_num_queries(5):
        assert asker.get(LIST).json()["count"] == count
