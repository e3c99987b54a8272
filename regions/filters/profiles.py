"""Filters of priorities and clusters."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from regions.filters.common import RegisterFilterSet, sort_filter, topic_filter
from regions.models import (
    Cluster,
    CohesionCategory,
    Confidence,
    Priority,
    SearchKind,
    Stage,
)
from regions.models.stages import stages_to_bits


class ProfileFilterSet(RegisterFilterSet):
    """What priorities and clusters are filtered by."""

    sorts = {
        "title": (_("title"), "title", "id"),
        "region": (_("country and region"), "region_id", "title", "id"),
        "changed": (_("last changed first"), "-updated_at", "id"),
    }
    sort = sort_filter(sorts)

    cohesion = django_filters.MultipleChoiceFilter(
        label=_("Cohesion category"),
        field_name="region__cohesion_category",
        choices=CohesionCategory.choices,
        distinct=False,
    )
    topic = topic_filter()
    stage = django_filters.MultipleChoiceFilter(
        label=_("Value-chain stage"), choices=Stage.choices, method="filter_stage"
    )
    confidence = django_filters.MultipleChoiceFilter(
        label=_("How sure"), choices=Confidence.choices, distinct=False
    )

    def filter_stage(self, queryset: QuerySet, name: str, value: list[str]):
        return queryset.with_stage(stages_to_bits(value)) if value else queryset


class PriorityFilterSet(ProfileFilterSet):
    search_kind = SearchKind.PRIORITY

    class Meta:
        model = Priority
        fields: list[str] = []


class ClusterFilterSet(ProfileFilterSet):
    search_kind = SearchKind.CLUSTER

    class Meta:
        model = Cluster
        fields: list[str] = []
