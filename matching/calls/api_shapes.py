"""The JSON of calls. Others build on it: add fields, rename none."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from matching.calls.casework import sentence_of
from matching.calls.models import Call, CallRule, Expected, RuleCase, Status
from matching.calls.models import Verification as How
from regions.api.parts import ProvenanceSerializer, topic_codes

NOTE = "Indicative: the call text decides."


class CaseSerializer(serializers.ModelSerializer):
    """A test case: a small composition, and what is expected of it."""

    partners = serializers.JSONField()
    project = serializers.JSONField()
    expected = serializers.ChoiceField(Expected.choices)

    class Meta:
        model = RuleCase
        fields = ["name", "partners", "project", "expected"]


class RuleSerializer(serializers.ModelSerializer):
    """A rule of composition; `sentence` is in the language of the request."""

    params = serializers.JSONField()
    sentence = serializers.SerializerMethodField()
    verification = serializers.ChoiceField(How.choices)
    cases = serializers.SerializerMethodField()

    class Meta:
        model = CallRule
        fields = [
            "kind",
            "params",
            "sentence",
            "source_url",
            "valid_from",
            "note",
            "verification",
            "cases",
        ]

    def get_sentence(self, row: CallRule) -> str:
        return sentence_of(row)

    @extend_schema_field(CaseSerializer(many=True))
    def get_cases(self, row: CallRule) -> Any:
        return CaseSerializer(row.cases.all(), many=True).data


class CallSerializer(serializers.ModelSerializer):
    """A call with its rules. Indicative: the call text decides."""

    status = serializers.ChoiceField(Status.choices)
    topics = serializers.SerializerMethodField()
    verification = serializers.ChoiceField(How.choices)
    provenance = ProvenanceSerializer(source="*")
    note = serializers.SerializerMethodField()
    rules = RuleSerializer(many=True)
    cases = serializers.SerializerMethodField(
        help_text="Test cases of all rules together; those of one rule are beside it."
    )

    class Meta:
        model = Call
        fields = [
            "slug",
            "title",
            "programme",
            "identifier",
            "link",
            "status",
            "opens",
            "closes",
            "closing_time",
            "topics",
            "themes",
            "budget_eur",
            "grant_min_eur",
            "grant_max_eur",
            "rate_min",
            "rate_max",
            "min_trl",
            "months_min",
            "months_max",
            "summary",
            "conditions",
            "verification",
            "provenance",
            "note",
            "rules",
            "cases",
        ]

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_topics(self, call: Call) -> list[str]:
        return topic_codes(call)

    def get_note(self, call: Call) -> str:
        return NOTE

    @extend_schema_field(CaseSerializer(many=True))
    def get_cases(self, call: Call) -> Any:
        whole = [case for case in call.cases.all() if case.rule_id is None]
        return CaseSerializer(whole, many=True).data
