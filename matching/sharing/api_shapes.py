"""The JSON of shared facilities."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from matching.introductions.api_shapes import PartySerializer
from matching.sharing.models import (
    Access,
    AccessRequest,
    CostBand,
    FacilityTerms,
    FreeWindow,
    InvestmentWish,
    Pool,
    PoolState,
    Price,
    State,
    WishState,
)
from matching.sharing.quorum import least_together, quorum_of
from regions.api.parts import topic_codes
from regions.models import Facility, Stage

CODES = serializers.ListField(child=serializers.CharField())


class FreeTimeSerializer(serializers.ModelSerializer):
    """A time in which a facility is free."""

    class Meta:
        model = FreeWindow
        fields = ["starts_on", "ends_on", "note"]


class TermsSerializer(serializers.ModelSerializer):
    """What owners say of the use of a facility; the mailbox is for partners only."""

    access = serializers.ChoiceField(Access.choices)
    price = serializers.ChoiceField(Price.choices)
    stages = serializers.ListField(child=serializers.ChoiceField(Stage.choices))
    capabilities = serializers.SerializerMethodField()

    class Meta:
        model = FacilityTerms
        fields = [
            *("access", "access_note", "price", "amount", "capabilities", "stages"),
            *("trl_from", "trl_to", "hours_a_month", "users_at_once"),
            *("contact_role", "confirmed_at"),
        ]

    @extend_schema_field(CODES)
    def get_capabilities(self, one: FacilityTerms) -> list[str]:
        return [each.words for each in one.capabilities.all()]


class OpenFacilitySerializer(serializers.ModelSerializer):
    """A facility one can ask for; `terms` is null where its owners state none."""

    kind = serializers.CharField()
    region = serializers.CharField(source="region_id")
    topics = serializers.SerializerMethodField()
    terms = serializers.SerializerMethodField()
    windows = FreeTimeSerializer(many=True)

    class Meta:
        model = Facility
        fields = [
            *("slug", "name", "kind", "region", "host", "topics", "terms", "windows"),
        ]

    @extend_schema_field(CODES)
    def get_topics(self, one: Facility) -> list[str]:
        return topic_codes(one)

    @extend_schema_field(TermsSerializer(allow_null=True))
    def get_terms(self, one: Facility) -> dict | None:
        terms = getattr(one, "terms", None)
        return TermsSerializer(terms).data if terms else None


class FacilityRequestSerializer(serializers.ModelSerializer):
    """A request for a facility; contact data stand on its page only."""

    profile = PartySerializer()
    facility = serializers.CharField(source="facility.slug")
    stage = serializers.CharField()
    pool = serializers.IntegerField(source="pool_id", allow_null=True)
    state = serializers.ChoiceField(State.choices)

    class Meta:
        model = AccessRequest
        fields = [
            *("id", "profile", "facility", "pool", "purpose", "capability", "stage"),
            *("trl", "wished_from", "wished_to", "hours", "state", "reply_by"),
            *("asked_at", "answered_at", "granted_from", "granted_to"),
            *("granted_hours", "ended_at"),
        ]


class PoolSerializer(serializers.ModelSerializer):
    """Pooled demand, with how many are in it and their hours together."""

    profile = PartySerializer()
    facility = serializers.CharField(source="facility.slug", default=None)
    stage = serializers.CharField()
    state = serializers.ChoiceField(PoolState.choices)
    members = serializers.IntegerField(source="member_count")
    hours = serializers.IntegerField(allow_null=True)

    class Meta:
        model = Pool
        fields = [
            *("id", "profile", "facility", "title", "purpose", "capability", "stage"),
            *("trl", "wished_from", "wished_to", "join_by", "state", "members"),
            "hours",
        ]


class WishSerializer(serializers.ModelSerializer):
    """A wish to invest together; what single members could give is never said.

    `least_together` is what all could give at least in euro, rounded down to a step;
    null with fewer than three members.
    """

    profile = PartySerializer()
    topics = serializers.SerializerMethodField()
    stages = serializers.ListField(child=serializers.ChoiceField(Stage.choices))
    cost = serializers.ChoiceField(CostBand.choices)
    state = serializers.ChoiceField(WishState.choices)
    regions = serializers.SerializerMethodField()
    countries = serializers.SerializerMethodField()
    least_together = serializers.SerializerMethodField()

    class Meta:
        model = InvestmentWish
        fields = [
            *("id", "profile", "title", "text", "topics", "stages", "cost"),
            *("regions_needed", "countries_needed", "regions", "countries"),
            *("least_together", "until", "state", "opened_at"),
        ]

    @extend_schema_field(CODES)
    def get_topics(self, one: InvestmentWish) -> list[str]:
        return topic_codes(one)

    def get_regions(self, one: InvestmentWish) -> int:
        return quorum_of(_places(one), 0, 0).regions

    def get_countries(self, one: InvestmentWish) -> int:
        return quorum_of(_places(one), 0, 0).countries

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_least_together(self, one: InvestmentWish) -> int | None:
        return least_together([each.share for each in _present(one)])


def _present(one: InvestmentWish) -> list:
    return [each for each in one.members.all() if each.left_at is None]


def _places(one: InvestmentWish) -> list[str]:
    return [each.profile.region_id for each in _present(one)]
