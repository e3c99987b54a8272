"""Calls over the API: published ones, and drafts for curators."""

from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from rest_framework.routers import BaseRouter
from rest_framework.viewsets import ReadOnlyModelViewSet

from matching.calls.api_shapes import CallSerializer
from matching.calls.filters import CallFilterSet
from matching.calls.models import Call
from matching.calls.wording_parts import sharing_words


@method_decorator(never_cache, name="dispatch")
class CallViewSet(ReadOnlyModelViewSet):
    """Calls with their rules of composition as data, soonest closing day first.

    Each rule has its source and how it was verified, and test cases beside it.
    Indicative: the call text decides.
    """

    queryset = Call.objects.none()
    serializer_class = CallSerializer
    filterset_class = CallFilterSet
    lookup_field = "slug"

    def dispatch(self, request, *args, **kwargs):
        """Sentences of all rules share the names of places and topics."""
        with sharing_words():
            return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        seen = Call.objects.visible_to(self.request.user)
        return seen.for_rows().prefetch_related("rules__cases", "cases")


def register_api(router: BaseRouter) -> None:
    """Add this room's collection to the API's router."""
    router.register("calls", CallViewSet, basename="call")
