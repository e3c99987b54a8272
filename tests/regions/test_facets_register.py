"""Facet counts in memory are those that counting one by one gives."""

import random

import pytest

from portal.web.facets import FacetIndex
from regions import facets
from regions.maps import units_shown
from regions.queries.version import register_version
from tests import factories

ROWS = [f"row-{number}" for number in range(200)]


@pytest.fixture
def table():
    """Each row's values of three facets, several for some, none for others."""
    dice = random.Random(7)
    return {
        row: {
            "colour": set(dice.sample("rgb", dice.randint(0, 2))),
            "size": {dice.choice(("S", "M", "L"))},
            "code": set(dice.sample(("A1", "A2", "B1"), dice.randint(0, 3))),
        }
        for row in ROWS
    }


@pytest.fixture
def index(table):
    pairs = {
        name: [(row, one) for row in ROWS for one in table[row][name]]
        for name in ("colour", "size", "code")
    }
    made = FacetIndex(ROWS, pairs)
    made.derive("letter", "code", lambda code: [code[0]])
    return made


def _fitting(table, chosen, among, without=""):
    """Rows that fit all choices but those of one facet, found one by one."""
    return [
        row
        for row in ROWS
        if (among is None or row in among)
        and all(
            table[row][name] & set(picked)
            for name, picked in chosen.items()
            if name != without
        )
    ]


CHOICES = [
    {},
    {"colour": ["r"]},
    {"colour": ["r", "g"], "size": ["S"]},
    {"code": ["A1"], "size": ["M", "L"]},
    {"colour": ["none"]},
]


@pytest.mark.parametrize("chosen", CHOICES)
@pytest.mark.parametrize("among", [None, set(ROWS[:50]), {"row-3", "unknown"}, set()])
def test_counts_are_those_of_counting_one_by_one(index, table, chosen, among):
    counts = index.counts(chosen, among)
    for name in ("colour", "size", "code"):
        rows = _fitting(table, chosen, among, without=name)
        expected = {}
        for row in rows:
            for value in table[row][name]:
                expected[value] = expected.get(value, 0) + 1
        assert counts[name] == expected
    assert index.total(chosen, among) == len(_fitting(table, chosen, among))


def test_derived_facet_counts_a_row_once(index, table):
    expected = {
        letter: sum(
            any(code[0] == letter for code in table[row]["code"]) for row in ROWS
        )
        for letter in "AB"
    }
    assert index.counts({})["letter"] == expected


def test_total_leaves_choices_aside_that_are_no_facet(index):
    assert index.total({"sort": ["name"], "q": ["words"]}) == len(ROWS)


@pytest.mark.django_db
def test_region_counts_for_all_regions_around_it():
    factories.make_cluster("ES511")
    factories.make_region("ES511", cohesion_category="more")
    factories.renew()
    counts = facets.cluster_index(register_version()).counts({})
    assert counts["region"] == {"ES": 1, "ES5": 1, "ES51": 1, "ES511": 1}
    assert counts["place"] == {"ES511": 1}
    assert counts["country"] == {"ES": 1}
    assert counts["cohesion"] == {"more": 1}


@pytest.mark.django_db
def test_index_is_kept_for_a_version_and_made_anew_for_the_next(
    django_assert_num_queries,
):
    factories.make_cluster("ES51")
    factories.renew()
    version = register_version()
    first = facets.cluster_index(version)
    with django_assert_num_queries(0):
        assert facets.cluster_index(version) is first
    factories.make_cluster("ES51")
    factories.renew()
    assert facets.cluster_index(register_version()).total({}) == 2


def test_map_gathers_parts_and_takes_the_larger_region_only_where_there_is_none():
    numbers = units_shown({"ES51": 2, "ES511": 1, "ES5": 4, "ES": 100, "LU": 3})
    assert numbers == {
        "ES51": ("ES51", 3),
        "ES52": ("ES5", 7),
        "ES53": ("ES5", 7),
        "LU00": ("LU", 3),
    }
