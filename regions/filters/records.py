"""Filters of strategies, topics, facilities and cooperation."""

import django_filters
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.web.filtering import StrictFilterSet, offer
from regions.filters.common import RegisterFilterSet, sort_filter, topic_filter
from regions.models import (
    CohesionCategory,
    Confidence,
    Cooperation,
    CooperationMember,
    Facility,
    FacilityKind,
    Scheme,
    SearchKind,
    Strategy,
    Topic,
)
from regions.queries.vocabulary import (
    kept_periods,
    kept_programmes,
    vocabulary,
)


def _pairs(values) -> list[tuple[str, str]]:
    return [(value, value) for value in values]


def _cohesion_filter() -> django_filters.MultipleChoiceFilter:
    return django_filters.MultipleChoiceFilter(
        label=_("Cohesion category"),
        field_name="region__cohesion_category",
        choices=CohesionCategory.choices,
        distinct=False,
    )


def _confidence_filter() -> django_filters.MultipleChoiceFilter:
    return django_filters.MultipleChoiceFilter(
        label=_("How sure"), choices=Confidence.choices, distinct=False
    )


class FacilityFilterSet(RegisterFilterSet):
    search_kind = SearchKind.FACILITY
    sorts = {
        "name": (_("name"), "name", "id"),
        "region": (_("country and region"), "region_id", "name", "id"),
    }
    sort = sort_filter(sorts)

    cohesion = _cohesion_filter()
    topic = topic_filter()
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind"), choices=FacilityKind.choices, distinct=False
    )
    confidence = _confidence_filter()

    class Meta:
        model = Facility
        fields: list[str] = []


class StrategyFilterSet(RegisterFilterSet):
    sorts = {"region": (_("country and region"), "region_id", "-period", "id")}

    q = None
    cohesion = _cohesion_filter()
    confidence = _confidence_filter()
    period = django_filters.MultipleChoiceFilter(label=_("Period"), distinct=False)

    class Meta:
        model = Strategy
        fields: list[str] = []

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._offer("period", _pairs(kept_periods(self.words.version)))


class CooperationFilterSet(RegisterFilterSet):
    search_kind = SearchKind.COOPERATION
    sorts = {
        "year": (_("latest first"), F("year").desc(nulls_last=True), "name", "id"),
        "name": (_("name"), "name", "id"),
    }
    sort = sort_filter(sorts)

    topic = topic_filter()
    programme = django_filters.MultipleChoiceFilter(
        label=_("Programme"), distinct=False
    )
    confidence = _confidence_filter()

    class Meta:
        model = Cooperation
        fields: list[str] = []

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._offer("programme", _pairs(kept_programmes(self.words.version)))

    def filter_country(self, queryset: QuerySet, name: str, value: list[str]):
        if not value:
            return queryset
        return queryset.filter(Exists(_members().filter(region__country__in=value)))

    def filter_region(self, queryset: QuerySet, name: str, value: str):
        inside = _members().filter(region__in=self.words.within(value))
        return queryset.filter(Exists(inside))


def _members():
    return CooperationMember.objects.filter(cooperation=OuterRef("pk"))


class TopicFilterSet(StrictFilterSet):
    scheme = django_filters.MultipleChoiceFilter(
        label=_("Scheme"), choices=Scheme.choices, distinct=False
    )
    level = django_filters.NumberFilter(label=_("Level"), min_value=1, max_value=9)
    parent = django_filters.ChoiceFilter(
        label=_("Part of (code)"), field_name="parent_id"
    )

    class Meta:
        model = Topic
        fields: list[str] = []

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        offer(self.filters["parent"], _pairs(vocabulary().topics))
