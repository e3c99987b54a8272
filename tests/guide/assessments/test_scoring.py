"""Scores, recomputed by hand."""

import pytest

from portal.guide.assessments.advice import advice_of, strong_ones
from portal.guide.assessments.queries import rows_of
from portal.guide.assessments.radar import radar
from portal.guide.assessments.scoring import change, score, scores
from portal.guide.assessments.shapes import LEFT_OUT
from tests.guide.assessments.story import POLICY, STRATEGY


def levels(*given):
    return dict(zip(("evidence", "goals", "selection"), given, strict=True))


@pytest.mark.parametrize(
    ("given", "value", "answered"),
    [
        ((0, 0, 0), 0, 3),
        ((4, 4, 4), 100, 3),
        ((0, 1, 3), 33, 3),
        ((1, 1, 3), 42, 3),
        ((2, 3, LEFT_OUT), 63, 2),
        ((2, 3, None), 63, 2),
        ((4, LEFT_OUT, LEFT_OUT), None, 1),
        ((LEFT_OUT, LEFT_OUT, LEFT_OUT), None, 0),
    ],
)
def test_score_is_the_mean_of_what_was_answered_times_25(given, value, answered):
    found = score(STRATEGY, levels(*given))
    assert (found.value, found.answered, found.asked) == (value, answered, 3)


def test_answers_to_questions_of_other_dimensions_do_not_count():
    assert score(STRATEGY, levels(2, 2, 2) | {"mix": 0, "gone": 4}).value == 50


def test_change_is_counted_on_questions_that_both_had():
    now, then = levels(4, 4, 0), {"evidence": 2, "goals": 2, "older": 4}
    assert change(STRATEGY, now, then, {"evidence", "goals"}) == 50
    assert change(STRATEGY, now, then, set()) is None


def test_half_is_counted_on_the_questions_that_are_compared():
    assert score(STRATEGY, levels(1, None, None), {"evidence", "goals"}).value == 25
    assert score(STRATEGY, levels(1, None, None)).value is None


def test_weakest_dimensions_come_first_with_the_next_level():
    given = dict.fromkeys(POLICY.questions, 4) | levels(1, 0, 3) | {"mix": 3}
    [first, second] = advice_of(rows_of(POLICY, given), given)
    assert (first.dimension.key, first.value) == ("strategy", 33)
    assert [one.question.key for one in first.steps] == ["goals", "evidence"]
    goals = POLICY.questions["goals"]
    assert (first.steps[0].now, first.steps[0].then) == goals.levels[:2]
    assert (second.dimension.key, second.value) == ("instruments", 92)
    assert [one.question.key for one in second.steps] == ["mix"]


def test_nothing_is_advised_where_all_is_at_the_highest_level():
    given = dict.fromkeys(POLICY.questions, 4)
    rows = rows_of(POLICY, given)
    assert advice_of(rows, given) == []
    assert len(strong_ones(rows)) == 8


def test_chart_has_no_line_where_there_is_no_score():
    drawn = radar(["A", "B", "C", "D"], [("own", "This time", [100, None, 0, 50])])
    [line] = drawn.lines
    assert not line.is_closed
    assert len(line.points) == 3
    # From C to D and from D to A: B has no score.
    assert line.path == "M320.0,230.0 L237.5,230.0M237.5,230.0 L320.0,65.0"


def test_chart_joins_all_where_all_have_a_score():
    drawn = radar(
        ["A", "B", "C", "D"],
        [("median", "Others", [None] * 4), ("own", "This time", [100] * 4)],
    )
    assert [line.css for line in drawn.lines] == ["own"]
    assert drawn.lines[0].path.endswith("Z")
    assert [axis.anchor for axis in drawn.axes] == ["middle", "start", "middle", "end"]


def test_scores_of_a_visitor_who_answers_nothing():
    assert {one.value for one in scores(POLICY, {})} == {None}
