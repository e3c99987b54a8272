"""The JSON of one pair and of "what if". Others build on it: rename none."""

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from matching.api_shapes import MatchPartnerSerializer, MatchReasonSerializer


def _points() -> serializers.DictField:
    return serializers.DictField(child=serializers.FloatField())


class ListFiguresSerializer(serializers.Serializer):
    """The list beside the pair; `average` is that of its first 20 partners."""

    last_score = serializers.FloatField()
    average = _points()


class ActSerializer(serializers.Serializer):
    """What one side could state; score and rank are computed with it.

    `code` is add_topic, add_need, add_offer, add_stage, confirm, or all of a side.
    """

    side = serializers.CharField()
    code = serializers.CharField()
    text = serializers.CharField()
    subjects = serializers.ListField(child=serializers.CharField())
    score = serializers.FloatField()
    rank = serializers.IntegerField(allow_null=True)


class LimitSerializer(serializers.Serializer):
    """The best that an unknown component could bring.

    `needed` is the share of it, 0 to 1, that reaches the end of the list; null if all
    of it is not enough.
    """

    component = serializers.CharField()
    side = serializers.CharField()
    code = serializers.CharField()
    text = serializers.CharField()
    score = serializers.FloatField()
    needed = serializers.FloatField(allow_null=True)


class PairSerializer(serializers.Serializer):
    """One pair. `rank` is that among all `of` candidates where it is not in the list.

    `never` says in a sentence why there are no figures, "" where there are.
    """

    rank = serializers.IntegerField(allow_null=True)
    of = serializers.IntegerField(allow_null=True)
    in_list = serializers.BooleanField()
    score = serializers.FloatField(allow_null=True)
    contributions = _points()
    list = ListFiguresSerializer(allow_null=True)
    lost_by = serializers.CharField(allow_null=True)
    changes = ActSerializer(many=True)
    limits = LimitSerializer(many=True)
    reasons = MatchReasonSerializer(many=True)
    unknown = serializers.ListField(child=serializers.CharField())
    never = serializers.CharField(allow_blank=True)


class PartnerPlaceSerializer(serializers.Serializer):
    """A partner with its rank and score after the change; before it for who leaves."""

    rank = serializers.IntegerField()
    score = serializers.FloatField()
    profile = MatchPartnerSerializer()
    url = serializers.CharField()


@extend_schema_serializer(many=False)
class WhatIfSerializer(serializers.Serializer):
    """Who comes into the list and who leaves it; `in_first_20` counts the new ones."""

    in_first_20 = serializers.IntegerField()
    appear = PartnerPlaceSerializer(many=True)
    leave = PartnerPlaceSerializer(many=True)
