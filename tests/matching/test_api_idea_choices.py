"""The partners of an idea over the API: filtered and ordered as any list."""

import pytest

from matching.models import CurrentRun, Exposure
from tests.matching.factories import (
    make_cluster,
    make_priority,
    make_region,
    make_run,
    make_topic,
)

pytestmark = pytest.mark.django_db
URL = "/api/v1/match-idea/"


def titles(answer) -> list[str]:
    return [row["profile"]["title"] for row in answer.json()["results"]]


@pytest.fixture
def varied():
    """Two partners that differ in everything one can filter by; neither was shown."""
    make_run()
    make_region("SE11", cohesion_category="more")
    make_region("HU21", cohesion_category="less")
    for code in ("C", "41"):
        make_topic(code)
    make_topic("43", parent_id="C")
    first = make_cluster(
        "SE11",
        ("41",),
        title="First",
        keywords=["bricks"],
        stage_bits=0b00001,
        confidence="confirmed",
    )
    second = make_priority(
        "HU21",
        ("41", "43"),
        title="Second",
        keywords=["bricks", "mortar"],
        stage_bits=0b00110,
        confidence="confirmed",
    )
    return first, second


def ask_for_bricks(client, **choices):
    idea = {"text": "bricks", "topics": ["41"]}
    return client.post(URL, idea | choices, "application/json")


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ({}, ["First", "Second"]),
        ({"country": ["HU"]}, ["Second"]),
        ({"country": ["HU", "SE"]}, ["First", "Second"]),
        ({"cohesion": ["more"]}, ["First"]),
        ({"type": ["priority"]}, ["Second"]),
        ({"partner_stage": ["research"]}, ["First"]),
        ({"partner_stage": ["pilot", "development"]}, ["Second"]),
        ({"partner_topic": ["43"]}, ["Second"]),
        ({"partner_topic": ["C"]}, ["Second"]),
        ({"partner_topic": ["41"], "type": ["cluster"]}, ["First"]),
        ({"confidence": ["confirmed"]}, ["First", "Second"]),
        ({"confidence": ["read"]}, []),
    ],
)
def test_partners_of_an_idea_are_filtered_as_a_match_list(
    client, varied, choices, expected
):
    assert titles(ask_for_bricks(client, **choices)) == expected


def test_partners_of_an_idea_stand_in_the_fair_order_and_say_so(client, varied):
    first, second = (row["score"] for row in ask_for_bricks(client).json()["results"])
    run = CurrentRun.objects.get().run
    run.exposure = {"margin": 2.0}
    run.save()
    bonus = round(100 * (first - second)) + 1
    Exposure.objects.create(
        run=run, profile_id=varied[1].pk, top10=0, top20=0, bonus=bonus, why=1
    )
    rows = ask_for_bricks(client).json()["results"]
    assert [
        (row["profile"]["title"], row["rank"], row["rank_by_score"], row["score"])
        for row in rows
    ] == [("Second", 1, 2, second), ("First", 2, 1, first)]
    assert rows[0]["fairness"] == {
        "bonus": bonus / 100,
        "moved": 1,
        "why": ["seldom_shown"],
        "text": "1 place up: seldom shown so far",
    }
    assert titles(ask_for_bricks(client, sort="score")) == ["First", "Second"]
    # Filters leave the ranks of the whole list.
    (row,) = ask_for_bricks(client, country=["SE"]).json()["results"]
    assert (row["rank"], row["rank_by_score"]) == (2, 1)


def test_what_matters_to_the_reader_orders_the_partners_of_an_idea(client, varied):
    usual = {
        row["profile"]["title"]: row for row in ask_for_bricks(client).json()["results"]
    }
    rows = ask_for_bricks(client, likeness=0, reach=3).json()["results"]
    for row in rows:
        portal = usual[row["profile"]["title"]]
        assert row["portal"] == {"score": portal["score"], "rank": portal["rank"]}
        assert row["contributions"]["focus"] == row["contributions"]["words"] == 0.0
