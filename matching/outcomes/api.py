"""The funnel over the API, for curators."""

from typing import Any

from django_filters.utils import translate_validation
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAdminUser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter
from rest_framework.viewsets import GenericViewSet

from matching.outcomes.filters import OutcomeFilterSet, labels_of
from matching.outcomes.funnel import Funnel, read_funnel
from matching.outcomes.models import MatchEvent, Stage
from matching.outcomes.protection import FEW, HIDDEN


class FigureSerializer(serializers.Serializer):
    """`pairs` is null where `mark` says why: `few` is 1 to 4, `hidden` not told."""

    stage = serializers.ChoiceField(choices=Stage.choices)
    pairs = serializers.IntegerField(allow_null=True)
    mark = serializers.ChoiceField(choices=["", FEW, HIDDEN], allow_blank=True)


class StageSerializer(FigureSerializer):
    """One stage; `events` only of the whole, `median_days` since the one before."""

    events = serializers.IntegerField(allow_null=True)
    per_100_before = serializers.IntegerField(allow_null=True)
    median_days = serializers.FloatField(allow_null=True)


class GroupSerializer(serializers.Serializer):
    value = serializers.CharField()
    label = serializers.CharField()
    stages = FigureSerializer(many=True)


class FunnelSerializer(serializers.Serializer):
    """How many distinct pairs came to each stage."""

    since = serializers.DateField(allow_null=True)
    until = serializers.DateField(allow_null=True)
    by = serializers.CharField(allow_blank=True)
    is_protected = serializers.BooleanField()
    stages = StageSerializer(many=True)
    groups = GroupSerializer(many=True)


class OutcomeViewSet(GenericViewSet):
    """What became of matches, as on the curators' page."""

    queryset = MatchEvent.objects.none()
    serializer_class = FunnelSerializer
    filterset_class = OutcomeFilterSet
    permission_classes = [IsAdminUser]
    pagination_class = None

    @extend_schema(operation_id="outcomes", responses=FunnelSerializer)
    def list(self, request: Request) -> Response:
        """The funnel of a period; totals as they are, groups with few pairs protected.

        `since` and `until` are days of the period, both included. `by` divides;
        `country`, `cohesion`, `theme` and `kind` keep to one value, `none` to those
        without one.
        """
        filterset = OutcomeFilterSet(
            request.query_params, MatchEvent.objects.none(), request=request
        )
        if not filterset.is_valid():
            raise translate_validation(filterset.errors)
        return Response(FunnelSerializer(_content(read_funnel(filterset.asked))).data)


def _content(funnel: Funnel) -> dict[str, Any]:
    asked = funnel.asked
    labels = labels_of(asked.by) if asked.by else {}
    return {
        "since": asked.since,
        "until": asked.until,
        "by": asked.by,
        "is_protected": asked.is_protected,
        "stages": [
            {
                "stage": row.stage,
                "pairs": row.pairs.value,
                "mark": row.pairs.mark,
                "events": row.events,
                "per_100_before": row.per_100,
                "median_days": row.days,
            }
            for row in funnel.stages
        ],
        "groups": [
            {
                "value": group.value,
                "label": labels.get(group.value, group.value),
                "stages": [
                    {"stage": stage, "pairs": figure.value, "mark": figure.mark}
                    for stage, figure in group.pairs.items()
                ],
            }
            for group in funnel.groups
        ],
    }


def register_api(router: BaseRouter) -> None:
    """Add the funnel to the API's router."""
    router.register("outcomes", OutcomeViewSet, basename="outcome")
