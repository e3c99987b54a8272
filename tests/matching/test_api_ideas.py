"""An idea over the API: explained partners, strict input, nothing stored."""

import pytest
from django.apps import apps
from django.core.cache import caches

from matching.api_ideas import IdeaThrottle
from matching.features import component_names
from matching.models import CurrentRun
from matching.ordering import GROUPS
from regions.models import Profile
from tests.matching.factories import (
    make_cluster,
    make_item,
    make_priority,
    make_run,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db
URL = "/api/v1/match-idea/"
LABELS = {"20": "Manufacture of chemicals", "13": "Manufacture of textiles"}


@pytest.fixture
def register():
    """Three clusters about hydrogen, three about textiles, and a current run."""
    make_run()
    for code, label in LABELS.items():
        make_topic(code, label_en=label)
    for number, region in enumerate(("DE21", "FR10", "PL91")):
        make_cluster(
            region, ("20",), title=f"Gas {number}", keywords=["hydrogen", "fuel cells"]
        )
        make_cluster(
            region, ("13",), title=f"Cloth {number}", keywords=["textiles", "fibres"]
        )


def ask(client, **idea):
    return client.post(URL, {"text": "hydrogen"} | idea, "application/json")


def titles(answer) -> list[str]:
    return [row["profile"]["title"] for row in answer.json()["results"]]


def test_idea_finds_explained_partners(client, register):
    answer = ask(client)
    assert answer.status_code == 200
    content = answer.json()
    assert content["topics"] == [
        {"code": "20", "label": "Manufacture of chemicals", "source": "read"}
    ]
    assert titles(answer) == ["Gas 0", "Gas 1", "Gas 2"]
    row = content["results"][0]
    assert list(row) == [
        "rank",
        "rank_by_score",
        "fairness",
        "portal",
        "score",
        "kind",
        "contributions",
        "reasons",
        "unknown",
        "profile",
        "url",
    ]
    assert [one["rank"] for one in content["results"]] == [1, 2, 3]
    # The order is that of the scores, and says so.
    for one in content["results"]:
        assert one["rank_by_score"] == one["rank"]
        assert one["fairness"] == {"bonus": 0.0, "moved": 0, "why": [], "text": ""}
        assert one["portal"] == {"score": one["score"], "rank": one["rank"]}
    assert list(row["contributions"]) == list(component_names())
    assert round(sum(row["contributions"].values()), 2) == row["score"] > 0
    assert {(one["code"], one["text"]) for one in row["reasons"]} >= {
        ("shared_words", "Both speak of hydrogen"),
        ("shared_topics", "Both work on “chemicals”"),
    }
    assert row["unknown"] == [
        "offers of either side",
        "needs of either side",
        "value-chain stages of either side",
        "figures of either region",
        "your region",
    ]
    assert row["url"] == row["profile"]["url"]


@pytest.mark.parametrize(
    "text",
    ["Wasserstoff", "Wir suchen Partner für Wasserstofftechnologie", "l'hydrogène"],
)
def test_idea_in_german_or_french_finds_the_same(client, register, text):
    assert ask(client, text=text).json() == ask(client).json()


def test_offer_and_need_are_worded_and_matched(client, register):
    partner = make_cluster("ES51", ("20",), title="Solvents")
    make_item(partner, "need", text="membranes")
    make_item(partner, "offer", text="a test rig")
    answer = ask(
        client,
        offers=[{"kind": "technology", "text": "our membranes", "topics": ["20"]}],
        needs=[{"kind": "technology", "text": "hydrogen rigs"}],
        country=["ES"],
    )
    (row,) = answer.json()["results"]
    texts = {one["side"]: one for one in row["reasons"] if "offer" in one["code"]}
    assert texts["they"]["text"] == "They offer “a test rig”. You need “hydrogen rigs”"
    assert texts["you"]["text"] == "You offer “our membranes”. They need “membranes”"
    assert texts["they"]["url"].startswith(partner.get_absolute_url() + "#item-")
    # An idea has no page that a reason could lead to.
    assert texts["you"]["url"] == ""
    assert row["kind"] == "complementary"


def test_stated_topics_replace_those_of_the_text(client, register):
    answer = ask(client, topics=["13"])
    (topic,) = answer.json()["topics"]
    assert (topic["code"], topic["source"]) == ("13", "stated")
    assert set(titles(answer)) > {"Cloth 0", "Cloth 1", "Cloth 2"}


def test_topics_are_not_read_where_nobody_wants_it(client, register):
    answer = ask(client, read_topics=False)
    assert answer.json()["topics"] == []
    assert {row["contributions"]["focus"] for row in answer.json()["results"]} == {0.0}
    assert titles(answer) == ["Gas 0", "Gas 1", "Gas 2"]


def test_region_leaves_out_its_own_profiles(client, register):
    answer = ask(client, region="DE21")
    assert titles(answer) == ["Gas 1", "Gas 2", "Cloth 1", "Cloth 2"]
    codes = {one["code"] for one in answer.json()["results"][0]["reasons"]}
    assert "other_country" in codes


def test_filters_and_limit(client, register):
    assert titles(ask(client, country=["FR", "PL"])) == ["Gas 1", "Gas 2"]
    assert titles(ask(client, kind=["bridge"])) == []
    assert titles(ask(client, limit=1)) == ["Gas 0"]


@pytest.mark.parametrize(
    ("idea", "fault"),
    [
        ({"text": ""}, {"text": ["This field may not be blank."]}),
        ({"text": "  \n "}, {"text": ["This field may not be blank."]}),
        ({"text": 5}, {"text": ["Not a valid string."]}),
        ({"text": ["hydrogen"]}, {"text": ["Not a valid string."]}),
        (
            {"text": "😀 !!"},
            {
                "text": [
                    "There is no word in this text. Describe the idea in a few words."
                ]
            },
        ),
        (
            {"text": "gas " * 1001},
            {
                "text": [
                    "This text has 1001 words; at most 1000 can be read. A paragraph "
                    "about what you want to do works best."
                ]
            },
        ),
        (
            {"text": "hydrogen " * 10_000},
            {"text": ["Ensure this field has no more than 10000 characters."]},
        ),
        ({"text": "a\x00b"}, {"text": ["Null characters are not allowed."]}),
        ({"colour": "red"}, {"colour": ["There is no field of this name."]}),
        ({"language": "de"}, {"language": ["There is no field of this name."]}),
        ({"topics": ["ZZ"]}, {"topics": ["There is no “ZZ” in this list."]}),
        ({"stages": ["sale"]}, {"stages": ["There is no “sale” in this list."]}),
        ({"region": "XX"}, {"region": ["There is no “XX” in this list."]}),
        ({"country": ["DE21"]}, {"country": ["There is no “DE21” in this list."]}),
        ({"kind": ["alien"]}, {"kind": ["There is no “alien” in this list."]}),
        (
            {"partner_topic": ["ZZ"]},
            {"partner_topic": ["There is no “ZZ” in this list."]},
        ),
        (
            {"partner_stage": ["sale"]},
            {"partner_stage": ["There is no “sale” in this list."]},
        ),
        (
            {"confidence": ["sure"]},
            {"confidence": ["There is no “sure” in this list."]},
        ),
        ({"topic": ["20"]}, {"topic": ["There is no field of this name."]}),
        ({"sort": "size"}, {"sort": ["There is no “size” in this list."]}),
        ({"reach": 4}, {"reach": ["There is no “4” in this list."]}),
        ({"reach": "3"}, {"reach": ["A valid integer is required."]}),
        (
            dict.fromkeys(GROUPS, 0),
            {"likeness": ["Let at least one of the five things count."]},
        ),
        ({"limit": "5"}, {"limit": ["A valid integer is required."]}),
        ({"limit": True}, {"limit": ["A valid integer is required."]}),
        (
            {"limit": 101},
            {"limit": ["Ensure this value is less than or equal to 100."]},
        ),
        ({"read_topics": "no"}, {"read_topics": ["Must be a valid boolean."]}),
        (
            {"offers": [{"kind": "magic", "text": "x"}]},
            {"offers": {"0": {"kind": ['"magic" is not a valid choice.']}}},
        ),
        (
            {"needs": [{"kind": "skill", "text": "x", "topics": ["ZZ"]}]},
            {"needs": {"0": {"topics": ["There is no “ZZ” in this list."]}}},
        ),
        (
            {"needs": [{"kind": "skill", "text": "x", "price": 1}]},
            {"needs": {"0": {"price": ["There is no field of this name."]}}},
        ),
    ],
)
def test_wrong_input_is_refused_by_name(client, register, idea, fault):
    answer = ask(client, **idea)
    assert answer.status_code == 400
    assert answer.json() == fault


@pytest.mark.parametrize("body", ["[]", "null", '"x"', "{", ""])
def test_what_is_no_object_is_refused(client, register, body):
    answer = client.post(URL, body, "application/json")
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "text", ["the and of", "der die das", "x", "zzz", "<script>alert(1)</script>"]
)
def test_text_that_says_nothing_to_the_register_finds_nobody(client, register, text):
    answer = ask(client, text=text, region="PL91")
    assert answer.status_code == 200
    assert answer.json() == {"topics": [], "results": []}


def test_control_and_direction_characters_do_no_harm(client, register):
    answer = ask(client, text="\u202ehydrogen\u202c\u0007\ufeff <b>hydrogen</b> 💧")
    assert titles(answer) == ["Gas 0", "Gas 1", "Gas 2"]


def test_nothing_is_stored_and_nobody_may_keep_the_answer(client, register, caplog):
    client.force_login(make_user("officer@example.org", "ES51"))
    rows = {model: model.objects.count() for model in apps.get_models()}
    with caplog.at_level(0):
        answer = ask(client, text="hydrogen secretplan")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert {model: model.objects.count() for model in apps.get_models()} == rows
    assert "secretplan" not in caplog.text


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
@pytest.mark.parametrize("who", ["visitor", "stranger", "owner", "curator"])
def test_hidden_profiles_never_appear(client, register, status, who):
    make_priority("ES51", ("20",), title="Hidden", keywords=["hydrogen"], status=status)
    people = {
        "stranger": {"region": "DE21"},
        "owner": {"region": "ES51"},
        "curator": {"is_staff": True},
    }
    if who in people:
        client.force_login(make_user("somebody@example.org", **people[who]))
    answer = ask(client)
    assert titles(answer) == ["Gas 0", "Gas 1", "Gas 2"]


def test_profile_withdrawn_since_the_index_was_made_is_left_out(client, register):
    assert titles(ask(client)) == ["Gas 0", "Gas 1", "Gas 2"]
    # Written past the services, so nothing tells the index.
    Profile.objects.filter(title="Gas 0").update(status="withdrawn")
    answer = ask(client)
    assert titles(answer) == ["Gas 1", "Gas 2"]
    assert [row["rank"] for row in answer.json()["results"]] == [1, 2]


QUERIES = 16


@pytest.mark.parametrize("number", [1, 3])
def test_answers_ask_the_same_queries_for_any_number(
    client, register, django_assert_num_queries, number
):
    ask(client)
    with django_assert_num_queries(QUERIES):
        assert len(titles(ask(client, limit=number))) == number


def test_ideas_are_only_posted(client, register):
    for method in ("get", "put", "patch", "delete"):
        assert getattr(client, method)(URL).status_code == 405


def test_too_many_ideas_are_refused_for_a_while(client, register, monkeypatch):
    caches["process"].clear()
    monkeypatch.setattr(IdeaThrottle, "THROTTLE_RATES", {"match-idea": "2/minute"})
    assert [ask(client).status_code for _ in range(3)] == [200, 200, 429]


def test_idea_is_answered_before_the_first_run(client, register):
    CurrentRun.objects.all().delete()
    assert titles(ask(client)) == ["Gas 0", "Gas 1", "Gas 2"]
