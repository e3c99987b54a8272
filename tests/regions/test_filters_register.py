"""What each filter lets through."""

import pytest

from regions.filters import (
    ClusterFilterSet,
    CooperationFilterSet,
    FacilityFilterSet,
    PriorityFilterSet,
    RegionFilterSet,
    StrategyFilterSet,
    TopicFilterSet,
)
from regions.models import (
    Cluster,
    Cooperation,
    Facility,
    Priority,
    Region,
    Strategy,
    Topic,
)
from tests import factories

pytestmark = pytest.mark.django_db


def found(filterset, rows, **query) -> list[str]:
    """The keys of the rows that a query leaves, in order."""
    chosen = filterset(query, queryset=rows)
    assert chosen.is_valid(), chosen.form.errors
    return [getattr(row, "slug", None) or row.pk for row in chosen.qs]


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ({"country": ["ES"]}, ["a", "c"]),
        ({"country": ["ES", "FI"]}, ["a", "b", "c"]),
        ({"region": "ES51"}, ["a", "c"]),
        ({"region": "es511"}, ["c"]),
        ({"cohesion": ["transition"]}, ["b"]),
        ({"topic": ["C"]}, ["a", "b"]),
        ({"topic": ["10"]}, ["a"]),
        ({"stage": ["research"]}, ["a", "c"]),
        ({"stage": ["research", "market"]}, ["a", "b", "c"]),
        ({"confidence": ["recalled"]}, ["c"]),
        ({"q": "blue GROW"}, ["a"]),
        ({"q": "bleu"}, ["b"]),
        ({"q": "!"}, []),
        ({"country": ["ES"], "topic": ["20"]}, []),
        ({"sort": "region"}, ["a", "c", "b"]),
    ],
)
@pytest.mark.parametrize(
    ("filterset", "model", "make"),
    [
        (PriorityFilterSet, Priority, factories.make_priority),
        (ClusterFilterSet, Cluster, factories.make_cluster),
    ],
)
def test_profiles_are_filtered(filterset, model, make, query, slugs):
    for code in ("10", "20"):
        factories.make_topic(code, parent="C")
    make("ES51", ["10"], slug="a", title="A blue growth", stage_bits=0b00001)
    make("FI1C", ["20"], slug="b", title="B", keywords=["bleü"], stage_bits=0b10000)
    make("ES511", [], slug="c", title="C", stage_bits=0b00011, confidence="recalled")
    factories.make_region("FI1C", cohesion_category="transition")
    factories.renew()
    assert found(filterset, model.objects.all(), **query) == slugs


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({"level": ["2"]}, ["ES51", "FI1C"]),
        ({"level": ["0", "1"]}, ["ES", "ES5", "FI", "FI1"]),
        ({"region": "ES5"}, ["ES51", "ES5"]),
        ({"cohesion": ["more"]}, ["ES51"]),
        ({"topic": ["10"]}, ["ES51"]),
        ({"stage": ["pilot"]}, ["ES51"]),
        ({"confidence": ["read"]}, ["ES51"]),
        ({"q": "catal"}, ["ES51"]),
        ({"q": "Katalonien"}, ["ES51"]),
        ({"sort": "population"}, ["FI1C", "ES51", "ES", "ES5", "FI", "FI1"]),
        ({"sort": "code"}, ["ES", "ES5", "ES51", "FI", "FI1", "FI1C"]),
    ],
)
def test_regions_are_filtered(query, codes):
    factories.make_region(
        "ES51",
        name="Cataluña",
        name_de="Katalonien",
        cohesion_category="more",
        population=1,
    )
    factories.make_region("FI1C", population=2)
    factories.make_priority("ES51", ["10"], stage_bits=0b00100)
    factories.renew()
    rows = Region.objects.with_profile_count()
    assert found(RegionFilterSet, rows, **query) == codes


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ({"kind": ["test_bed"]}, ["b"]),
        ({"topic": ["10"]}, ["a"]),
        ({"region": "FI"}, ["b"]),
        ({"q": "laser"}, ["a"]),
        ({"sort": "name"}, ["b", "a"]),
    ],
)
def test_facilities_are_filtered(query, slugs):
    factories.make_facility("ES51", ["10"], slug="a", name="Z", host="Laser institute")
    factories.make_facility("FI1C", slug="b", name="Y", kind="test_bed")
    factories.renew()
    assert found(FacilityFilterSet, Facility.objects.all(), **query) == slugs


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ({"country": ["FI"]}, ["a"]),
        ({"region": "ES51"}, ["b", "a"]),
        ({"programme": ["Interreg MED"]}, ["b"]),
        ({"topic": ["10"]}, ["a"]),
        ({"q": "sensors"}, ["b"]),
        ({}, ["b", "a", "c"]),
    ],
)
def test_cooperation_is_filtered(query, slugs):
    factories.make_cooperation(["ES51", "ES511", "FI1C"], ["10"], slug="a", year=2010)
    factories.make_cooperation(
        ["ES51", "DE21"],
        slug="b",
        year=2020,
        programme="Interreg MED",
        keywords=["sensors"],
    )
    factories.make_cooperation(["DE21"], slug="c", year=None)
    factories.renew()
    assert found(CooperationFilterSet, Cooperation.objects.all(), **query) == slugs


def test_strategies_are_filtered_by_period():
    factories.make_strategy("ES51", slug="old", period="2014-2020")
    factories.make_strategy("ES51", slug="new", period="2021-2027")
    factories.renew()
    rows = Strategy.objects.all()
    assert found(StrategyFilterSet, rows) == ["new", "old"]
    assert found(StrategyFilterSet, rows, period=["2014-2020"]) == ["old"]


def test_topics_are_filtered():
    factories.make_topic("10", parent="C")
    factories.make_topic("PO.A")
    rows = Topic.objects.order_by("scheme", "code")
    assert found(TopicFilterSet, rows, scheme=["economic"]) == ["10", "C"]
    assert found(TopicFilterSet, rows, parent="C") == ["10"]
    assert found(TopicFilterSet, rows, level="1") == ["C", "PO.A"]


@pytest.mark.parametrize(
    ("filterset", "rows", "query", "name"),
    [
        (StrategyFilterSet, Strategy.objects, {"period": ["1999"]}, "period"),
        (StrategyFilterSet, Strategy.objects, {"q": "x"}, "q"),
        (CooperationFilterSet, Cooperation.objects, {"programme": ["X"]}, "programme"),
        (TopicFilterSet, Topic.objects, {"parent": "C"}, "parent"),
        (TopicFilterSet, Topic.objects, {"level": "high"}, "level"),
        (FacilityFilterSet, Facility.objects, {"kind": ["pub"]}, "kind"),
        (RegionFilterSet, Region.objects, {"level": ["4"]}, "level"),
        (PriorityFilterSet, Priority.objects, {"stage": ["end"]}, "stage"),
        (PriorityFilterSet, Priority.objects, {"cohesion": ["rich"]}, "cohesion"),
        (PriorityFilterSet, Priority.objects, {"confidence": ["sure"]}, "confidence"),
    ],
)
def test_value_that_does_not_exist_is_an_error(filterset, rows, query, name):
    chosen = filterset(query, queryset=rows.all())
    assert not chosen.is_valid()
    assert list(chosen.form.errors) == [name]
