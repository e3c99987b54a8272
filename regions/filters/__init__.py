"""One FilterSet for each model; pages, API and export ask through the same one."""

from regions.filters.common import RegisterFilterSet
from regions.filters.profiles import ClusterFilterSet, PriorityFilterSet
from regions.filters.records import (
    CooperationFilterSet,
    FacilityFilterSet,
    StrategyFilterSet,
    TopicFilterSet,
)
from regions.filters.regions import RegionFilterSet

__all__ = [
    "ClusterFilterSet",
    "CooperationFilterSet",
    "FacilityFilterSet",
    "PriorityFilterSet",
    "RegionFilterSet",
    "RegisterFilterSet",
    "StrategyFilterSet",
    "TopicFilterSet",
]
