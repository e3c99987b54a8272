"""The filter of match lists: every choice narrows, and the counts say by how much."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from matching import queries
from matching.filters import MatchFilterSet
from matching.models import Kind
from tests.matching.factories import (
    make_cluster,
    make_match,
    make_priority,
    make_region,
    make_run,
    make_topic,
)

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


@pytest.fixture
def found():
    """A list of three partners that differ in everything one can filter by."""
    make_region("DE21", cohesion_category="more")
    make_region("PL91", cohesion_category="less")
    make_region("FR10", cohesion_category="more")
    make_topic("C")
    make_topic("20", parent_id="C")
    make_topic("26", parent_id="C")
    run, profile = make_run(), make_priority("ES51")
    partners = [
        make_cluster("DE21", ("20",), stage_bits=0b00001, confidence="confirmed"),
        make_cluster("PL91", ("26",), stage_bits=0b00110, confidence="read"),
        make_priority("FR10", ("20", "72"), stage_bits=0b00100, confidence="read"),
    ]
    kinds = (Kind.ALIKE, Kind.COMPLEMENTARY, Kind.BRIDGE)
    for rank, (partner, kind) in enumerate(zip(partners, kinds, strict=True), start=1):
        make_match(run, profile, partner, rank, kind=kind)
    return queries.match_list_for(VISITOR, profile, run)


def ranks(found, query: str) -> list[int]:
    filterset = MatchFilterSet(QueryDict(query), queryset=found.matches)
    assert filterset.is_valid()
    return [one.rank for one in filterset.shown(found)]


CHOICES = [
    ("country=DE", [1]),
    ("country=DE&country=FR", [1, 3]),
    ("cohesion=more", [1, 3]),
    ("cohesion=less", [2]),
    ("kind=bridge", [3]),
    ("kind=alike&kind=complementary", [1, 2]),
    ("type=cluster", [1, 2]),
    ("type=priority", [3]),
    ("stage=research", [1]),
    ("stage=pilot", [2, 3]),
    ("stage=research&stage=development", [1, 2]),
    ("topic=20", [1, 3]),
    ("topic=26&topic=72", [2, 3]),
    ("topic=C", [1, 2, 3]),
    ("confidence=confirmed", [1]),
    ("cohesion=more&type=cluster", [1]),
    ("country=PL&topic=20", []),
]


@pytest.mark.parametrize(("query", "expected"), CHOICES)
def test_filter_keeps_what_fits_all_filters_and_any_of_their_values(
    found, query, expected
):
    assert ranks(found, query) == expected


def test_counts_beside_a_choice_are_what_it_would_show(found):
    names = ("country", "cohesion", "kind", "type", "stage", "topic", "confidence")
    for chosen in ({}, {"cohesion": ["more"]}, {"topic": ["20"], "type": ["cluster"]}):
        counts = found.facets(chosen)
        for name in names:
            others = [
                f"{other}={value}"
                for other, values in chosen.items()
                if other != name
                for value in values
            ]
            for value, count in counts[name].items():
                shown = ranks(found, "&".join([*others, f"{name}={value}"]))
                assert (name, value, count) == (name, value, len(shown))


def test_filter_refuses_values_and_names_it_does_not_know(found):
    for query, name in (("kind=same", "kind"), ("stage=idea", "stage"), ("x=1", "x")):
        filterset = MatchFilterSet(QueryDict(query), queryset=found.matches)
        assert not filterset.is_valid()
        assert list(filterset.form.errors) == [name]


def test_ranks_count_only_partners_that_one_may_see(found):
    withdrawn = found.matches.get(rank=2).partner
    withdrawn.status = "withdrawn"
    withdrawn.save()
    again = queries.match_list_for(VISITOR, found.profile, found.run)
    first, third = (found.matches.get(rank=rank).partner_id for rank in (1, 3))
    assert again.places == {first: 1, third: 2}


def test_choices_are_those_of_now_also_after_the_schema_was_asked_for(client, found):
    # The schema makes every field once for all requests, here in an empty register.
    MatchFilterSet.base_filters["country"].field.choices = []
    query = {"profile": found.profile.slug, "country": "FR"}
    assert client.get("/api/schema/").status_code == 200
    answer = client.get("/api/v1/matches/", query)
    assert (answer.status_code, answer.json().get("count")) == (200, 1)
    vars(MatchFilterSet.base_filters["country"]).pop("_field")
