"""The JSON of consortia."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from matching.consortia.kinds import MemberState, Stage
from matching.consortia.models import Consortium
from matching.introductions.api_shapes import PartySerializer


class ConsortiumCallSerializer(serializers.Serializer):
    """The call for which it forms."""

    slug = serializers.CharField()
    title = serializers.CharField()


class ConsortiumMemberSerializer(serializers.Serializer):
    """A partner that has agreed; `profile` is empty where it is not in the register."""

    profile = serializers.CharField()
    name = serializers.CharField()
    is_coordinator = serializers.BooleanField()


class ConsortiumSerializer(serializers.ModelSerializer):
    """A consortium with the partners that have agreed; no shares, no notes."""

    lead = PartySerializer()
    call = ConsortiumCallSerializer()
    stage = serializers.ChoiceField(Stage.choices)
    members = serializers.SerializerMethodField()

    class Meta:
        model = Consortium
        fields = [
            "slug",
            "title",
            "text",
            "call",
            "lead",
            "stage",
            "members",
            "created_at",
            "edited_at",
        ]

    @extend_schema_field(ConsortiumMemberSerializer(many=True))
    def get_members(self, one: Consortium) -> list[dict]:
        return [
            {
                "profile": member.profile.slug if member.profile_id else "",
                "name": member.label,
                "is_coordinator": member.is_coordinator,
            }
            for member in one.members.all()
            if member.state == MemberState.AGREED and member.is_shown_to_all
        ]
