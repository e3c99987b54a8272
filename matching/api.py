"""API of this app under /api/v1/."""

import django_filters
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django_filters.utils import translate_validation
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter
from rest_framework.viewsets import GenericViewSet

from matching import queries
from matching.api_ideas import MatchIdeaViewSet
from matching.api_pairs import PairAnswers, WhatIfViewSet
from matching.api_runs import RunViewSet
from matching.api_shapes import MatchSerializer
from matching.filters import MatchFilterSet
from matching.models import Match
from matching.wording_order import list_cards
from portal.web.versioned import versioned_page
from regions.views.addresses import follows_mergers


class NamedMatchFilterSet(MatchFilterSet):
    """The filter of the page, beside the name of the profile whose list is asked."""

    profile = django_filters.CharFilter(method="keep", required=True)


@method_decorator(follows_mergers, name="dispatch")
@method_decorator(versioned_page, name="dispatch")
class MatchViewSet(GenericViewSet):
    """The candidates of one profile, in the order of the page, with reasons.

    `likeness`, `complement`, `strength`, `track_record` and `reach` say what matters to
    you: 0 does not count, 1 less, 2 normal, 3 more. Scores, contributions and ranks are
    then yours; `portal` holds those that everybody sees. `sort=score` orders by score
    alone, without the fair order.
    """

    queryset = Match.objects.none()
    serializer_class = MatchSerializer
    filterset_class = NamedMatchFilterSet

    @extend_schema(operation_id="matches_list")
    def list(self, request: Request) -> Response:
        """The candidates of the profile named by `profile`, best first.

        Say what matters to you with `likeness`, `complement`, `strength`,
        `track_record` and `reach`: 0 does not count, 1 less, 2 normal, 3 more. Only the
        candidates that are kept are put in another order. `sort=score` is the order by
        score alone, without the fair order.
        """
        slug = request.query_params.get("profile", "")
        if not slug:
            raise ValidationError({"profile": [_("Name the profile by its address.")]})
        return self.answer(request, slug)

    def answer(self, request: Request, slug: str) -> Response:
        profile = queries.profile_for(request.user, slug)
        found = queries.match_list_for(request.user, profile, queries.current_run())
        filterset = self.filterset_class(
            request.query_params, found.matches, request=request, words=found.words
        )
        if not filterset.is_valid():
            raise translate_validation(filterset.errors)
        rows = self.paginate_queryset(filterset.shown(found))
        cards = list_cards(found, filterset.order, rows)
        return self.get_paginated_response(self.get_serializer(cards, many=True).data)


class ProfileMatchViewSet(PairAnswers, MatchViewSet):
    """The same, with the profile in the address."""

    filterset_class = MatchFilterSet
    lookup_field = "partner_slug"
    lookup_value_regex = r"[-\w]+"

    @extend_schema(
        operation_id="profile_matches_list",
        parameters=[OpenApiParameter("slug", str, OpenApiParameter.PATH)],
    )
    def list(self, request: Request, slug: str) -> Response:
        """The candidates of this profile, best first; parameters as in `matches`."""
        return self.answer(request, slug)


def register_api(router: BaseRouter) -> None:
    """Add this app's collections to the API's router."""
    router.register("matches", MatchViewSet, basename="match")
    router.register(
        r"profiles/(?P<slug>[-\w]+)/matches",
        ProfileMatchViewSet,
        basename="profile-match",
    )
    router.register(
        r"profiles/(?P<slug>[-\w]+)/what-if", WhatIfViewSet, basename="profile-what-if"
    )
    router.register("match-idea", MatchIdeaViewSet, basename="match-idea")
    router.register("runs", RunViewSet, basename="run")
