"""The JSON of introductions. Others build on it: add fields, rename none."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from matching.introductions.contacts import contacts_of
from matching.introductions.forms import LONGEST, MUST_CONSENT
from matching.introductions.models import (
    Cooperation,
    DeclineReason,
    Introduction,
    State,
)
from regions.models import Profile


class PartySerializer(serializers.ModelSerializer):
    """One of the two profiles; `region` is a NUTS code."""

    region = serializers.CharField(source="region_id")

    class Meta:
        model = Profile
        fields = ["slug", "type", "title", "region"]


class ConfidentialSerializer(serializers.Serializer):
    """An offer or need that is kept for partners."""

    side = serializers.CharField()
    text = serializers.CharField()


class ContactsSerializer(serializers.Serializer):
    """How to reach the other side; empty texts where it has said nothing.

    `confidential` are its offers and needs that only partners see.
    """

    organisation = serializers.CharField()
    name = serializers.CharField()
    position = serializers.CharField()
    email = serializers.CharField()
    mailbox = serializers.CharField()
    phone = serializers.CharField()
    contact_person = serializers.CharField()
    confidential = ConfidentialSerializer(many=True)
    since = serializers.DateTimeField()


class IntroductionSerializer(serializers.ModelSerializer):
    """An introduction of one's own organisation. `side` says which one that is:
    "asking" or "asked"."""

    profile = PartySerializer()
    partner = PartySerializer()
    side = serializers.SerializerMethodField()
    cooperation = serializers.ChoiceField(choices=Cooperation.choices)
    state = serializers.ChoiceField(choices=State.choices)
    decline_reason = serializers.CharField(help_text="A code, or ''.")

    class Meta:
        model = Introduction
        fields = [
            "id",
            "profile",
            "partner",
            "side",
            "cooperation",
            "brings",
            "seeks",
            "occasion",
            "state",
            "reply_by",
            "asked_at",
            "answered_at",
            "decline_reason",
            "answer",
            "ended_at",
            "closing",
            "contacts_open_since",
        ]

    @extend_schema_field(serializers.CharField())
    def get_side(self, one: Introduction) -> str:
        return "asked" if one.partner_id in self.context["own"] else "asking"


class IntroductionDetailSerializer(IntroductionSerializer):
    """With contact data, which are null unless both sides have consented."""

    contacts = serializers.SerializerMethodField()

    class Meta(IntroductionSerializer.Meta):
        fields = [*IntroductionSerializer.Meta.fields, "contacts"]

    @extend_schema_field(ContactsSerializer(allow_null=True))
    def get_contacts(self, one: Introduction) -> dict[str, Any] | None:
        found = contacts_of(one, self.context["request"].user)
        return dict(ContactsSerializer(found).data) if found else None


class ConsentSerializer(serializers.Serializer):
    """Consent to show the own contact data once both sides have agreed: `true`."""

    consent = serializers.BooleanField()

    def validate_consent(self, value: bool) -> bool:
        if not value:
            raise serializers.ValidationError(MUST_CONSENT)
        return value


class AskSerializer(ConsentSerializer):
    """The three answers; `profile` and `partner` are slugs."""

    profile = serializers.CharField()
    partner = serializers.CharField()
    cooperation = serializers.ChoiceField(choices=Cooperation.choices)
    brings = serializers.CharField(max_length=LONGEST)
    seeks = serializers.CharField(max_length=LONGEST)
    occasion = serializers.CharField(max_length=250, required=False, allow_blank=True)
    reply_by = serializers.DateField(required=False)


class AcceptSerializer(ConsentSerializer):
    words = serializers.CharField(
        max_length=LONGEST, required=False, allow_blank=True, default=""
    )


class DeclineSerializer(serializers.Serializer):
    """Why not: `reason` is a code, `words` are free."""

    reason = serializers.ChoiceField(choices=DeclineReason.choices)
    words = serializers.CharField(
        max_length=LONGEST, required=False, allow_blank=True, default=""
    )


class RefusalSerializer(serializers.Serializer):
    """Why it was not done; `introduction` is the one that goes on, if that is why."""

    detail = serializers.CharField()
    introduction = serializers.IntegerField(required=False)
