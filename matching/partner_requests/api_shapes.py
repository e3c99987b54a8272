"""The JSON of partner requests."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from matching.introductions.api_shapes import PartySerializer
from matching.partner_requests.models import Audience, PartnerRequest, Role, State
from regions.api.parts import topic_codes
from regions.models import ItemKind, Stage


class PartnerRequestSerializer(serializers.ModelSerializer):
    """What a profile seeks; who wrote it is not said."""

    profile = PartySerializer()
    topics = serializers.SerializerMethodField()
    kinds = serializers.ListField(child=serializers.ChoiceField(ItemKind.choices))
    stages = serializers.ListField(child=serializers.ChoiceField(Stage.choices))
    roles = serializers.ListField(child=serializers.ChoiceField(Role.choices))
    audience = serializers.ChoiceField(Audience.choices)
    state = serializers.ChoiceField(State.choices, source="shown_state")
    published_at = serializers.DateTimeField(source="created_at")

    class Meta:
        model = PartnerRequest
        fields = [
            "slug",
            "profile",
            "title",
            "text",
            "topics",
            "kinds",
            "stages",
            "roles",
            "call",
            "call_url",
            "deadline",
            "audience",
            "state",
            "published_at",
            "closed_at",
        ]

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_topics(self, one: PartnerRequest) -> list[str]:
        return topic_codes(one)
