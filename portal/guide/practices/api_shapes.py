"""The JSON of practices."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from portal.guide.practices.models import Practice
from regions.api.parts import topic_codes


class PracticeSerializer(serializers.ModelSerializer):
    """A practice with its source; who wrote or decided it is not said."""

    region = serializers.CharField(source="region_id")
    cluster = serializers.SlugRelatedField("slug", read_only=True)
    submitted_by = serializers.SerializerMethodField(
        help_text="The organisation, as region:CODE or cluster:slug; null for one that"
        " was taken from a public source."
    )
    topics = serializers.SerializerMethodField()
    chapters = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = Practice
        fields = [
            *("slug", "title", "language", "region", "cluster", "submitted_by"),
            *("challenge", "action", "result_state", "result", "figures", "measured"),
            *("period_from", "period_to", "cost", "funding", "stage", "instrument"),
            *("transfer_needs", "transfer_adapt", "transfer_failed"),
            *("topics", "chapters", "source_name", "source_url", "source_date"),
            *("confidence", "confirmed_at", "published_at", "edited_at"),
        ]

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_topics(self, one: Practice) -> list[str]:
        return topic_codes(one)

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_submitted_by(self, one: Practice) -> str | None:
        if one.owner_cluster:
            return f"cluster:{one.owner_cluster.slug}"
        return f"region:{one.owner_region_id}" if one.owner_region_id else None
