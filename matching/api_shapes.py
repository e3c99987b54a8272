"""The JSON of matches and runs. Others build on it: add fields, rename none."""

from django.utils.translation import gettext as _
from rest_framework import serializers

from matching import services
from matching.models import MatchRun
from portal.web.errors import PortalError


class MatchRegionSerializer(serializers.Serializer):
    """Where a partner is; `country` is the two-letter code of NUTS."""

    code = serializers.CharField()
    name = serializers.CharField()
    country = serializers.CharField(source="country_code")


class MatchPartnerSerializer(serializers.Serializer):
    """The profile that was found; `type` is "priority" or "cluster".

    `period` is that of the strategy behind a priority ("2014-2020"), "" for a cluster.
    """

    slug = serializers.CharField()
    type = serializers.CharField()
    title = serializers.CharField()
    period = serializers.CharField()
    url = serializers.CharField()
    region = MatchRegionSerializer()


class MatchReasonSerializer(serializers.Serializer):
    """One reason; `side` says whose record holds the fact: you, they or both."""

    code = serializers.CharField()
    text = serializers.CharField()
    field = serializers.CharField()
    component = serializers.CharField()
    side = serializers.CharField()
    url = serializers.CharField()


class FairnessSerializer(serializers.Serializer):
    """What the fair order did to a row.

    `bonus` (points) counted for the order only, `moved` is the number of places (below
    0: down), `why` holds seldom_shown, newcomer, less_developed, outermost, and `text`
    says it in words, "" where the row did not move.
    """

    bonus = serializers.FloatField()
    moved = serializers.IntegerField()
    why = serializers.ListField(child=serializers.CharField())
    text = serializers.CharField()


class PortalFiguresSerializer(serializers.Serializer):
    """Score and rank as everybody sees them, whatever matters to you."""

    score = serializers.FloatField()
    rank = serializers.IntegerField()


class MatchSerializer(serializers.Serializer):
    """One candidate. The contributions, in points of 100, add up to the score.

    `kind` is "alike", "complementary" or "bridge". `rank` is the place in the list as
    it is shown, `rank_by_score` that by score alone; `fairness` says why they differ.
    Where you say what matters to you, `score`, `contributions` and both ranks are yours
    and `portal` holds those that everybody sees.
    """

    rank = serializers.IntegerField()
    rank_by_score = serializers.IntegerField()
    fairness = FairnessSerializer()
    portal = PortalFiguresSerializer()
    score = serializers.FloatField()
    kind = serializers.CharField()
    contributions = serializers.DictField(child=serializers.FloatField())
    reasons = MatchReasonSerializer(many=True)
    unknown = serializers.ListField(child=serializers.CharField())
    profile = MatchPartnerSerializer()
    url = serializers.CharField()


class RunSerializer(serializers.ModelSerializer):
    """One run of the scorer."""

    status = serializers.CharField()

    class Meta:
        model = MatchRun
        fields = [
            "id",
            "purpose",
            "status",
            "step",
            "rows_done",
            "rows_total",
            "weights_version",
            "weights",
            "timings",
            "exposure",
            "error",
            "created_at",
            "started_at",
            "finished_at",
        ]
        read_only_fields = fields


class RunRequestSerializer(serializers.Serializer):
    """What to score with, and whether readers get to see it.

    Left out, `weights` is the version that later runs use, and `purpose` is "live".
    """

    weights = serializers.CharField(required=False)
    purpose = serializers.ChoiceField(
        choices=MatchRun.Purpose.choices, default=MatchRun.Purpose.LIVE
    )

    def validate(self, attrs: dict) -> dict:
        unknown = sorted(set(self.initial_data) - set(self.fields))
        if unknown:
            sentence = _("There is no field of this name.")
            raise serializers.ValidationError({name: [sentence] for name in unknown})
        return attrs

    def validate_weights(self, version: str):
        """The weights of the version named."""
        try:
            return services.weights_of_version(version)
        except PortalError as error:
            raise serializers.ValidationError(str(error)) from error


class ChangeSerializer(serializers.Serializer):
    """What changes in some lists. Overlaps are shares, scores are points of 100."""

    lists = serializers.IntegerField()
    changed_10 = serializers.IntegerField()
    changed_20 = serializers.IntegerField()
    overlap_10 = serializers.FloatField()
    overlap_20 = serializers.FloatField()
    score_change = serializers.FloatField()
    score_change_most = serializers.FloatField()
    rank_shift = serializers.FloatField()


class ListChangeSerializer(serializers.Serializer):
    """One list that changed: who is new among its first 20, and who is gone."""

    profile = serializers.CharField()
    entered = serializers.IntegerField()
    left = serializers.IntegerField()
    rank_shift = serializers.FloatField()


class ComparisonSerializer(serializers.Serializer):
    """A run beside the one that readers see (or saw before, if they see this one).

    `kinds` holds for each kind how many matches were and are of it; `most_changed`
    names lists by the slug of their profile.
    """

    run = serializers.IntegerField()
    other = serializers.IntegerField()
    whole = ChangeSerializer()
    by_type = serializers.DictField(child=ChangeSerializer())
    kinds = serializers.DictField(
        child=serializers.ListField(child=serializers.IntegerField())
    )
    most_changed = ListChangeSerializer(many=True)


class DetailSerializer(serializers.Serializer):
    """Why it was not done, in one sentence."""

    detail = serializers.CharField()
