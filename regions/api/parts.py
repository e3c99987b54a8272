"""Parts that several records of the API share."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from regions.editing.visibility import hidden_fields
from regions.models import (
    Confidence,
    CooperationMember,
    ExchangeItem,
    Region,
)
from regions.wording import open_facility


def topic_codes(record) -> list[str]:
    """The codes of a record's prefetched topics, sorted."""
    return sorted(topic.pk for topic in record.topics.all())


class ProvenanceSerializer(serializers.Serializer):
    """Where a record comes from, how sure it is, and whether its owner confirmed it."""

    source_name = serializers.CharField()
    source_url = serializers.CharField()
    source_date = serializers.DateField(allow_null=True)
    confidence = serializers.ChoiceField(choices=Confidence.choices)
    confirmed = serializers.BooleanField(source="is_confirmed")


class HidingMixin(serializers.Serializer):
    """A record whose owner chooses who sees some fields.

    The rows carry `is_own` (see OwnedQuerySet.with_rights).
    """

    not_shown = serializers.SerializerMethodField(
        help_text="Fields that are empty here because their owner does not show them."
    )

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_not_shown(self, record) -> list[str]:
        user = self.context["request"].user
        return hidden_fields(record, user, is_own=record.is_own)

    def to_representation(self, record):
        shown = super().to_representation(record)
        for name in shown["not_shown"]:
            shown[name] = _nothing_like(shown[name])
        return shown


def _nothing_like(value):
    """The empty value of this kind: a list, a text, or null."""
    if isinstance(value, list):
        return []
    return "" if isinstance(value, str) else None


class PlaceSerializer(serializers.ModelSerializer):
    """The region of a record."""

    class Meta:
        model = Region
        fields = ["code", "name", "country"]


class ItemSerializer(serializers.ModelSerializer):
    """One offer or need; a derived one has a rule instead of a text."""

    topics = serializers.SerializerMethodField()
    facility = serializers.SerializerMethodField()
    stage = serializers.CharField(help_text="A value-chain stage, or ''.")
    provenance = ProvenanceSerializer(source="*")

    class Meta:
        model = ExchangeItem
        fields = [
            "id",
            "side",
            "kind",
            "text",
            "topics",
            "facility",
            "trl_min",
            "trl_max",
            "stage",
            "derivation",
            "provenance",
        ]

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_topics(self, item) -> list[str]:
        return topic_codes(item)

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_facility(self, item) -> str | None:
        facility = open_facility(item)
        return facility.slug if facility else None


class MemberSerializer(serializers.ModelSerializer):
    """Who took part in a joint project, as the source printed the name."""

    region = PlaceSerializer()
    provenance = ProvenanceSerializer(source="*")

    class Meta:
        model = CooperationMember
        fields = ["region", "name", "is_cluster", "role", "provenance"]
