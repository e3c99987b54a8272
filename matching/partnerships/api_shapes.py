"""The JSON of partnerships. Others build on it: add fields, rename none."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from matching.introductions.api_shapes import PartySerializer
from matching.partnerships.choices import MemberRole, Origin, Phase, Status
from matching.partnerships.models import Milestone, Partnership, PartnershipMember
from regions.api.parts import ProvenanceSerializer, topic_codes


class SeatSerializer(serializers.ModelSerializer):
    """Somebody who takes part. `profile` is null where only a name was printed."""

    name = serializers.CharField(source="label")
    region = serializers.CharField(source="region_id")
    country = serializers.CharField(source="region.country")
    role = serializers.ChoiceField(MemberRole.choices)
    profile = PartySerializer(allow_null=True)

    class Meta:
        model = PartnershipMember
        fields = [
            "name",
            "region",
            "country",
            "role",
            "is_cluster",
            "profile",
            "joined_at",
        ]


class MilestoneSerializer(serializers.ModelSerializer):
    phase = serializers.ChoiceField(Phase.choices)

    class Meta:
        model = Milestone
        fields = ["phase", "title", "due_on", "done_on"]


class PartnershipSerializer(serializers.ModelSerializer):
    """A partnership and who takes part; who asks or is invited is not said."""

    topics = serializers.SerializerMethodField()
    origin = serializers.ChoiceField(Origin.choices)
    status = serializers.ChoiceField(Status.choices)
    phase = serializers.ChoiceField(Phase.choices, allow_blank=True)
    year = serializers.IntegerField(allow_null=True)
    members = SeatSerializer(source="seats", many=True)
    milestones = MilestoneSerializer(many=True)
    provenance = ProvenanceSerializer(source="*")

    class Meta:
        model = Partnership
        fields = [
            "slug",
            "title",
            "theme",
            "scope",
            "topics",
            "programme",
            "origin",
            "status",
            "phase",
            "year",
            "started_on",
            "ended_on",
            "website",
            "members",
            "milestones",
            "provenance",
        ]

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_topics(self, one: Partnership) -> list[str]:
        return topic_codes(one)
