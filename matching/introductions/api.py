"""Introductions over the API: one's own, and what one may do with them."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError as ModelError
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter
from rest_framework.serializers import Serializer
from rest_framework.viewsets import GenericViewSet

from matching.introductions import services
from matching.introductions.api_shapes import (
    AcceptSerializer,
    AskSerializer,
    DeclineSerializer,
    IntroductionDetailSerializer,
    IntroductionSerializer,
    RefusalSerializer,
)
from matching.introductions.filters import IntroductionFilterSet
from matching.introductions.models import Introduction
from matching.introductions.people import side_of
from portal.web.errors import PortalError
from regions.models import Profile
from regions.querysets import EDITING

REFUSALS = {
    400: RefusalSerializer,
    403: RefusalSerializer,
    409: RefusalSerializer,
    429: RefusalSerializer,
}


class IntroductionViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet):
    """Introductions of the organisations for which you act, newest first.

    Owners and editors ask and answer. Nobody else knows that there is one.
    """

    queryset = Introduction.objects.none()
    serializer_class = IntroductionSerializer
    filterset_class = IntroductionFilterSet
    permission_classes = [IsAuthenticated]
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self):
        seen = Introduction.objects.visible_to(self.request.user).with_sides()
        return seen.order_by("-asked_at", "-pk")

    def get_serializer_class(self):
        if self.action == "list":
            return IntroductionSerializer
        return IntroductionDetailSerializer

    def get_serializer_context(self) -> dict[str, Any]:
        # The schema is made without anybody.
        is_schema = getattr(self, "swagger_fake_view", False)
        own = set() if is_schema else self._own
        return super().get_serializer_context() | {"own": own}

    @cached_property
    def _own(self) -> set[int]:
        """Keys of the profiles of this person; one query for all rows."""
        own = Profile.objects.owned_by(self.request.user)
        return set(own.order_by().values_list("pk", flat=True))

    @extend_schema(
        request=AskSerializer,
        responses={201: IntroductionDetailSerializer, **REFUSALS},
    )
    def create(self, request: Request) -> Response:
        """Ask for an introduction; 409 where one goes on, 429 where it is too often."""
        data = _checked(AskSerializer, request)
        own = Profile.objects.owned_by(request.user)
        seen = Profile.objects.visible_to(request.user).select_related("region")
        profile = get_object_or_404(own, slug=data.pop("profile"))
        partner = get_object_or_404(seen, slug=data.pop("partner"))
        return self._answer(
            lambda: services.ask_introduction(
                by=request.user, profile=profile, partner=partner, **data
            ),
            status=201,
        )

    @extend_schema(
        request=AcceptSerializer,
        responses={200: IntroductionDetailSerializer, **REFUSALS},
    )
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        """Agree to meet: both sides see each other's contact data from now on."""
        one = self._writable()
        data = _checked(AcceptSerializer, request)
        return self._answer(
            lambda: services.accept(by=request.user, introduction=one, **data)
        )

    @extend_schema(
        request=DeclineSerializer,
        responses={200: IntroductionDetailSerializer, **REFUSALS},
    )
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: str) -> Response:
        """Say no, with a reason; 409 where it was answered or withdrawn meanwhile."""
        one = self._writable()
        data = _checked(DeclineSerializer, request)
        return self._answer(
            lambda: services.decline(by=request.user, introduction=one, **data)
        )

    @extend_schema(
        request=None, responses={200: IntroductionDetailSerializer, **REFUSALS}
    )
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take back what nobody has answered yet."""
        one = self._writable()
        return self._answer(
            lambda: services.withdraw(by=request.user, introduction=one)
        )

    def _writable(self) -> Introduction:
        """The introduction at this address, if this person may write for a side."""
        one = self.get_object()
        if side_of(self.request.user, one, *EDITING) is None:
            raise PermissionDenied
        return one

    def _answer(self, act: Callable[[], Introduction], status: int = 200) -> Response:
        try:
            one = act()
        except ModelError as error:
            raise ValidationError(error.message_dict) from error
        except services.AlreadyOpen as error:
            content = {"detail": str(error), "introduction": error.introduction.pk}
            return Response(content, status=error.status)
        except PortalError as error:
            return Response({"detail": str(error)}, status=error.status)
        return Response(self.get_serializer(one).data, status=status)


def _checked(shape: type[Serializer], request: Request) -> dict[str, Any]:
    """What was sent, without the consent, which is in the asking itself."""
    wished = shape(data=request.data)
    wished.is_valid(raise_exception=True)
    return {k: v for k, v in wished.validated_data.items() if k != "consent"}


def register_api(router: BaseRouter) -> None:
    """Add this room's collection to the API's router."""
    router.register("introductions", IntroductionViewSet, basename="introduction")
