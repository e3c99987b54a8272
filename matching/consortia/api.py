"""Consortia over the API: those that one may see."""

from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from rest_framework.routers import BaseRouter
from rest_framework.viewsets import ReadOnlyModelViewSet

from matching.consortia.api_shapes import ConsortiumSerializer
from matching.consortia.filters import ConsortiumFilterSet
from matching.consortia.models import Consortium


@method_decorator(never_cache, name="dispatch")
class ConsortiumViewSet(ReadOnlyModelViewSet):
    """Consortia that one may see, last changed first.

    Visitors see those that are submitted or funded and that their lead shows to all.
    """

    queryset = Consortium.objects.none()
    serializer_class = ConsortiumSerializer
    filterset_class = ConsortiumFilterSet
    lookup_field = "slug"

    def get_queryset(self):
        seen = Consortium.objects.visible_to(self.request.user)
        return seen.for_rows().prefetch_related("members__profile")


def register_api(router: BaseRouter) -> None:
    """Add this room's collection to the API's router."""
    router.register("consortia", ConsortiumViewSet, basename="consortium")
