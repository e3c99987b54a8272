"""Partner requests over the API: those that one may see."""

from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from rest_framework.routers import BaseRouter
from rest_framework.viewsets import ReadOnlyModelViewSet

from matching.partner_requests.api_shapes import PartnerRequestSerializer
from matching.partner_requests.filters import RequestFilterSet
from matching.partner_requests.models import PartnerRequest


@method_decorator(never_cache, name="dispatch")
class PartnerRequestViewSet(ReadOnlyModelViewSet):
    """What profiles seek: open requests, soonest end first.

    One that is filled, closed or ended is found by its address only.
    """

    queryset = PartnerRequest.objects.none()
    serializer_class = PartnerRequestSerializer
    filterset_class = RequestFilterSet
    lookup_field = "slug"

    def get_queryset(self):
        seen = PartnerRequest.objects.visible_to(self.request.user).for_rows()
        return seen.open() if self.action == "list" else seen


def register_api(router: BaseRouter) -> None:
    """Add this room's collection to the API's router."""
    router.register("requests", PartnerRequestViewSet, basename="request")
