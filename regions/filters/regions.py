"""Filters of regions: what they are, and what their published profiles say."""

import django_filters
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from regions.filters.common import RegisterFilterSet, sort_filter, topic_filter
from regions.models import (
    CohesionCategory,
    Confidence,
    Profile,
    Region,
    SearchKind,
    Stage,
)
from regions.models.stages import stages_to_bits

MOST_PEOPLE = F("population").desc(nulls_last=True)
LEVELS = [
    (0, _("0: country")),
    (1, _("1: major region")),
    (2, _("2: basic region")),
    (3, _("3: small region")),
]


HOLDING = [
    ("true", _("With priorities or clusters")),
    ("false", _("Without")),
]


class RegionFilterSet(RegisterFilterSet):
    """The queryset must carry `profile_count` (RegionQuerySet.with_profile_count)."""

    search_kind = SearchKind.REGION
    search_key = "code"
    sorts = {
        "profiles": (_("most profiles first"), "-profile_count", "name", "code"),
        "name": (_("name"), "name", "code"),
        "code": (_("NUTS code"), "code"),
        "population": (_("most people first"), MOST_PEOPLE, "code"),
    }
    sort = sort_filter(sorts)

    with_profiles = django_filters.MultipleChoiceFilter(
        label=_("Profiles"), choices=HOLDING, method="filter_with_profiles"
    )
    level = django_filters.TypedMultipleChoiceFilter(
        label=_("NUTS level"), choices=LEVELS, coerce=int, distinct=False
    )
    cohesion = django_filters.MultipleChoiceFilter(
        label=_("Cohesion category"),
        field_name="cohesion_category",
        choices=CohesionCategory.choices,
        distinct=False,
    )
    topic = topic_filter()
    stage = django_filters.MultipleChoiceFilter(
        label=_("Value-chain stage"), choices=Stage.choices, method="filter_stage"
    )
    confidence = django_filters.MultipleChoiceFilter(
        label=_("How sure"), choices=Confidence.choices, method="filter_confidence"
    )

    class Meta:
        model = Region
        fields: list[str] = []

    def filter_country(self, queryset: QuerySet, name: str, value: list[str]):
        return queryset.filter(country__in=value) if value else queryset

    def filter_region(self, queryset: QuerySet, name: str, value: str):
        return queryset.filter(code__in=self.words.within(value))

    def filter_with_profiles(self, queryset: QuerySet, name: str, value: list[str]):
        """Regions with published profiles of their own, or those without."""
        if len(value) != 1:
            return queryset
        own = Exists(_profiles())
        return queryset.filter(own if value == ["true"] else ~own)

    def filter_topic(self, queryset: QuerySet, name: str, value: list[str]):
        if not value:
            return queryset
        codes = self.words.with_descendants(value)
        return _holding(queryset, _profiles().filter(topics__in=codes))

    def filter_stage(self, queryset: QuerySet, name: str, value: list[str]):
        if not value:
            return queryset
        return _holding(queryset, _profiles().with_stage(stages_to_bits(value)))

    def filter_confidence(self, queryset: QuerySet, name: str, value: list[str]):
        if not value:
            return queryset
        return _holding(queryset, _profiles().filter(confidence__in=value))


def _profiles():
    """Published profiles of the region at hand: no draft shows through a filter."""
    return Profile.objects.published().filter(region=OuterRef("pk"))


def _holding(queryset, profiles):
    return queryset.filter(Exists(profiles))
