"""The kernel against plain arrays: the same bits, whatever the shape of the work."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.benchmark.synthetic import synthetic_register
from matching.engine import (
    EngineError,
    ProfileInput,
    RegionSpace,
    TopicSpace,
    Weights,
    build_index,
    shortlist_all,
    top_matches,
)
from matching.engine.index import block_of_rows
from matching.engine.kernel import scan_block
from matching.engine.kernel_keep import NEVER, room_for
from matching.engine.kernel_terms import rules_of, slack_of
from matching.engine.results import Matches
from matching.engine.scoring import best_of, score_rows
from matching.engine.shortlists import meetings
from tests.engine.registers import profiles, registers

WEIGHTS = Weights("test", 0.28, 0.2, 0.08, 0.08, 0.06, 0.12, 0.1, 0.08)


def plainly(index, rows, k, weights=WEIGHTS):
    """The same lists from whole arrays of every component, row by row."""
    parts = [
        best_of(block_of_rows(index, np.array([row])), index, k, weights)
        for row in rows
    ]
    places = [np.array([place]) for place in range(len(parts))]
    return Matches.placed(list(zip(places, parts, strict=True)), len(parts))


def assert_same(first, second):
    for name in vars(first):
        np.testing.assert_array_equal(
            getattr(first, name), getattr(second, name), err_msg=name
        )


@settings(max_examples=40, deadline=None)
@given(registers(most=9), st.integers(1, 8))
def test_kernel_gives_what_plain_arrays_give(register, count):
    index = build_index(*register)
    rows = np.arange(len(index))
    assert_same(top_matches(index, rows, count, WEIGHTS), plainly(index, rows, count))


@pytest.fixture(scope="module")
def busy():
    """2,500 dense profiles: several blocks, several tiles, codes held in full."""
    made = synthetic_register(2_500)
    return build_index(made.profiles, made.topics, made.regions)


def test_kernel_gives_what_plain_arrays_give_over_several_blocks(busy):
    rows = np.arange(0, 2_500, 41)
    assert_same(top_matches(busy, rows, 20, WEIGHTS), plainly(busy, rows, 20))


def test_number_of_threads_changes_nothing(busy):
    rows = np.arange(200)
    one = top_matches(busy, rows, 20, WEIGHTS)
    assert_same(one, top_matches(busy, rows, 20, WEIGHTS, threads=3))


def test_some_weights_at_zero_are_exact_too(busy):
    weights = Weights("some", 0.0, 0.5, 0.0, 0.0, 0.1, 0.0, 0.4, 0.0)
    rows = np.arange(0, 2_500, 211)
    found = top_matches(busy, rows, 20, weights)
    assert_same(found, plainly(busy, rows, 20, weights))


def test_a_thousand_equal_candidates_are_ordered_by_key():
    topics = TopicSpace.from_rows([("13", "economic", None, 5)], profile_count=5)
    regions = RegionSpace.from_rows([("A", "A", ""), ("B", "B", "")], as_of_year=2026)
    twins = [ProfileInput(key, "B", topics=("13",)) for key in range(1, 3_001)]
    index = build_index([ProfileInput(0, "A", topics=("13",)), *twins], topics, regions)
    found = top_matches(index, np.array([0]), 20, WEIGHTS)
    assert found.keys.tolist() == [list(range(1, 21))]
    assert len(set(found.scores[0].tolist())) == 1


def test_too_many_equal_candidates_do_not_let_a_nested_region_in():
    topics = TopicSpace.from_rows([("13", "economic", None, 5)], profile_count=5)
    rows = [("A", "A", ""), ("A1", "A", ""), ("B", "B", "")]
    regions = RegionSpace.from_rows(rows, as_of_year=2026)
    own = ProfileInput(0, "A", topics=("13",), texts={"title": "smart textiles"})
    # Better than all others, but within the region.
    inner = [replace(own, key=key, region="A1") for key in range(1, 50)]
    twins = [ProfileInput(key, "B", topics=("13",)) for key in range(50, 300)]
    index = build_index([own, *inner, *twins], topics, regions)
    found = top_matches(index, np.array([0]), 5, WEIGHTS)
    assert found.keys.tolist() == [[50, 51, 52, 53, 54]]
    assert_same(found, plainly(index, np.array([0]), 5))
    assert from_shortlists(index, 5).keys[0].tolist() == found.keys[0].tolist()


@pytest.mark.parametrize("weights", [WEIGHTS, Weights("one", 1, 0, 0, 0, 0, 0, 0, 0)])
@pytest.mark.parametrize("scheme", ["economic", "policy"])
def test_estimates_are_wrong_by_less_than_the_slack(weights, scheme):
    draw = np.random.default_rng(7)
    codes = [f"c{number:03}" for number in range(150)]
    uses = [(code, scheme, None, 100) for code in codes]
    topics = TopicSpace.from_rows(uses, profile_count=200)
    regions = RegionSpace.from_rows([("A", "A", ""), ("B", "B", "")], as_of_year=2026)
    # Many topics that nearly everybody states: what is held in sixteen bits adds up.
    listed = [
        ProfileInput(key, "AB"[key % 2], topics=tuple(draw.choice(codes, 100, False)))
        for key in range(200)
    ]
    index = build_index(listed, topics, regions)
    rules, lists = rules_of(weights), index.lists[0]
    slack, rows = slack_of(index.lists, rules), np.arange(200)
    columns = lists.column[rows]
    kept = room_for(np.zeros(200), 200, slack)
    nobody = np.full(200, NEVER)
    for block in range(len(lists.layout.run_ptr) - 1):
        sides = index.side(0), index.side(0)
        scan_block(columns, rows, *sides, block, index.ground, rules, nobody, kept)
    exact = score_rows(index, rows, weights).scores
    found, estimates, _, counts = kept[:4]
    assert counts.tolist() == [100] * 200
    wrong = [
        abs(estimates[row, :100] - exact[row, lists.order[found[row, :100]]]).max()
        for row in rows
    ]
    assert 0 < max(wrong) < slack


def test_shortlists_for_something_else_are_refused(busy):
    found = shortlist_all(busy, 5, WEIGHTS)
    with pytest.raises(EngineError, match="shortlists are of another"):
        top_matches(busy, np.arange(3), 20, WEIGHTS, shortlists=found)


def test_many_equal_candidates_of_which_one_is_gone():
    topics = TopicSpace.from_rows([("13", "economic", None, 5)], profile_count=5)
    regions = RegionSpace.from_rows([("A", "A", ""), ("B", "B", "")], as_of_year=2026)
    twins = [ProfileInput(key, "B", topics=("13",)) for key in range(1, 3_001)]
    index = build_index([ProfileInput(0, "A", topics=("13",)), *twins], topics, regions)
    found = top_matches(index.edited([], [2]), np.array([0]), 3, WEIGHTS)
    assert found.keys.tolist() == [[1, 3, 4]]


# Every pair once, for both sides


def from_shortlists(index, k, weights=WEIGHTS, threads=1):
    found = shortlist_all(index, k, weights, threads=threads)
    return top_matches(index, np.arange(len(index)), k, weights, shortlists=found)


@settings(max_examples=40, deadline=None)
@given(registers(most=40), st.integers(1, 8))
def test_shortlists_give_what_plain_arrays_give(register, count):
    index = build_index(*register)
    rows = np.arange(len(index))
    assert_same(from_shortlists(index, count), plainly(index, rows, count))


@pytest.mark.parametrize("threads", [1, 3])
def test_shortlists_of_many_blocks_give_the_lists_of_single_rows(busy, threads):
    rows = np.arange(len(busy))
    found = from_shortlists(busy, 20, threads=threads)
    assert_same(found, top_matches(busy, rows, 20, WEIGHTS))


def test_shortlists_of_a_thousand_equal_candidates_are_ordered_by_key():
    topics = TopicSpace.from_rows([("13", "economic", None, 5)], profile_count=5)
    regions = RegionSpace.from_rows([("A", "A", ""), ("B", "B", "")], as_of_year=2026)
    twins = [ProfileInput(key, "B", topics=("13",)) for key in range(1, 3_001)]
    index = build_index([ProfileInput(0, "A", topics=("13",)), *twins], topics, regions)
    found = from_shortlists(index, 20)
    assert found.keys[0].tolist() == list(range(1, 21))
    assert found.keys[1:].tolist() == [[0] + [-1] * 19] * 3_000


@pytest.mark.parametrize("wrong", [0, 5, -5])
def test_guesses_right_or_wrong_change_nothing(busy, wrong):
    cold = from_shortlists(busy, 20)
    guesses = cold.scores[:, -1] + wrong * (np.arange(len(busy)) % 3 == 1)
    found = shortlist_all(busy, 20, WEIGHTS, threads=2, guesses=guesses)
    rows = np.arange(len(busy))
    assert_same(cold, top_matches(busy, rows, 20, WEIGHTS, shortlists=found))


@settings(max_examples=40, deadline=None)
@given(registers(most=40), st.integers(1, 8), st.floats(0, 100))
def test_any_guess_gives_what_plain_arrays_give(register, count, guess):
    index = build_index(*register)
    rows, guesses = np.arange(len(index)), np.full(len(index), guess)
    found = shortlist_all(index, count, WEIGHTS, guesses=guesses)
    lists = top_matches(index, rows, count, WEIGHTS, shortlists=found)
    assert_same(lists, plainly(index, rows, count))


def test_index_with_edits_has_no_shortlists(busy):
    assert shortlist_all(busy.edited([], [7]), 20, WEIGHTS) is None


def test_shortlisting_tells_how_far_it_is_and_ends_when_told_to(busy):
    parts = []
    shortlist_all(busy, 5, WEIGHTS, progress=parts.append)
    assert parts == [n / len(parts) for n in range(1, len(parts) + 1)]

    def stop(part):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        shortlist_all(busy, 5, WEIGHTS, progress=stop)


def test_shortlisting_gives_signs_of_life_while_rows_are_done_again(busy):
    parts, guesses = [], np.full(len(busy), 99.0)
    shortlist_all(busy, 5, WEIGHTS, guesses=guesses, progress=parts.append)
    # Seven rounds of eight blocks, the blocks by themselves, and ten tiles of rows.
    assert parts == [n / 8 for n in range(1, 9)] + [1] * 10


@given(st.integers(0, 12))
def test_blocks_meet_once_and_have_one_task_at_a_time(count):
    rounds = list(meetings(count))
    for pairs in rounds:
        busy = [block for pair in pairs for block in set(pair)]
        assert len(busy) == len(set(busy))
    met = sorted(tuple(sorted(pair)) for pairs in rounds for pair in pairs)
    assert met == [(a, b) for a in range(count) for b in range(a, count)]


# Edits

EDITS = st.lists(
    st.tuples(st.sampled_from(["change", "remove"]), profiles(), st.integers(0, 8)),
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(registers(least=2, most=7), EDITS)
def test_edited_index_gives_what_a_new_one_on_the_same_counts_gives(register, edits):
    listed, topics, regions = register
    index = build_index(listed, topics, regions)
    counts = index.statistics
    now = {profile.key: profile for profile in listed}
    for what, profile, number in edits:
        key = sorted(now)[number % len(now)] if now else 0
        if what == "remove":
            now.pop(key, None)
            index = index.edited([], [key])
        else:
            # Every other change is to a profile that exists.
            own = replace(profile, key=key) if number % 2 and now else profile
            now[own.key] = own
            index = index.edited([own])
    fresh = build_index([now[key] for key in sorted(now)], topics, regions, counts)
    keys = sorted(now)
    first = top_matches(index, index.rows_of(keys), 5, WEIGHTS)
    second = top_matches(fresh, fresh.rows_of(keys), 5, WEIGHTS)
    for name in ("sources", "keys", "known", "kinds", "ranks"):
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name))
    np.testing.assert_allclose(first.contributions, second.contributions, atol=1e-9)


def test_first_profiles_of_an_empty_register_find_each_other():
    topics = TopicSpace.from_rows([("13", "economic", None, 0)], profile_count=0)
    regions = RegionSpace.from_rows([("A", "A", ""), ("B", "B", "")], as_of_year=2026)
    first = [
        ProfileInput(1, "A", topics=("13",)),
        ProfileInput(2, "B", topics=("13",)),
    ]
    index = build_index([], topics, regions)
    assert shortlist_all(index, 2, WEIGHTS).counts.tolist() == []
    found = top_matches(index.edited(first), np.arange(2), 2, WEIGHTS)
    assert found.keys.tolist() == [[2, -1], [1, -1]]


def test_edit_leaves_the_index_it_came_from_as_it_was():
    topics = TopicSpace.from_rows([("13", "economic", None, 2)], profile_count=2)
    regions = RegionSpace.from_rows([("A", "A", ""), ("B", "B", "")], as_of_year=2026)
    listed = [
        ProfileInput(1, "A", topics=("13",)),
        ProfileInput(2, "B", topics=("13",)),
    ]
    before = build_index(listed, topics, regions)
    after = before.edited([], [2])
    assert top_matches(before, np.array([0]), 2, WEIGHTS).keys.tolist() == [[2, -1]]
    assert top_matches(after, np.array([0]), 2, WEIGHTS).keys.tolist() == [[-1, -1]]
    with pytest.raises(EngineError, match="no profile 2 in the index"):
        after.rows_of([2])


def test_edit_with_an_unknown_topic_is_refused():
    topics = TopicSpace.from_rows([("13", "economic", None, 2)], profile_count=2)
    regions = RegionSpace.from_rows([("A", "A", "")], as_of_year=2026)
    index = build_index([ProfileInput(1, "A")], topics, regions)
    with pytest.raises(EngineError, match=r"profile 1, field 'topics'.*'99'"):
        index.edited([ProfileInput(1, "A", topics=("99",))])
