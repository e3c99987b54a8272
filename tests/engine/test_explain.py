"""Reasons: one for whatever counts, none for what does not, mirrored by swapping."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from matching.engine import (
    COMPONENTS,
    EngineError,
    Item,
    ProfileInput,
    Project,
    Reason,
    RegionSpace,
    TopicSpace,
    Unknown,
    Weights,
    build_index,
    explain,
    score_rows,
)
from tests.engine.registers import registers

WEIGHTS = Weights("test", 0.28, 0.2, 0.08, 0.08, 0.06, 0.12, 0.1, 0.08)
OTHER = {"you": "they", "they": "you", "both": "both", "receive": "give"}
OTHER["give"] = "receive"


def mirrored(entry):
    component = OTHER.get(entry.component, entry.component)
    return replace(entry, component=component, side=OTHER[entry.side])


def eligible_pairs(register):
    """Yield (source, target, values) of every eligible pair."""
    listed = register[0]
    index = build_index(*register)
    found = score_rows(index, np.arange(len(index)), WEIGHTS)
    for row, column in np.argwhere(found.eligible):
        values = dict(zip(COMPONENTS, found.values[:, row, column], strict=True))
        yield listed[row], listed[column], values


@settings(max_examples=60, deadline=None)
@given(registers(least=2))
def test_component_has_a_reason_exactly_when_it_is_above_zero(register):
    for source, target, values in eligible_pairs(register):
        found = explain(source, target, *register[1:])
        above_zero = {name for name, value in values.items() if value > 0}
        assert {reason.component for reason in found.reasons} == above_zero


@settings(max_examples=60, deadline=None)
@given(registers(least=2))
def test_component_is_named_unknown_exactly_when_it_is(register):
    for source, target, values in eligible_pairs(register):
        found = explain(source, target, *register[1:])
        missing = {name for name, value in values.items() if np.isnan(value)}
        assert {gap.component for gap in found.unknown} == missing


@settings(max_examples=40, deadline=None)
@given(registers(least=2))
def test_swapping_sides_mirrors_reasons_and_gaps(register):
    for source, target, _ in eligible_pairs(register):
        here = explain(source, target, *register[1:])
        there = explain(target, source, *register[1:])
        assert set(here.reasons) == {mirrored(reason) for reason in there.reasons}
        assert set(here.unknown) == {mirrored(gap) for gap in there.unknown}
        assert len(set(here.reasons)) == len(here.reasons) == len(there.reasons)


@pytest.fixture
def spaces():
    topics = TopicSpace.from_rows(
        [
            ("C", "economic", None, 0),
            ("13", "economic", "C", 3),
            ("14", "economic", "C", 9),
            ("62", "economic", None, 9),
            ("N1", "scientific", None, 2),
        ],
        [("13", "62", 0.5)],
        profile_count=20,
    )
    regions = RegionSpace.from_rows(
        [(code, code[0], "") for code in ("A1", "B1", "C1")],
        [("A1", "13", 0.9), ("A1", "14", 0.9), ("B1", "13", 0.0)],
        [Project(1, 2015, ("A1", "B1")), Project(2, 2024, ("A1", "B1", "C1"))],
        as_of_year=2026,
    )
    return topics, regions


def reasons_for(component, source, target, spaces):
    found = explain(source, target, *spaces).reasons
    return [reason for reason in found if reason.component == component]


def test_shared_topics_come_rarest_first_and_related_ones_by_side(spaces):
    source = ProfileInput(1, "A1", topics=("14", "13", "N1"))
    target = ProfileInput(2, "B1", topics=("13", "14", "62", "N1"))
    assert reasons_for("focus", source, target, spaces) == [
        Reason("shared_topics", "focus", "both", "topics", ("13", "14")),
        Reason("shared_topics", "focus", "both", "topics", ("N1",)),
    ]


def test_related_and_sister_topics_are_told_apart(spaces):
    sister = (
        ProfileInput(1, "A1", topics=("13",)),
        ProfileInput(2, "B1", topics=("14",)),
    )
    assert reasons_for("focus", *sister, spaces) == [
        Reason("same_branch", "focus", "both", "topics", ("C",))
    ]
    related = (
        ProfileInput(1, "A1", topics=("13",)),
        ProfileInput(2, "B1", topics=("62",)),
    )
    assert reasons_for("focus", *related, spaces) == [
        Reason("related_topics", "focus", "you", "topics", ("13",)),
        Reason("related_topics", "focus", "they", "topics", ("62",)),
    ]


def test_offer_names_the_needs_it_meets_best_first_and_no_others(spaces):
    source = ProfileInput(
        1,
        "A1",
        needs=(
            Item(11, "skill", ("13",), stated=False),
            Item(12, "skill", ("13",)),
            Item(13, "skill", ("14",)),
        ),
    )
    target = ProfileInput(
        2, "B1", offers=(Item(21, "skill", ("13",)), Item(22, "market", ("N1",)))
    )
    assert reasons_for("receive", source, target, spaces) == [
        Reason("offer_meets_need", "receive", "they", "offers", (21, 12, 11))
    ]
    assert reasons_for("give", source, target, spaces) == []


def test_strength_of_zero_is_no_reason(spaces):
    source = ProfileInput(1, "A1", topics=("13",))
    target = ProfileInput(2, "B1", topics=("13",))
    assert reasons_for("strength", source, target, spaces) == [
        Reason("strong_in", "strength", "you", "region", ("13",))
    ]


def test_joint_projects_come_newest_first(spaces):
    pair = ProfileInput(1, "A1"), ProfileInput(2, "B1")
    assert reasons_for("track_record", *pair, spaces) == [
        Reason("worked_together", "track_record", "both", "cooperation", (2, 1))
    ]


def test_words_are_named_under_the_field_that_both_have_them_in(spaces):
    source = ProfileInput(1, "A1", texts={"title": "Wind", "keywords": "wind; robots"})
    target = ProfileInput(2, "B1", texts={"title": "Wind", "summary": "Robots"})
    assert reasons_for("words", source, target, spaces) == [
        Reason("shared_words", "words", "both", "keywords", ("robots",)),
        Reason("shared_words", "words", "both", "title", ("wind",)),
    ]


def test_given_contributions_set_the_order_of_reasons(spaces):
    source = ProfileInput(1, "A1", topics=("13",), texts={"title": "wind"})
    target = ProfileInput(2, "B1", topics=("13",), texts={"title": "wind"})
    points = {"words": 20.0, "focus": 10.0, "reach": 5.0}
    found = explain(source, target, *spaces, contributions=points).reasons
    assert [reason.component for reason in found][:3] == ["words", "focus", "reach"]


def test_gaps_name_the_side_that_can_close_them(spaces):
    source = ProfileInput(1, "A1", topics=("13",), stages=("pilot",))
    target = ProfileInput(2, "B1", topics=("N1",), texts={"title": "wind"})
    assert explain(source, target, *spaces).unknown == (
        Unknown("no_common_scheme", "focus", "both"),
        Unknown("no_words", "words", "you"),
        Unknown("no_offers", "receive", "they"),
        Unknown("no_needs", "receive", "you"),
        Unknown("no_offers", "give", "you"),
        Unknown("no_needs", "give", "they"),
        Unknown("no_stages", "chain", "they"),
        Unknown("no_shared_activity", "strength", "both"),
    )


def test_unknown_code_is_refused(spaces):
    source, target = ProfileInput(1, "A1"), ProfileInput(2, "B1", topics=("99",))
    with pytest.raises(EngineError, match=r"profile 2, field 'topics': .*'99'"):
        explain(source, target, *spaces)
