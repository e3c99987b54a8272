"""Groups from plain values: quality, limits, overlap, and what is left out."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.partnerships.suggestions.graph import EXCHANGE_PLUS, mutual_graph
from matching.partnerships.suggestions.grouping import find_groups, supporters_of
from matching.partnerships.suggestions.quality import (
    Limits,
    Place,
    keeps_limits,
    surplus,
    theme_of,
)
from tests.suggestions import oracle
from tests.suggestions.registers import (
    clique,
    match_lists,
    register_of,
    registers,
    rows_of,
    terms_of,
)

# A busy machine draws slowly.
CALM = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
LOOSE = Limits(smallest=3)
FOUR = {1: Place("AT11", "AT"), 2: Place("BE2", "BE"), 3: Place("CZ01", "CZ")}
FOUR |= {4: Place("DE1", "DE"), 5: Place("FI1", "FI")}
CELLS = {key: {"cells"} for key in FOUR}


def groups_of(register, *args):
    return [one.members for one in find_groups(register, *args)]


@CALM
@given(match_lists(), st.integers(1, 8))
def test_graph_equals_the_slow_one(lists, listed):
    graph = mutual_graph([rows_of(lists)], lists, listed)
    expected = oracle.mutual_weights(lists, listed, EXCHANGE_PLUS)
    found = {(a, b): w for a, near in graph.items() for b, w in near.items() if a < b}
    assert found == pytest.approx(expected)
    assert all(graph[b][a] == w for a, near in graph.items() for b, w in near.items())


def test_graph_reads_parts_like_a_whole():
    lists = {1: [(2, 400, 0, 0)], 2: [(1, 600, 0, 0)], 3: [(1, 900, 0, 0)]}
    rows = rows_of(lists)
    parts = [rows[:1], rows[1:], np.empty((0, 5), np.int64)]
    assert mutual_graph(parts, lists) == {1: {2: 0.05}, 2: {1: 0.05}}
    assert mutual_graph([], lists) == {}


def test_profiles_that_are_not_grouped_take_no_place_in_the_lists():
    lists = {1: [(9, 900, 0, 0), (2, 400, 0, 0)], 2: [(1, 400, 0, 0)]}
    assert mutual_graph([rows_of(lists)], [1, 2], 1) == {1: {2: 0.04}, 2: {1: 0.04}}


@CALM
@given(registers(), st.data())
def test_surplus_equals_the_slow_one(register, data):
    group = data.draw(st.sets(st.sampled_from(sorted(register.graph)), min_size=1))
    weights = {(a, b): w for a, near in register.graph.items() for b, w in near.items()}
    assert surplus(register.graph, group, 0.2) == pytest.approx(
        oracle.surplus(weights, group, 0.2)
    )


@CALM
@given(registers(), st.data())
def test_groups_keep_all_limits(register, data):
    sets = st.sets(st.sampled_from(sorted(register.graph)))
    together = data.draw(st.lists(sets, max_size=2))
    found = find_groups(register, together, LOOSE)
    assert [oracle.faults(register, one, LOOSE, together) for one in found] == (
        [[]] * len(found)
    )
    assert all(one.surplus > 0 for one in found)
    assert found == find_groups(register, together, LOOSE)
    for place, one in enumerate(found):
        for other in found[:place]:
            common = len(set(one.members) & set(other.members))
            assert common <= min(len(one.members), len(other.members)) / 3
            assert one.theme[0] not in other.theme
    uses = [key for one in found for key in one.members]
    assert all(uses.count(key) <= LOOSE.groups_of_one for key in uses)


@CALM
@given(registers(), st.data())
def test_limits_are_those_of_the_oracle(register, data):
    keys = st.lists(st.sampled_from(sorted(register.graph)), min_size=1, unique=True)
    members = data.draw(keys)
    theme = theme_of(register.terms, members, LOOSE.theme_share)
    group = type("Group", (), {"members": members, "theme": theme})
    assert keeps_limits(register, members, LOOSE) == (
        not oracle.faults(register, group, LOOSE)
    )


def test_group_of_one_theme_is_found():
    register = register_of(clique(FOUR), FOUR, CELLS)
    (found,) = find_groups(register)
    assert (found.members, found.theme) == ((1, 2, 3, 4, 5), ("cells",))
    assert found.surplus == pytest.approx(10 * 0.3)


def test_member_that_fits_few_of_the_others_is_left_out():
    weights = clique((1, 2, 3, 4)) | {(4, 5): 0.5}
    register = register_of(weights, FOUR, CELLS)
    assert groups_of(register) == [(1, 2, 3, 4)]


def test_member_of_another_theme_is_left_out():
    register = register_of(clique(FOUR), FOUR, CELLS | {5: {"fish"}})
    assert groups_of(register) == [(1, 2, 3, 4)]


def test_two_countries_are_no_group():
    places = {key: Place(f"AT{key}1", "AT") for key in (1, 2)}
    places |= {key: Place(f"BE{key}1", "BE") for key in (3, 4)}
    assert groups_of(register_of(clique(places), places, CELLS)) == []


def test_countries_outside_the_union_are_members_and_do_not_count():
    outside = {4: Place("UKM", "UK", in_eu=False), 5: Place("NO01", "NO", in_eu=False)}
    register = register_of(clique(FOUR), FOUR | outside, CELLS)
    assert groups_of(register) == [(1, 2, 3, 4, 5)]
    register = register_of(
        clique(FOUR), FOUR | outside | {3: Place("CH01", "CH", in_eu=False)}, CELLS
    )
    assert groups_of(register) == []


def test_region_and_a_part_of_it_are_not_both_members():
    register = register_of(clique(FOUR), FOUR | {5: Place("DE11", "DE")}, CELLS)
    assert groups_of(register) == [(1, 2, 3, 4)]


def test_no_country_has_more_than_its_part():
    places = FOUR | {key: Place(f"DE{key}", "DE") for key in (6, 7, 8)}
    words = {key: {"cells"} for key in places}
    (found,) = groups_of(register_of(clique(places), places, words))
    assert [key for key in found if places[key].country == "DE"] == [4, 6]


@pytest.mark.parametrize(
    ("together", "expected"),
    [
        ([], [(1, 2, 3, 4, 5)]),
        ([{1, 2}], [(1, 2, 3, 4, 5)]),
        ([{1, 2}, {3, 4}], [(1, 2, 3, 4, 5)]),
        ([{1, 2, 3, 99}], []),
    ],
)
def test_group_of_which_half_is_together_is_left_out(together, expected):
    register = register_of(clique(FOUR), FOUR, CELLS)
    assert groups_of(register, together) == expected


def test_supporters_share_the_theme_and_fit_a_third():
    register = register_of(clique(FOUR), FOUR, CELLS)
    (found,) = find_groups(register)
    graph = {10: {1: 0.5, 2: 0.5}, 11: {1: 0.9}, 12: {1: 0.6, 2: 0.6}}
    for key, near in list(graph.items()):
        for one, weight in near.items():
            graph.setdefault(one, {})[key] = weight
    graph |= {13: {1: 0.7, 3: 0.7}}
    graph[1][13] = graph.setdefault(3, {})[13] = 0.7
    terms = terms_of({10: {"cells"}, 11: {"cells"}, 12: {"cells"}, 13: {"fish"}}).of
    assert supporters_of(graph, found, terms, 5) == [12, 10]
    assert supporters_of(graph, found, terms, 1) == [12]
