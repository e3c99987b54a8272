"""An idea over the API: text in, explained partners out; nothing is stored."""

from typing import Any

from django.core.cache import caches
from django.http import QueryDict
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import JSONParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.viewsets import GenericViewSet

from matching import ideas
from matching.api_shapes import MatchSerializer
from matching.filters import IdeaFilterSet
from matching.ideas_cards import idea_cards
from matching.ideas_checks import check_text, numbered_items
from regions.models import ItemKind, Stage
from regions.queries.vocabulary import vocabulary

DEFAULT_LIMIT = 20
# More codes than there are countries or kinds are not meant.
MOST_CHOICES = 100


class Words(serializers.CharField):
    """Text, and only text: a number is not taken for one."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class WholeNumber(serializers.IntegerField):
    """A whole number, and only that: no text, no truth value, no fraction."""

    def to_internal_value(self, data: Any) -> int:
        if type(data) is not int:
            self.fail("invalid")
        return super().to_internal_value(data)


class Flag(serializers.BooleanField):
    """true or false, and only these."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class StrictSerializer(serializers.Serializer):
    """A serializer that also refuses keys it does not know, by name."""

    def to_internal_value(self, data: Any) -> Any:
        unknown = sorted(set(data) - set(self.fields)) if type(data) is dict else []
        if unknown:
            message = [_("There is no field of this name.")]
            raise serializers.ValidationError(dict.fromkeys(unknown, message))
        return super().to_internal_value(data)


def _codes(**options) -> serializers.ListField:
    return serializers.ListField(child=Words(), required=False, default=list, **options)


def _among(values: list[str], known: Any) -> list[str]:
    """The values once each; the first that is unknown is named."""
    for value in values:
        if value not in known:
            message = _("There is no “%(value)s” in this list.") % {"value": value}
            raise serializers.ValidationError(message)
    return list(dict.fromkeys(values))


class IdeaItemSerializer(StrictSerializer):
    """One offer or need. Without topics they are read from its text."""

    kind = serializers.ChoiceField(ItemKind.choices)
    text = Words(max_length=ideas.LONGEST_ITEM)
    topics = _codes(max_length=ideas.MOST_TOPICS)

    def validate_topics(self, values: list[str]) -> list[str]:
        return _among(values, vocabulary().topics)


class IdeaSerializer(StrictSerializer):
    """An idea. The language of the text is found out, not asked.

    With no topics they are read from the text, unless `read_topics` is false. Filters
    and order are those of a match list; topics and stages of the partners are
    `partner_topic` and `partner_stage`. Any of the values of a filter fits.
    """

    text = Words(
        max_length=ideas.MOST_CHARACTERS,
        help_text=f"At most {ideas.MOST_WORDS} words and {ideas.MOST_CHARACTERS} "
        "characters, in English, German or French.",
    )
    topics = _codes(max_length=ideas.MOST_TOPICS)
    read_topics = Flag(required=False, default=True)
    offers = IdeaItemSerializer(
        many=True, required=False, default=list, max_length=ideas.MOST_ITEMS
    )
    needs = IdeaItemSerializer(
        many=True, required=False, default=list, max_length=ideas.MOST_ITEMS
    )
    stages = _codes(max_length=len(Stage))
    region = Words(required=False, default="", allow_blank=True, max_length=5)
    kind = _codes(max_length=MOST_CHOICES)
    country = _codes(max_length=MOST_CHOICES)
    cohesion = _codes(max_length=MOST_CHOICES)
    partner_stage = _codes(max_length=MOST_CHOICES)
    type = _codes(max_length=MOST_CHOICES)
    partner_topic = _codes(max_length=MOST_CHOICES)
    confidence = _codes(max_length=MOST_CHOICES)
    sort = Words(required=False)
    likeness = WholeNumber(required=False)
    complement = WholeNumber(required=False)
    strength = WholeNumber(required=False)
    track_record = WholeNumber(required=False)
    reach = WholeNumber(required=False)
    limit = WholeNumber(
        required=False,
        default=DEFAULT_LIMIT,
        min_value=1,
        max_value=ideas.MOST_PARTNERS,
    )

    def validate_text(self, text: str) -> str:
        if fault := check_text(text):
            raise serializers.ValidationError(fault)
        return text

    def validate_topics(self, values: list[str]) -> list[str]:
        return _among(values, vocabulary().topics)

    def validate_stages(self, values: list[str]) -> list[str]:
        return _among(values, Stage.values)

    def validate_region(self, code: str) -> str:
        return _among([code], vocabulary().places)[0] if code else ""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Filters and order are read and refused as on the page."""
        asked = QueryDict(mutable=True)
        for name in set(IdeaFilterSet.base_filters) & set(attrs):
            value = attrs[name]
            asked.setlist(name, value if isinstance(value, list) else [str(value)])
        self.filterset = IdeaFilterSet(asked, words=vocabulary())
        if not self.filterset.is_valid():
            raise serializers.ValidationError(self.filterset.errors)
        return attrs

    def idea(self) -> ideas.Idea:
        """The idea that was sent, once it is valid."""
        data = self.validated_data
        read = not data["topics"] and data["read_topics"]
        offers, needs = (
            [(one["kind"], one["text"], tuple(one["topics"])) for one in data[side]]
            for side in ("offers", "needs")
        )
        offered, needed = numbered_items(offers, needs)
        return ideas.Idea(
            text=data["text"],
            topics=None if read else tuple(data["topics"]),
            offers=offered,
            needs=needed,
            stages=tuple(data["stages"]),
            region=data["region"],
        )


class IdeaTopicSerializer(serializers.Serializer):
    """A topic that was matched: "stated" by the caller or "read" from the text."""

    code = serializers.CharField()
    label = serializers.CharField()
    source = serializers.ChoiceField(
        [(ideas.STATED, gettext_lazy("stated")), (ideas.READ, gettext_lazy("read"))]
    )


class IdeaMatchesSerializer(serializers.Serializer):
    """The topics that were used, and the partners, best first."""

    topics = IdeaTopicSerializer(many=True)
    results = MatchSerializer(many=True)


class IdeaThrottle(ScopedRateThrottle):
    """At most MATCH_IDEAS_PER_MINUTE ideas from one caller, in each web process."""

    scope = "match-idea"
    cache = caches["process"]


@method_decorator(cache_control(private=True, no_store=True), name="dispatch")
class MatchIdeaViewSet(GenericViewSet):
    """Partners for an idea in plain words. Nothing of it is stored or logged."""

    serializer_class = IdeaSerializer
    parser_classes = [JSONParser]
    permission_classes = [AllowAny]
    throttle_classes = [IdeaThrottle]
    throttle_scope = "match-idea"
    pagination_class = None
    filter_backends: list[Any] = []

    @extend_schema(
        operation_id="match_idea",
        request=IdeaSerializer,
        responses={200: IdeaMatchesSerializer},
    )
    def create(self, request: Request) -> Response:
        """The best partners for an idea, with reasons; the idea is not stored."""
        asked = IdeaSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        found = ideas.partners_for(request.user, asked.idea())
        rows = asked.filterset.shown(found)[: asked.validated_data["limit"]]
        answer = {
            "topics": [
                {"code": code, "label": found.words.topics[code].label, "source": how}
                for code, how in found.topics
            ],
            "results": idea_cards(found, asked.filterset.order, rows),
        }
        return Response(IdeaMatchesSerializer(answer).data)
