"""What the API says about each record. Add fields freely; rename none."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from regions.api.parts import (
    HidingMixin,
    ItemSerializer,
    MemberSerializer,
    PlaceSerializer,
    ProvenanceSerializer,
    topic_codes,
)
from regions.models import (
    Cluster,
    Cooperation,
    Facility,
    Priority,
    Region,
    Stage,
    Status,
    Strategy,
    Topic,
)
from regions.models.cluster_words import ClusterService


class RegionSerializer(serializers.ModelSerializer):
    parent = serializers.CharField(source="parent_id", allow_null=True)
    profiles = serializers.IntegerField(
        source="profile_count", help_text="Published profiles of the region itself."
    )
    cohesion_category = serializers.CharField(help_text="less, transition, more or ''.")

    class Meta:
        model = Region
        fields = [
            "code",
            "level",
            "name",
            "name_de",
            "name_fr",
            "name_local",
            "parent",
            "country",
            "longitude",
            "latitude",
            "population",
            "population_note",
            "cohesion_category",
            "cohesion_note",
            "is_outermost",
            "in_eu",
            "profiles",
        ]


class TopicSerializer(serializers.ModelSerializer):
    parent = serializers.CharField(source="parent_id", allow_null=True)

    class Meta:
        model = Topic
        fields = [
            "code",
            "scheme",
            "parent",
            "level",
            "label_en",
            "label_de",
            "label_fr",
            "label_note",
        ]


class StrategySerializer(HidingMixin, serializers.ModelSerializer):
    region = PlaceSerializer()
    provenance = ProvenanceSerializer(source="*")

    class Meta:
        model = Strategy
        fields = [
            "slug",
            "region",
            "title",
            "period",
            "document_url",
            "responsible_body",
            "status",
            "provenance",
            "not_shown",
        ]


class ProfileSerializer(serializers.ModelSerializer):
    """What priorities and clusters have in common."""

    region = PlaceSerializer()
    keywords = serializers.ListField(child=serializers.CharField())
    topics = serializers.SerializerMethodField()
    stages = serializers.SerializerMethodField()
    items = ItemSerializer(many=True, help_text="Offers and needs.")
    url = serializers.CharField(source="get_absolute_url", help_text="Its page.")
    provenance = ProvenanceSerializer(source="*")

    FIELDS = (
        "slug",
        "type",
        "title",
        "url",
        "region",
        "summary",
        "keywords",
        "topics",
        "stages",
        "items",
        "status",
        "updated_at",
        "provenance",
    )

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_topics(self, profile) -> list[str]:
        return topic_codes(profile)

    @extend_schema_field(
        serializers.ListField(child=serializers.ChoiceField(Stage.choices))
    )
    def get_stages(self, profile) -> list[str]:
        return [str(stage) for stage in profile.stages]


class PrioritySerializer(ProfileSerializer):
    strategy = serializers.CharField(source="strategy.slug")

    class Meta:
        model = Priority
        fields = [*ProfileSerializer.FIELDS, "strategy", "title_original"]


class ClusterSerializer(HidingMixin, ProfileSerializer):
    services = serializers.ListField(child=serializers.ChoiceField(ClusterService))
    languages = serializers.ListField(
        child=serializers.CharField(), help_text="Working languages, as ISO codes."
    )
    target_regions = serializers.SerializerMethodField(help_text="NUTS codes.")
    priorities = serializers.SerializerMethodField(
        help_text="Regional priorities it works for, where the region agrees."
    )

    class Meta:
        model = Cluster
        fields = [
            *ProfileSerializer.FIELDS,
            "legal_name",
            "acronym",
            "city",
            "website",
            "founded",
            "team_size",
            "members_total",
            "sme_members",
            "large_members",
            "research_members",
            "public_members",
            "label",
            "services",
            "languages",
            "target_regions",
            "priorities",
            "not_shown",
        ]

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_target_regions(self, cluster) -> list[str]:
        return sorted(region.pk for region in cluster.target_regions.all())

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_priorities(self, cluster) -> list[str]:
        links = cluster.priority_links.all()
        return sorted(link.priority.slug for link in links)


class FacilitySerializer(HidingMixin, serializers.ModelSerializer):
    cluster = serializers.SerializerMethodField(
        help_text="The cluster that offers it, or null."
    )
    region = PlaceSerializer()
    keywords = serializers.ListField(child=serializers.CharField())
    topics = serializers.SerializerMethodField()
    url = serializers.CharField(source="get_absolute_url", help_text="Its page.")
    provenance = ProvenanceSerializer(source="*")

    class Meta:
        model = Facility
        fields = [
            "slug",
            "name",
            "url",
            "kind",
            "region",
            "cluster",
            "host",
            "website",
            "field",
            "category",
            "keywords",
            "topics",
            "access_terms",
            "known_as_of",
            "status",
            "provenance",
            "not_shown",
        ]

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_cluster(self, facility) -> str | None:
        cluster = facility.cluster
        is_open = cluster is not None and cluster.status == Status.PUBLISHED
        return cluster.slug if is_open else None

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_topics(self, facility) -> list[str]:
        return topic_codes(facility)


class CooperationSerializer(serializers.ModelSerializer):
    keywords = serializers.ListField(child=serializers.CharField())
    topics = serializers.SerializerMethodField()
    members = MemberSerializer(many=True)
    provenance = ProvenanceSerializer(source="*")

    class Meta:
        model = Cooperation
        fields = [
            "slug",
            "programme",
            "name",
            "year",
            "is_complete",
            "keywords",
            "topics",
            "members",
            "provenance",
        ]

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_topics(self, cooperation) -> list[str]:
        return topic_codes(cooperation)
