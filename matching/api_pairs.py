"""API of one pair, and of what a profile could state as well."""

from typing import Any

from django.http import Http404
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from matching import queries
from matching.api_pair_shapes import PairSerializer, WhatIfSerializer
from matching.api_runs import refusal
from matching.features import Explanation, explain_pairs
from matching.forms import WhatIfForm
from matching.models import Match
from matching.reasons import word_explanations
from matching.views_pairs import place_in_list
from matching.views_whatif import outcome_row, partners_of, silence
from matching.views_whynot import PASSING, Found, limit_rows, place_of_pair
from matching.whatif import outcome_of
from matching.wording_cards import contributions_of
from matching.wording_changes import NEVER, word_act
from portal.web.errors import Conflict
from portal.web.versioned import mark_passing, versioned_page
from regions.models import ItemKind, Profile, Stage
from regions.queries.vocabulary import Vocabulary, vocabulary
from regions.views.addresses import follows_mergers

SLUG = OpenApiParameter("slug", str, OpenApiParameter.PATH)
PARTNER = OpenApiParameter("partner_slug", str, OpenApiParameter.PATH)


def pair_answer(request: Request, profile: Profile, partner: Profile) -> dict[str, Any]:
    """The JSON of one pair: place, parts, what it lost by, and what would change it."""
    run, words = queries.current_run(), vocabulary()
    here = queries.match_list_for(request.user, profile, run, words)
    match, rank = place_in_list(here, partner)
    explanations = explain_pairs(profile.pk, [partner.pk])
    explanation = explanations.get(partner.pk)
    worded = word_explanations(profile, {partner.pk: partner}, explanations, words)
    found = place_of_pair(run, profile, partner, explanation)
    return {
        "in_list": rank is not None,
        "is_passing": found[0] in PASSING,
        "reasons": worded[partner.pk].reasons,
        "unknown": worded[partner.pk].unknown,
        **_figures(found, match, rank),
        **_changes(found, explanation, words),
    }


def _figures(found: Found, match: Match | None, rank: int | None) -> dict[str, Any]:
    """Place and points; those of a stored match are as stored."""
    state, answer = found
    figures: dict[str, Any] = {
        "rank": rank,
        "of": None,
        "score": None,
        "contributions": {},
        "list": None,
        "lost_by": None,
        "never": str(NEVER[state]) if state else "",
    }
    if answer:
        figures |= {
            "rank": rank or answer.rank,
            "of": answer.number,
            "score": round(sum(_rounded(answer.points).values()), 2),
            "contributions": _rounded(answer.points),
            "list": {
                "last_score": round(answer.last_score, 2),
                "average": _rounded(answer.average),
            },
            "lost_by": answer.lost_by if answer.compared else None,
        }
    if match:
        figures["contributions"] = contributions_of(match)
        figures["score"] = match.score / 100
    return figures


def _rounded(points: Any) -> dict[str, float]:
    return {name: round(value, 2) for name, value in points.items()}


def _changes(
    found: Found, explanation: Explanation | None, words: Vocabulary
) -> dict[str, Any]:
    """What either side could do, and the best that unknown parts could bring."""
    answer = found[1]
    if answer is None:
        return {"changes": [], "limits": []}
    return {
        "changes": [
            {
                "side": act.side,
                "code": act.code,
                "text": word_act(act, words),
                "subjects": list(act.subjects),
                "score": round(act.score, 2),
                "rank": act.rank,
            }
            for act in answer.acts
        ],
        "limits": [
            {
                "component": row["limit"].component,
                "side": row["side"],
                "code": row["code"],
                "text": row["text"],
                "score": round(row["limit"].score, 2),
                "needed": row["limit"].needed and round(row["limit"].needed, 4),
            }
            for row in limit_rows(answer, explanation)
        ],
    }


class PairAnswers:
    """The pair behind a list's address, for the view set of lists."""

    @extend_schema(
        operation_id="profile_matches_retrieve",
        parameters=[SLUG, PARTNER],
        responses=PairSerializer,
        filters=False,
    )
    def retrieve(self, request: Request, slug: str, partner_slug: str) -> Response:
        """One pair: where the partner stands, and what would change that."""
        profile = queries.profile_for(request.user, slug)
        partner = queries.profile_for(request.user, partner_slug)
        if profile.pk == partner.pk:
            raise Http404
        answer = pair_answer(request, profile, partner)
        response = Response(PairSerializer(answer).data)
        return mark_passing(response) if answer["is_passing"] else response


def _many(name: str, values: Any = None) -> OpenApiParameter:
    return OpenApiParameter(name, str, enum=values, many=True)


@method_decorator(follows_mergers, name="dispatch")
@method_decorator(versioned_page, name="dispatch")
class WhatIfViewSet(GenericViewSet):
    """Whom additions to a profile would bring into its list; nothing is stored."""

    queryset = Match.objects.none()
    serializer_class = WhatIfSerializer
    filter_backends: list[Any] = []
    pagination_class = None

    @extend_schema(
        operation_id="profile_what_if",
        parameters=[
            SLUG,
            _many("add_topic"),
            _many("add_need"),
            _many("add_offer"),
            _many("add_stage", Stage.values),
            OpenApiParameter("confirm", str, enum=["yes"]),
            OpenApiParameter("need_kind", str, enum=ItemKind.values),
            OpenApiParameter("need_topic", str),
            OpenApiParameter("offer_kind", str, enum=ItemKind.values),
            OpenApiParameter("offer_topic", str),
        ],
        responses=WhatIfSerializer,
    )
    def list(self, request: Request, slug: str) -> Response:
        """Who would come into the list, and who would leave it."""
        profile = queries.profile_for(request.user, slug)
        words, run = vocabulary(), queries.current_run()
        form = WhatIfForm(request.query_params, profile=profile, words=words)
        if not form.is_valid():
            raise ValidationError(form.errors)
        if not form.change:
            raise ValidationError({"add_topic": [_("Name at least one addition.")]})
        silent = silence(profile, run)
        if silent or run is None:
            return refusal(Conflict(NEVER[silent]))
        outcome = outcome_of(profile.pk, form.change, run)
        if outcome is None:
            raise Http404
        partners = partners_of(request.user, [outcome])
        answer = outcome_row(profile, outcome.among(partners), partners, words)
        return Response(self.get_serializer(answer).data)
