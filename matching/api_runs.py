"""Runs over the API: everybody may read them, curators start and cancel them."""

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from matching import services
from matching.api_shapes import DetailSerializer, RunSerializer
from matching.filters import RunFilterSet
from matching.models import MatchRun
from portal.web.errors import PortalError

REFUSALS = {403: DetailSerializer, 409: DetailSerializer, 503: DetailSerializer}


class ReadOrCurator(BasePermission):
    """Everybody reads; only a curator writes."""

    def has_permission(self, request: Request, view) -> bool:
        return request.method in SAFE_METHODS or request.user.is_staff


class RunViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet):
    """Runs of the scorer, newest first."""

    queryset = MatchRun.objects.order_by("-id")
    serializer_class = RunSerializer
    filterset_class = RunFilterSet
    permission_classes = [ReadOrCurator]

    @extend_schema(request=None, responses={201: RunSerializer, **REFUSALS})
    def create(self, request: Request) -> Response:
        """Start a run; 409 while one is open, 503 when no worker can be told."""
        try:
            run = services.start_run(started_by=request.user)
        except PortalError as error:
            return refusal(error)
        return Response(self.get_serializer(run).data, status=201)

    @extend_schema(request=None, responses={200: RunSerializer, **REFUSALS})
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Ask an open run to stop; 409 when it has ended."""
        try:
            run = services.cancel_run(run=self.get_object())
        except PortalError as error:
            return refusal(error)
        return Response(self.get_serializer(run).data)


def refusal(error: PortalError) -> Response:
    """Say why it was not done, with the status of the error."""
    return Response({"detail": str(error)}, status=error.status)
