"""Notices over the API: one's own, and to mark one as read."""

from django.db.models import QuerySet
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter
from rest_framework.viewsets import GenericViewSet

from portal.notices import queries, services
from portal.notices.filters import NoticeFilterSet
from portal.notices.models import Notice


class NoticeSerializer(serializers.Serializer):
    """A notice in the reader's language; `url` is where it leads, "" for nowhere."""

    id = serializers.IntegerField(source="notice.pk")
    kind = serializers.CharField(source="notice.kind")
    group = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField()
    url = serializers.CharField(source="notice.path")
    created_at = serializers.DateTimeField(source="notice.created_at")
    read_at = serializers.DateTimeField(source="notice.read_at", allow_null=True)


@method_decorator(never_cache, name="dispatch")
class NoticeViewSet(ListModelMixin, GenericViewSet):
    """What you were told, newest first; nobody else's.

    `group` keeps one group of notices, `state=unread` what you have not read.
    """

    queryset = Notice.objects.none()
    serializer_class = NoticeSerializer
    filterset_class = NoticeFilterSet
    permission_classes = [IsAuthenticated]

    def get_queryset(self) -> QuerySet[Notice]:
        return Notice.objects.visible_to(self.request.user).known()

    def paginate_queryset(self, queryset: QuerySet[Notice]) -> list[queries.Shown]:
        return queries.shown(super().paginate_queryset(queryset))

    @extend_schema(request=None, responses={200: NoticeSerializer})
    @action(detail=True, methods=["post"])
    def read(self, request: Request, pk: str) -> Response:
        """Mark a notice as read; one that was read before keeps its time."""
        notice = self.get_object()
        services.read_notice(notice=notice)
        [row] = queries.shown([notice])
        return Response(self.get_serializer(row).data)


def register_api(router: BaseRouter) -> None:
    """Add the collection of notices to the API's router."""
    router.register("notices", NoticeViewSet, basename="notice")
