"""Runs over the API: everybody may read them, curators start and cancel them."""

from dataclasses import asdict

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.permissions import SAFE_METHODS, BasePermission, IsAdminUser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from matching import queries_runs, services
from matching.api_shapes import (
    ComparisonSerializer,
    DetailSerializer,
    RunRequestSerializer,
    RunSerializer,
)
from matching.filters import RunFilterSet
from matching.models import MatchRun
from portal.web.errors import Conflict, PortalError

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

    @extend_schema(
        request=RunRequestSerializer, responses={201: RunSerializer, **REFUSALS}
    )
    def create(self, request: Request) -> Response:
        """Start a run; 409 while one is open, 503 when no worker can be told."""
        wished = RunRequestSerializer(data=request.data)
        wished.is_valid(raise_exception=True)
        try:
            run = services.start_run(started_by=request.user, **wished.validated_data)
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

    @extend_schema(responses={200: ComparisonSerializer, **REFUSALS})
    @action(detail=True, permission_classes=[IsAdminUser])
    def compare(self, request: Request, pk: str) -> Response:
        """What readers would see otherwise; 409 when there is nothing to compare."""
        pair = queries_runs.run_pair(self.get_object())
        found = queries_runs.comparison(pair)
        if found is None or pair.other is None:
            return refusal(Conflict(_("There are no two runs with lists to compare.")))
        slugs = queries_runs.profiles_of(found.most_changed)
        content = asdict(found) | {
            "run": pair.run.pk,
            "other": pair.other.pk,
            "most_changed": [
                asdict(one) | {"profile": slugs[one.profile_id].slug}
                for one in found.most_changed
                if one.profile_id in slugs
            ],
        }
        return Response(ComparisonSerializer(content).data)

    @extend_schema(request=None, responses={200: RunSerializer, **REFUSALS})
    @action(detail=True, methods=["post"])
    def switch(self, request: Request, pk: str) -> Response:
        """Show readers the lists of this run; 409 when they are not of today."""
        run = self.get_object()
        try:
            services.switch_to_run(run=run, by=request.user)
        except PortalError as error:
            return refusal(error)
        return Response(self.get_serializer(run).data)


def refusal(error: PortalError) -> Response:
    """Say why it was not done, with the status of the error."""
    return Response({"detail": str(error)}, status=error.status)
