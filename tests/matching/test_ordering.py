"""The order of a list: hand-worked values, the engine itself, and what must hold."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import COMPONENTS, Weights, build_index, score_rows
from matching.ordering import (
    GROUPS,
    STEPS,
    Candidate,
    Order,
    arrange,
    fair_order,
    reweigh,
    stand,
)
from tests.engine.registers import registers
from tests.matching.factories import WEIGHTS

W = WEIGHTS["weights"]
RHO = 0.5
ALL = frozenset(COMPONENTS)


def candidate(partner: int, rank: int, known=ALL, bonus: int = 0, **points):
    full = dict.fromkeys(COMPONENTS, 0) | points
    return Candidate(partner, rank, sum(full.values()), known, full, bonus)


def order_of(standings) -> list[int]:
    return [one.partner for one in standings]


def test_groups_hold_every_component_once():
    assert sorted(name for names in GROUPS.values() for name in names) == sorted(
        COMPONENTS
    )


def test_normal_weights_leave_the_stored_figures_alone():
    rows = [candidate(7, 1, focus=2003, reach=801), candidate(5, 2, words=2004)]
    found = arrange(rows, Order(), W, RHO)
    assert [(one.partner, one.rank, one.score) for one in found] == [
        (7, 1, 2804),
        (5, 2, 2004),
    ]
    assert found[0].points is rows[0].points


def test_points_under_other_weights_are_those_worked_by_hand():
    # Likeness counts double, reach not at all; chain is not known.
    # Sum of the moved weights: 2 · 0.48 + 0.22 + 0.12 + 0.10 + 0 = 1.40.
    # Old divisor: 0.94 + 0.06 / 2 = 0.97. The new weight of chain is 0.06 / 1.4, so the
    # new divisor is 1 - 0.042857 / 2 = 0.978571.
    # focus 20.00 · (2 / 1.4) · 0.97 / 0.978571 = 28.3212
    # strength 6.00 · (1 / 1.4) · 0.97 / 0.978571 = 4.2482
    row = candidate(1, 1, ALL - {"chain"}, focus=2000, strength=600, reach=800)
    [found] = reweigh([row], W, {"likeness": 3, "reach": 0}, RHO)
    assert found.points == dict.fromkeys(COMPONENTS, 0) | {
        "focus": 2832,
        "strength": 425,
    }
    assert found.score == 3257


def test_all_groups_moved_alike_change_nothing():
    row = candidate(1, 1, ALL - {"words"}, focus=2001, give=17, reach=799)
    for step in (1, 3):
        [found] = reweigh([row], W, dict.fromkeys(GROUPS, step), RHO)
        assert found == row


def test_weights_that_leave_nothing_give_no_points():
    only_reach = dict.fromkeys(COMPONENTS, 0.0) | {"reach": 1.0}
    row = candidate(1, 1, reach=5000)
    [found] = reweigh([row], only_reach, {"reach": 0}, RHO)
    assert (found.score, set(found.points.values())) == (0, {0})


def test_reweighed_list_is_ordered_by_its_own_scores_then_by_the_stored_rank():
    rows = [
        candidate(9, 1, focus=3000),
        candidate(4, 2, reach=2000),
        candidate(6, 3, reach=2000),
    ]
    found = arrange(rows, Order(steps={"likeness": 0}), W, RHO)
    assert order_of(found) == [4, 6, 9]
    assert [one.rank_by_score for one in found] == [1, 2, 3]


def new_weights(steps) -> dict[str, float]:
    """The weights of a run in which each group is moved, as a weights file has them."""
    moved = {
        name: W[name] * STEPS[steps[group]]
        for group, names in GROUPS.items()
        for name in names
    }
    total = sum(moved.values())
    return {name: value / total for name, value in moved.items()}


STEPS_OF_ALL = st.fixed_dictionaries(
    {name: st.sampled_from(sorted(STEPS)) for name in GROUPS}
).filter(lambda steps: any(steps.values()))


@settings(max_examples=60, deadline=None)
@given(registers(), STEPS_OF_ALL)
def test_recomputed_points_are_those_of_the_engine_with_the_new_weights(
    register, steps
):
    index = build_index(*register)
    every = np.arange(len(index))
    wanted = new_weights(steps)
    before = score_rows(index, every, Weights("old", **W))
    after = score_rows(index, every, Weights("new", **wanted))
    stored = np.rint(before.contributions * 100).astype(int)
    for row, column in np.ndindex(before.values.shape[1:]):
        values = before.values[:, row, column]
        known = {n for n, v in zip(COMPONENTS, values, strict=True) if not np.isnan(v)}
        points = dict(zip(COMPONENTS, stored[:, row, column].tolist(), strict=True))
        one = Candidate(1, 1, sum(points.values()), frozenset(known), points)
        [found] = reweigh([one], W, steps, RHO)
        for place, name in enumerate(COMPONENTS):
            # Half a hundredth was lost in storing, and half is lost again; the first
            # half grows with the weight, and at most doubles with the divisor.
            allowed = 0.5 * (wanted[name] / W[name]) * 2 + 0.5 + 1e-6
            exact = 100 * after.contributions[place, row, column]
            assert abs(found.points[name] - exact) <= allowed


LISTS = st.lists(
    st.tuples(st.integers(0, 400), st.integers(0, 100)), min_size=1, max_size=30
)


@given(LISTS)
def test_nobody_stands_before_somebody_who_scores_more_than_the_margin_more(rows):
    scores = sorted((score for score, _ in rows), reverse=True)
    bonuses = [bonus for _, bonus in rows]
    margin = max(bonuses)
    order = fair_order(scores, bonuses)
    assert sorted(order) == list(range(len(rows)))
    for earlier, later in combinations(order, 2):
        assert scores[later] - scores[earlier] <= margin
        assert scores[earlier] + bonuses[earlier] >= scores[later] + bonuses[later]


@given(LISTS)
def test_without_bonuses_the_rank_stays_even_where_rounding_lifts_a_score(rows):
    scores = [score for score, _ in rows]
    assert fair_order(scores, [0] * len(rows)) == list(range(len(rows)))


def test_equal_sums_go_by_score_and_then_by_rank():
    assert fair_order([500, 450, 450], [0, 50, 50]) == [0, 1, 2]
    assert fair_order([500, 450, 449], [0, 51, 52]) == [1, 2, 0]


def test_rows_that_move_know_by_how_many_places_and_by_what_bonus():
    rows = [
        candidate(1, 1, focus=3000),
        candidate(2, 2, focus=2950),
        candidate(3, 3, focus=2940, bonus=100),
        candidate(4, 4, focus=1000, bonus=100),
    ]
    found = [
        (one.partner, one.rank, one.rank_by_score, one.moved, one.bonus)
        for one in stand(rows)
    ]
    assert found == [
        (3, 1, 3, 2, 100),
        (1, 2, 1, -1, 0),
        (2, 3, 2, -1, 0),
        (4, 4, 4, 0, 100),
    ]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("rank", [2, 1, 3]),
        ("score", [1, 2, 3]),
        ("reach", [3, 1, 2]),
        ("complement", [2, 1, 3]),
    ],
)
def test_another_order_leaves_the_bonus_out(sort, expected):
    rows = [
        candidate(1, 1, focus=3000, reach=5),
        candidate(2, 2, bonus=100, focus=2900, give=20, chain=30),
        candidate(3, 3, reach=2000),
    ]
    found = arrange(rows, Order(sort=sort), W, RHO)
    assert order_of(found) == expected
    if sort != "rank":
        assert [(one.moved, one.bonus) for one in found] == [(0, 0)] * 3
        assert all(one.rank == one.rank_by_score for one in found)


def test_bonus_counts_beside_the_weights_of_the_reader():
    rows = [
        candidate(1, 1, focus=3000),
        candidate(2, 2, focus=2980, bonus=100),
    ]
    found = arrange(rows, Order(steps={"reach": 0}), W, RHO)
    assert order_of(found) == [2, 1]
    assert [one.moved for one in found] == [1, -1]
