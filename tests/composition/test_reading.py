"""Rules and compositions out of JSON that anybody may have written."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.composition import (
    CODES,
    KINDS,
    Rule,
    RuleError,
    Size,
    Weights,
    composition_json,
    read_composition,
)
from tests.composition.making import ONE_RULE, partner, several

NAN = float("nan")
BAD_RULES = [
    ("of_gold", {}, "kind", "unknown_kind"),
    (None, {}, "kind", "unknown_kind"),
    (["min_partners"], {}, "kind", "unknown_kind"),
    ("min_partners", None, "", "not_an_object"),
    ("min_partners", [3], "", "not_an_object"),
    ("min_partners", {}, "n", "missing"),
    ("min_partners", {"n": 3, "m": 1}, "m", "unknown_field"),
    ("min_partners", {"n": "3"}, "n", "not_a_whole_number"),
    ("min_partners", {"n": True}, "n", "not_a_whole_number"),
    ("min_partners", {"n": 2.5}, "n", "not_a_whole_number"),
    ("min_partners", {"n": NAN}, "n", "not_a_whole_number"),
    ("min_partners", {"n": float("inf")}, "n", "not_a_whole_number"),
    ("min_partners", {"n": -1}, "n", "too_small"),
    ("min_partners", {"n": 10**400}, "n", "too_large"),
    ("max_share_of_country", {"share": NAN}, "share", "not_a_number"),
    ("max_share_of_country", {"share": 1.1}, "share", "too_large"),
    ("max_share_of_country", {"share": -0.1}, "share", "too_small"),
    ("min_from", {"n": 1, "categories": "less"}, "categories", "not_a_list"),
    ("min_from", {"n": 1, "categories": []}, "categories", "missing"),
    ("min_from", {"n": 1, "categories": ["rich"]}, "categories", "not_a_choice"),
    ("min_from", {"n": 1, "categories": [["less"]]}, "categories", "not_a_choice"),
    (
        "min_from",
        {"n": 1, "categories": ["less"], "outermost": 1},
        "outermost",
        "not_yes_or_no",
    ),
    (
        "min_from",
        {"n": 1, "of": "planets", "categories": ["less"]},
        "of",
        "not_a_choice",
    ),
    ("eligible_countries", {"countries": ["Germany"]}, "countries", "not_a_country"),
    ("eligible_countries", {"countries": [7]}, "countries", "not_a_country"),
    ("eligible_countries", {"countries": ["DE"] * 201}, "countries", "too_many"),
    ("eligible_countries", {"countries": {"DE": 1}}, "countries", "not_a_list"),
    ("min_countries", {"n": 2, "among": "listed"}, "countries", "countries_needed"),
    ("min_countries", {"n": 2, "countries": ["DE"]}, "countries", "unknown_field"),
    (
        "min_countries",
        {"n": 2, "among": "listed", "countries": ["GR", "EL"]},
        "n",
        "more_than_there_are",
    ),
    ("min_areas", {"n": 2, "areas": {"north": ["NO"]}}, "n", "more_than_there_are"),
    ("min_areas", {"n": 1, "areas": ["NO"]}, "areas", "not_an_object"),
    ("min_areas", {"n": 1, "areas": {"north": []}}, "areas", "empty"),
    ("min_areas", {"n": 1, "areas": {"": ["NO"]}}, "areas", "empty"),
    ("min_areas", {"n": 1, "areas": {}}, "areas", "empty"),
    (
        "min_areas",
        {"n": 1, "areas": {str(n): ["NO"] for n in range(21)}},
        "areas",
        "too_many",
    ),
    ("topics_any", {"topics": ["x" * 201]}, "topics", "too_long"),
    ("topics_any", {"topics": [None]}, "topics", "not_a_text"),
    ("min_role", {"role": " ", "n": 1}, "role", "empty"),
    ("grant_range", {}, "low", "missing"),
    ("grant_range", {"low": 5, "high": 2}, "high", "low_above_high"),
    ("duration_range", {"low": 500}, "low", "too_large"),
    ("max_share", {"of": "categories", "share": 0.5}, "categories", "missing"),
    ("max_share", {"share": 0.5, "outermost": True}, "outermost", "unknown_field"),
]


@pytest.mark.parametrize(("kind", "params", "field", "code"), BAD_RULES)
def test_bad_rule_names_field_and_code(kind, params, field, code):
    with pytest.raises(RuleError) as raised:
        Rule.read(kind, params)

    assert (raised.value.field, raised.value.code) == (field, code)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
NAMES = sorted({param.name for kind in KINDS.values() for param in kind.params})


def read_or_code(read):
    try:
        return read()
    except RuleError as error:
        return error.code


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    st.sampled_from(sorted(KINDS)),
    st.dictionaries(st.sampled_from(NAMES), ANYTHING, max_size=3),
)
def test_anything_is_read_or_refused_with_a_known_code(kind, params):
    read = read_or_code(lambda: Rule.read(kind, params))

    assert read in CODES or Rule.read(**read.to_json()) == read


@settings(max_examples=100, deadline=None, derandomize=True)
@given(ONE_RULE)
def test_rule_survives_json(rule):
    assert Rule.read(**json.loads(json.dumps(rule.to_json()))) == rule


def test_rule_has_one_form():
    one = Rule.read("eligible_countries", {"countries": ["gr", "DE", "de", "GB"]})

    assert one.params["countries"] == ("DE", "EL", "UK")


def test_composition_survives_json():
    composition = several(
        partner("a", topics=frozenset({"wind"}), share=0.25, is_nonprofit=False),
        partner("b", country="", region="", in_eu=False),
        coordinator="b",
        trl=6,
        grant=2e6,
        duration_months=18,
    )

    said = json.loads(json.dumps(composition_json(composition)))

    assert read_composition(said) == composition


BAD_COMPOSITIONS = [
    ([], "", "not_an_object"),
    ({"people": []}, "people", "unknown_field"),
    ({"partners": {}}, "partners", "not_a_list"),
    ({"partners": [{}] * 201}, "partners", "too_many"),
    ({"partners": ["a"]}, "partners[0]", "not_an_object"),
    ({"partners": [{}]}, "partners[0].key", "missing"),
    ({"partners": [{"key": 1}]}, "partners[0].key", "not_a_text"),
    ({"partners": [{"key": "a"}, {"key": "a"}]}, "partners[1].key", "twice"),
    ({"partners": [{"key": "a", "share": NAN}]}, "partners[0].share", "not_a_number"),
    ({"partners": [{"key": "a", "share": -1}]}, "partners[0].share", "too_small"),
    ({"partners": [{"key": "a", "actor": "x"}]}, "partners[0].actor", "not_a_choice"),
    ({"partners": [{"key": "a", "x": 1}]}, "partners[0].x", "unknown_field"),
    ({"partners": [{"key": "a", "topics": "x"}]}, "partners[0].topics", "not_a_list"),
    ({"coordinator": "a"}, "coordinator", "unknown_partner"),
    ({"trl": 10}, "trl", "too_large"),
    ({"grant": "much"}, "grant", "not_a_number"),
]


@pytest.mark.parametrize(("given_", "field", "code"), BAD_COMPOSITIONS)
def test_bad_composition_names_field_and_code(given_, field, code):
    with pytest.raises(RuleError) as raised:
        read_composition(given_)

    assert (raised.value.field, raised.value.code) == (field, code)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(ANYTHING)
def test_anything_is_no_composition_or_survives(said):
    read = read_or_code(lambda: read_composition(said))

    assert read in CODES or read_composition(composition_json(read)) == read


@pytest.mark.parametrize(
    ("given_", "field", "code"),
    [
        ({"topics": NAN}, "topics", "not_a_number"),
        ({"topics": -1}, "topics", "too_small"),
        ({"luck": 1}, "luck", "unknown_field"),
        ("much", "", "not_an_object"),
    ],
)
def test_bad_weights_name_field_and_code(given_, field, code):
    with pytest.raises(RuleError) as raised:
        Weights.read(given_)

    assert (raised.value.field, raised.value.code) == (field, code)


def test_weights_survive_json():
    weights = Weights.read({"topics": 4, "newcomers": 1.5})

    assert Weights.read(weights.to_json()) == weights
    assert (weights.topics, weights.stages) == (4.0, Weights().stages)


@pytest.mark.parametrize(
    ("low", "high", "field", "code"),
    [
        (0, 3, "low", "too_small"),
        (3, 51, "high", "too_large"),
        (4, 3, "high", "low_above_high"),
        (2, 2.5, "high", "not_a_whole_number"),
    ],
)
def test_bad_size_names_field_and_code(low, high, field, code):
    with pytest.raises(RuleError) as raised:
        Size(low, high)

    assert (raised.value.field, raised.value.code) == (field, code)
