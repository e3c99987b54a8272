"""What holds for every register: bounds, symmetry, order, monotony, gaps."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matching.engine import (
    COMPONENTS,
    ProfileInput,
    RegionSpace,
    TopicSpace,
    Weights,
    build_index,
    score_pair,
    score_rows,
    top_matches,
)
from matching.engine.combine import contributions_of, total
from matching.engine.exchange import split
from tests.engine.registers import profiles, registers

WEIGHTS = Weights("test", 0.28, 0.2, 0.08, 0.08, 0.06, 0.12, 0.1, 0.08)
RECEIVE, GIVE = COMPONENTS.index("receive"), COMPONENTS.index("give")
ADDED = [RECEIVE, GIVE, 0, 1, 4, 5, 6, 7]


def all_rows(register, weights=WEIGHTS):
    index = build_index(*register)
    return score_rows(index, np.arange(len(index)), weights)


@settings(max_examples=40, deadline=None)
@given(registers())
def test_components_and_scores_stay_in_bounds(register):
    found = all_rows(register)
    known = found.values[~np.isnan(found.values)]
    assert ((known >= 0) & (known <= 1)).all()
    assert ((found.scores >= 0) & (found.scores <= 100 + 1e-9)).all()
    assert ((found.confidence >= 0) & (found.confidence <= 1 + 1e-9)).all()


@settings(max_examples=40, deadline=None)
@given(registers(least=2))
def test_swapping_sides_gives_the_same_score_and_mirrored_gains(register):
    found = all_rows(register)
    mirrored = list(range(8))
    mirrored[RECEIVE], mirrored[GIVE] = GIVE, RECEIVE
    np.testing.assert_array_equal(found.scores, found.scores.T)
    np.testing.assert_array_equal(
        found.contributions, found.contributions[mirrored].transpose(0, 2, 1)
    )
    np.testing.assert_array_equal(found.eligible, found.eligible.T)


@settings(max_examples=25, deadline=None)
@given(registers(least=2))
def test_kind_is_the_same_from_both_sides(register):
    index = build_index(*register)
    keys = index.keys.tolist()
    for i in keys:
        for j in keys:
            here, there = (
                score_pair(index, i, j, WEIGHTS),
                score_pair(index, j, i, WEIGHTS),
            )
            assert (here.kind, here.score) == (there.kind, there.score)


@settings(max_examples=25, deadline=None)
@given(registers(), st.randoms(use_true_random=False))
def test_order_of_the_input_changes_nothing(register, random):
    listed, topics, regions = register
    shuffled = random.sample(listed, len(listed))
    ours = build_index(listed, topics, regions)
    other = build_index(shuffled, topics, regions)
    first = top_matches(ours, np.arange(len(ours)), 5, WEIGHTS)
    second = top_matches(other, np.arange(len(other)), 5, WEIGHTS)
    back = [second.sources.tolist().index(key) for key in first.sources]
    for name in ("keys", "scores", "contributions", "known", "kinds"):
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name)[back])


@settings(max_examples=40, deadline=None)
@given(registers(), st.integers(0, 8))
def test_contributions_of_a_match_add_up_to_its_score_exactly(register, count):
    index = build_index(*register)
    found = top_matches(index, np.arange(len(index)), count, WEIGHTS)
    assert found.keys.shape == (len(index), count)
    for parts, score in zip(
        found.contributions.reshape(-1, 8), found.scores.ravel(), strict=True
    ):
        added = 0.0
        for place in ADDED:
            added += parts[place]
        assert added == score


@settings(max_examples=25, deadline=None)
@given(registers())
def test_shorter_list_is_the_head_of_the_longer_one(register):
    index = build_index(*register)
    rows = np.arange(len(index))
    longer = top_matches(index, rows, 6, WEIGHTS)
    for count in range(6):
        shorter = top_matches(index, rows, count, WEIGHTS)
        np.testing.assert_array_equal(shorter.keys, longer.keys[:, :count])


@settings(max_examples=25, deadline=None)
@given(registers())
def test_blocks_of_one_row_give_what_one_block_gives(register):
    index = build_index(*register)
    whole = score_rows(index, np.arange(len(index)), WEIGHTS)
    for row in range(len(index)):
        single = score_rows(index, np.array([row]), WEIGHTS)
        np.testing.assert_array_equal(single.values[:, 0], whole.values[:, row])


@settings(max_examples=25, deadline=None)
@given(profiles(regions=("A1",)), registers())
def test_twins_in_different_regions_are_wholly_alike(profile, register):
    assume(profile.topics)
    texts = profile.texts | {"title": "fibres"}
    first = replace(profile, key=100, texts=texts)
    second = replace(first, key=101, region="B1")
    others = [p for p in register[0] if p.key < 100]
    index = build_index([*others, first, second], *register[1:])
    pair = score_pair(index, 100, 101, WEIGHTS)
    assert pair.values["focus"] == pytest.approx(1, abs=1e-9)
    assert pair.values["words"] == pytest.approx(1, abs=1e-9)


@given(st.lists(st.floats(0, 30), min_size=8, max_size=8))
def test_sum_is_the_same_to_the_last_bit_with_gains_swapped(parts):
    swapped = parts.copy()
    swapped[RECEIVE], swapped[GIVE] = parts[GIVE], parts[RECEIVE]
    assert total(np.array(parts)) == total(np.array(swapped))


values_of_eight = st.lists(
    st.one_of(st.none(), st.floats(0, 1)), min_size=8, max_size=8
).map(lambda row: np.array([np.nan if v is None else v for v in row]))


def score_of(values):
    fresh = np.array(1.0)
    return float(total(contributions_of(values, WEIGHTS.as_array(), fresh)))


@given(values_of_eight, st.integers(0, 7), st.floats(0, 1))
def test_becoming_known_helps_from_half_of_the_score_upwards(values, place, value):
    values[place] = np.nan
    unknown = score_of(values)
    known = score_of(np.where(np.arange(8) == place, value, values))
    if value > unknown / 200 + 1e-9:
        assert known >= unknown - 1e-9
    if value < unknown / 200 - 1e-9:
        assert known <= unknown + 1e-9


@given(values_of_eight, st.integers(0, 7))
def test_missing_lies_between_the_worst_and_the_best_answer(values, place):
    def having(value):
        return score_of(np.where(np.arange(8) == place, value, values))

    assert having(0.0) - 1e-9 <= having(np.nan) <= having(1.0) + 1e-9


@given(values_of_eight, st.floats(0.01, 0.2))
def test_more_weight_on_the_better_component_never_lowers_a_score(values, shift):
    values = np.nan_to_num(values)
    fresh, numbers = np.array(1.0), WEIGHTS.as_array()
    best, worst = int(values.argmax()), int(values.argmin())
    moved = numbers.copy()
    shift = min(shift, numbers[worst])
    moved[best] += shift
    moved[worst] -= shift
    before = float(total(contributions_of(values, numbers, fresh)))
    after = float(total(contributions_of(values, moved, fresh)))
    assert after >= before - 1e-9


cover = st.floats(0, 1)


@given(cover, cover)
def test_halves_of_an_exchange_average_to_the_joined_value(offered, gained):
    receive, give = split(np.array(gained), np.array(offered))
    joined = ((np.sqrt(gained) + np.sqrt(offered)) / 2) ** 2
    assert (receive + give) / 2 == pytest.approx(joined, abs=1e-12)


@given(cover, cover)
def test_two_sided_exchange_beats_a_less_even_one_of_equal_sum(offered, gained):
    mean = np.array((offered + gained) / 2)
    even = sum(split(mean, mean))
    assert even >= sum(split(np.array(gained), np.array(offered))) - 1e-12


@pytest.mark.parametrize("unknown", [0, 1])
def test_exchange_with_one_known_direction_counts_half_of_it(unknown):
    covers = [np.array(0.6), np.array(0.6)]
    covers[unknown] = np.array(np.nan)
    halves = split(*covers)
    assert np.isnan(halves[unknown])
    assert halves[1 - unknown] == 0.3


def test_equal_scores_are_ordered_by_key():
    topics = TopicSpace.from_rows([("13", "economic", None, 5)], profile_count=5)
    regions = RegionSpace.from_rows([("A1", "A", ""), ("B1", "B", "")], as_of_year=2026)
    listed = [ProfileInput(key, "B1", topics=("13",)) for key in (9, 4, 7, 2)]
    listed.insert(2, ProfileInput(5, "A1", topics=("13",)))
    found = top_matches(build_index(listed, topics, regions), np.array([2]), 3, WEIGHTS)
    assert found.keys.tolist() == [[2, 4, 7]]
    assert len(set(found.scores[0].tolist())) == 1
