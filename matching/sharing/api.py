"""Sharing of facilities over the API: what one may see on the pages."""

from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from rest_framework.permissions import IsAuthenticated
from rest_framework.routers import BaseRouter
from rest_framework.viewsets import ReadOnlyModelViewSet

from matching.sharing.api_shapes import (
    FacilityRequestSerializer,
    OpenFacilitySerializer,
    PoolSerializer,
    WishSerializer,
)
from matching.sharing.filters import OpenFacilityFilterSet, WishFilterSet
from matching.sharing.models import AccessRequest, InvestmentWish, Pool
from matching.sharing.queries import windows_ahead
from matching.sharing.queries_joint import counted_pools
from regions.models import Facility


@method_decorator(never_cache, name="dispatch")
class OpenFacilityViewSet(ReadOnlyModelViewSet):
    """Facilities one can ask for, with terms and free times where these are stated."""

    queryset = Facility.objects.none()
    serializer_class = OpenFacilitySerializer
    filterset_class = OpenFacilityFilterSet
    lookup_field = "slug"

    def get_queryset(self):
        rows = Facility.objects.published().select_related("region", "terms")
        return rows.prefetch_related("terms__capabilities", windows_ahead(), "topics")


@method_decorator(never_cache, name="dispatch")
class FacilityRequestViewSet(ReadOnlyModelViewSet):
    """Requests for facilities of one's own profiles and facilities, newest first."""

    queryset = AccessRequest.objects.none()
    serializer_class = FacilityRequestSerializer
    permission_classes = [IsAuthenticated]

    def get_queryset(self):
        rows = AccessRequest.objects.visible_to(self.request.user)
        return rows.with_sides().order_by("-asked_at", "-pk")


@method_decorator(never_cache, name="dispatch")
class PoolViewSet(ReadOnlyModelViewSet):
    """Pooled demand: what one can join and one's own, the next last day first."""

    queryset = Pool.objects.none()
    serializer_class = PoolSerializer
    permission_classes = [IsAuthenticated]

    def get_queryset(self):
        rows = Pool.objects.visible_to(self.request.user).with_sides()
        return counted_pools(rows).order_by("join_by", "pk")


@method_decorator(never_cache, name="dispatch")
class WishViewSet(ReadOnlyModelViewSet):
    """Wishes to invest together; those that ended are found by their number only."""

    queryset = InvestmentWish.objects.none()
    serializer_class = WishSerializer
    filterset_class = WishFilterSet

    def get_queryset(self):
        rows = InvestmentWish.objects.visible_to(self.request.user).for_rows()
        rows = rows.prefetch_related("members__profile")
        return rows.open() if self.action == "list" else rows


def register_api(router: BaseRouter) -> None:
    """Add this room's collections to the API's router."""
    router.register("open-facilities", OpenFacilityViewSet, basename="open-facility")
    router.register(
        "facility-requests", FacilityRequestViewSet, basename="facility-request"
    )
    router.register("pools", PoolViewSet, basename="pool")
    router.register("wishes", WishViewSet, basename="wish")
