"""Collections of the API. Same FilterSets, rows and order as the pages."""

from django.utils.decorators import method_decorator
from rest_framework.viewsets import ReadOnlyModelViewSet

from portal.web.versioned import versioned_page
from regions import filters
from regions.api import serializers
from regions.models import (
    Cluster,
    Cooperation,
    Facility,
    Priority,
    Region,
    Strategy,
    Topic,
)
from regions.queries.links import confirmed_links
from regions.queries.profiles import full_items
from regions.views.addresses import follows_mergers


@method_decorator(versioned_page, name="dispatch")
class RegisterViewSet(ReadOnlyModelViewSet):
    """Records that one may see; a visitor's answer is kept until the data change."""

    lookup_field = "slug"

    def get_queryset(self):
        return self.rows()

    def rows(self):
        raise NotImplementedError


class RegionViewSet(RegisterViewSet):
    """NUTS 2021 units, level 0 to 3."""

    queryset = Region.objects.none()
    serializer_class = serializers.RegionSerializer
    filterset_class = filters.RegionFilterSet
    lookup_field = "code"
    lookup_value_regex = "[A-Za-z0-9]+"

    def rows(self):
        return Region.objects.with_profile_count()


class TopicViewSet(RegisterViewSet):
    """Codes of the three schemes: economic activity, science, policy."""

    queryset = Topic.objects.none()
    serializer_class = serializers.TopicSerializer
    filterset_class = filters.TopicFilterSet
    lookup_field = "code"
    lookup_value_regex = "[^/]+"

    def rows(self):
        return Topic.objects.order_by("scheme", "code")


class StrategyViewSet(RegisterViewSet):
    """Smart specialisation strategies of regions."""

    queryset = Strategy.objects.none()
    serializer_class = serializers.StrategySerializer
    filterset_class = filters.StrategyFilterSet

    def rows(self):
        user = self.request.user
        visible = Strategy.objects.visible_to(user).with_rights(user)
        return visible.select_related("region")


@method_decorator(follows_mergers, name="dispatch")
class PriorityViewSet(RegisterViewSet):
    """Priority areas of strategies, with offers and needs."""

    queryset = Priority.objects.none()
    serializer_class = serializers.PrioritySerializer
    filterset_class = filters.PriorityFilterSet

    def rows(self):
        visible = Priority.objects.visible_to(self.request.user).for_cards()
        return visible.prefetch_related("topics", full_items())


@method_decorator(follows_mergers, name="dispatch")
class ClusterViewSet(RegisterViewSet):
    """Cluster organisations, with offers and needs."""

    queryset = Cluster.objects.none()
    serializer_class = serializers.ClusterSerializer
    filterset_class = filters.ClusterFilterSet

    def rows(self):
        user = self.request.user
        visible = Cluster.objects.visible_to(user).with_rights(user).for_cards()
        return visible.prefetch_related(
            "topics", full_items(), "target_regions", confirmed_links()
        )


class FacilityViewSet(RegisterViewSet):
    """Infrastructures that others may use."""

    queryset = Facility.objects.none()
    serializer_class = serializers.FacilitySerializer
    filterset_class = filters.FacilityFilterSet

    def rows(self):
        user = self.request.user
        visible = Facility.objects.visible_to(user).with_rights(user).for_cards()
        return visible.select_related("cluster").prefetch_related("topics")


class CooperationViewSet(RegisterViewSet):
    """Joint projects of regions and clusters, with their members."""

    queryset = Cooperation.objects.none()
    serializer_class = serializers.CooperationSerializer
    filterset_class = filters.CooperationFilterSet

    def rows(self):
        return Cooperation.objects.prefetch_related("topics", "members__region")
