"""Published practices over the API."""

from rest_framework.routers import BaseRouter
from rest_framework.viewsets import ReadOnlyModelViewSet

from portal.guide.practices.api_shapes import PracticeSerializer
from portal.guide.practices.filters import PracticeFilterSet
from portal.guide.practices.models import Practice


class PracticeViewSet(ReadOnlyModelViewSet):
    """What regions did, with what result: published practices, newest first."""

    queryset = Practice.objects.none()
    serializer_class = PracticeSerializer
    filterset_class = PracticeFilterSet
    lookup_field = "slug"

    def get_queryset(self):
        return Practice.objects.published().for_rows()


def register_api(router: BaseRouter) -> None:
    """Add this room's collection to the API's router."""
    router.register("practices", PracticeViewSet, basename="practice")
