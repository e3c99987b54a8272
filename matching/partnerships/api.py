"""Partnerships over the API: the public ones, and one's own by their address."""

from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from rest_framework.routers import BaseRouter
from rest_framework.viewsets import ReadOnlyModelViewSet

from matching.partnerships.api_shapes import PartnershipSerializer
from matching.partnerships.filters import PartnershipFilterSet
from matching.partnerships.models import Partnership


@method_decorator(never_cache, name="dispatch")
class PartnershipViewSet(ReadOnlyModelViewSet):
    """Thematic partnerships: active, ended and historical ones, by name.

    One that is being prepared or assessed is found by its people at its address only.
    """

    queryset = Partnership.objects.none()
    serializer_class = PartnershipSerializer
    filterset_class = PartnershipFilterSet
    lookup_field = "slug"

    def get_queryset(self):
        seen = Partnership.objects.visible_to(self.request.user).for_api()
        return seen.public() if self.action == "list" else seen


def register_api(router: BaseRouter) -> None:
    """Add this room's collection to the API's router."""
    router.register("partnerships", PartnershipViewSet, basename="partnership")
