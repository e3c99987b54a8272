"""Wrong input is refused at the border, naming what and where; empty input is fine."""

import math

import numpy as np
import pytest

from matching.engine import (
    EngineError,
    Item,
    ProfileInput,
    Project,
    RegionSpace,
    TopicSpace,
    Weights,
    build_index,
    match_profile,
    score_pair,
    score_rows,
    top_matches,
)

NUMBERS = {
    "focus": 0.28,
    "words": 0.2,
    "receive": 0.08,
    "give": 0.08,
    "chain": 0.06,
    "strength": 0.12,
    "track_record": 0.1,
    "reach": 0.08,
}
WEIGHTS = Weights("test", **NUMBERS)
TOPICS = TopicSpace.from_rows([("13", "economic", None, 1)], profile_count=1)
ROWS = [("A1", "A", "less"), ("B1", "B", "more")]
REGIONS = RegionSpace.from_rows(ROWS, as_of_year=2026)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"stages": ("pilott",)}, r"profile 5, field 'stages': 'pilott' is none of"),
        ({"confidence": "sure"}, r"profile 5, field 'confidence': 'sure'"),
        ({"texts": {"body": ""}}, r"profile 5, field 'texts': 'body'"),
        ({"texts": {"title": None}}, r"profile 5, field 'texts': title is not text"),
        ({"months_unconfirmed": -1}, r"profile 5, field 'months_unconfirmed': -1"),
        ({"offers": (Item(1, "gift", ()),)}, r"profile 5, field 'offers': 'gift'"),
        (
            {"needs": (Item(1, "skill", (), stage="sale"),)},
            r"profile 5, field 'needs': 'sale'",
        ),
        (
            {"needs": (Item(1, "skill", (), trl=(6, 3)),)},
            r"profile 5, field 'needs': readiness \(6, 3\)",
        ),
        (
            {"offers": (Item(1, "skill", ()), Item(1, "market", ()))},
            r"profile 5, field 'offers': two items have the same key",
        ),
    ],
)
def test_profile_with_a_wrong_field_is_refused(fields, message):
    with pytest.raises(EngineError, match=message):
        ProfileInput(5, "A1", **fields)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"region": "Z9"}, r"profile 5, field 'region': unknown region 'Z9'"),
        ({"topics": ("99",)}, r"profile 5, field 'topics': unknown topic '99'"),
        ({"offers": (Item(1, "skill", ("99",)),)}, r"profile 5, field 'offers'.*'99'"),
        ({"needs": (Item(1, "skill", ("99",)),)}, r"profile 5, field 'needs'.*'99'"),
    ],
)
def test_profile_with_an_unknown_code_is_refused(fields, message):
    profile = ProfileInput(5, **{"region": "A1"} | fields)
    with pytest.raises(EngineError, match=message):
        build_index([profile], TOPICS, REGIONS)


def test_negative_key_is_refused():
    with pytest.raises(EngineError, match="profile -1, field 'key'"):
        ProfileInput(-1, "A1")


def test_key_given_twice_is_refused():
    with pytest.raises(EngineError, match="profile 5, field 'key': given twice"):
        build_index([ProfileInput(5, "A1"), ProfileInput(5, "B1")], TOPICS, REGIONS)


@pytest.mark.parametrize("value", [math.nan, -0.1, 1.1, math.inf])
def test_strength_outside_zero_to_one_is_refused(value):
    with pytest.raises(EngineError, match="region 'A1', field 'strengths'"):
        RegionSpace.from_rows(ROWS, [("A1", "13", value)], as_of_year=2026)


def test_region_space_with_unknown_names_is_refused():
    with pytest.raises(EngineError, match=r"project 3, field 'regions'.*'Z9'"):
        RegionSpace.from_rows(
            ROWS, projects=[Project(3, 2020, ("Z9",))], as_of_year=2026
        )
    with pytest.raises(EngineError, match=r"region 'A1', field 'category'.*'poor'"):
        RegionSpace.from_rows([("A1", "A", "poor")], as_of_year=2026)


@pytest.mark.parametrize(
    ("rows", "relations", "message"),
    [
        ([("13", "nace", None, 0)], [], "topic '13', field 'scheme': 'nace'"),
        ([("13", "economic", "C", 0)], [], "topic '13', field 'parent': 'C'"),
        (
            [("13", "economic", "14", 0), ("14", "economic", "13", 0)],
            [],
            "topic '13', field 'parent'",
        ),
        (
            [("13", "economic", None, 0), ("P1", "policy", None, 0)],
            [("13", "P1", 0.5)],
            "topic '13', field 'related': 'P1' is not in its scheme",
        ),
        (
            [("13", "economic", None, 0), ("14", "economic", None, 0)],
            [("13", "14", 0.0)],
            "topic '13', field 'related': phi 0.0",
        ),
    ],
)
def test_topic_space_that_does_not_hold_together_is_refused(rows, relations, message):
    with pytest.raises(EngineError, match=message):
        TopicSpace.from_rows(rows, relations)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"focus": 0.3}, "sum to 1.02, not to 1"),
        ({"focus": -0.28}, "'focus': -0.28 is not 0 or more"),
        ({"focus": math.nan}, "'focus': nan"),
        ({"focus": "0.28"}, "'focus': '0.28' is not a number"),
        ({"receive": 0.1, "give": 0.06}, "'give': must be equal to receive"),
        ({"size": 0.0}, "'size': is no component"),
    ],
)
def test_wrong_weights_are_refused(change, message):
    with pytest.raises(EngineError, match=message):
        Weights.from_mapping({"version": "1", "weights": NUMBERS | change})


@pytest.mark.parametrize(
    "content",
    [
        {},
        [],
        {"version": "1"},
        {"weights": NUMBERS},
        {"version": 1, "weights": NUMBERS},
    ],
)
def test_incomplete_weights_file_is_refused(content):
    with pytest.raises(EngineError, match="version"):
        Weights.from_mapping(content)


def test_missing_weight_is_named():
    numbers = {name: value for name, value in NUMBERS.items() if name != "chain"}
    with pytest.raises(EngineError, match="'chain': is missing"):
        Weights.from_mapping({"version": "1", "weights": numbers})


def test_weights_survive_a_round_trip():
    assert Weights.from_mapping(WEIGHTS.as_mapping()) == WEIGHTS


@pytest.mark.parametrize("rows", [[2], [-1], [[0]]])
def test_rows_that_are_not_there_are_refused(rows):
    index = build_index([ProfileInput(1, "A1"), ProfileInput(2, "B1")], TOPICS, REGIONS)
    with pytest.raises(EngineError, match="rows must be numbers from 0 to 1"):
        score_rows(index, np.array(rows), WEIGHTS)


def test_pair_with_an_unknown_key_is_refused():
    index = build_index([ProfileInput(1, "A1")], TOPICS, REGIONS)
    with pytest.raises(EngineError, match="no profile 7"):
        score_pair(index, 1, 7, WEIGHTS)


def test_empty_register_has_no_matches():
    index = build_index([], TOPICS, REGIONS)
    found = top_matches(index, np.arange(0), 3, WEIGHTS)
    assert (found.sources.shape, found.keys.shape) == ((0,), (0, 3))
    idea = match_profile(index, ProfileInput(1, "", topics=("13",)), 3, WEIGHTS)
    assert idea.keys.tolist() == [[-1, -1, -1]]
    assert idea.contributions.shape == (1, 3, 8)


def test_single_profile_has_no_matches():
    index = build_index([ProfileInput(4, "A1", topics=("13",))], TOPICS, REGIONS)
    found = top_matches(index, np.array([0]), 2, WEIGHTS)
    assert found.keys.tolist() == [[-1, -1]]
    assert found.kinds.tolist() == [[-1, -1]]
    assert found.scores.tolist() == [[0.0, 0.0]]


def test_pair_without_any_reason_is_no_match():
    rows = [("A1", "A", "less"), ("A2", "A", "less")]
    projects = [Project(n, 2020, (code,)) for n in range(3) for code in ("A1", "A2")]
    regions = RegionSpace.from_rows(rows, projects=projects, as_of_year=2026)
    listed = [ProfileInput(1, "A1", topics=("13",)), ProfileInput(2, "A2")]
    found = top_matches(build_index(listed, TOPICS, regions), np.arange(2), 2, WEIGHTS)
    assert found.keys.tolist() == [[-1, -1], [-1, -1]]
