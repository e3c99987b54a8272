"""The one filter of match lists: page, fragment and API ask through it."""

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from matching.models import Kind, Match, MatchRun
from matching.queries import with_complement
from portal.web.filtering import StrictFilterSet
from regions.models import CohesionCategory, Confidence, Profile, ProfileType, Stage
from regions.models.stages import stages_to_bits
from regions.queries.vocabulary import Vocabulary, vocabulary

KINDS = [(kind.name.lower(), kind.label) for kind in Kind]

SORTS = [
    ("rank", _("best first")),
    ("focus", _("shared focus")),
    ("complement", _("what each would gain")),
    ("strength", _("regional strength")),
    ("track_record", _("worked together before")),
    ("reach", _("reach: elsewhere and new")),
]


class MatchFilterSet(StrictFilterSet):
    """Any of the values chosen in one filter fits; all filters must fit."""

    country = django_filters.MultipleChoiceFilter(
        label=_("Country"),
        field_name="partner__region__country",
        distinct=False,
    )
    cohesion = django_filters.MultipleChoiceFilter(
        label=_("Cohesion category"),
        field_name="partner__region__cohesion_category",
        choices=CohesionCategory.choices,
        distinct=False,
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind of match"), choices=KINDS, method="filter_kind"
    )
    type = django_filters.MultipleChoiceFilter(
        label=_("Partner is a"),
        field_name="partner__type",
        choices=ProfileType.choices,
        distinct=False,
    )
    stage = django_filters.MultipleChoiceFilter(
        label=_("Value-chain stage"), choices=Stage.choices, method="filter_stage"
    )
    topic = django_filters.MultipleChoiceFilter(label=_("Topic"), method="filter_topic")
    confidence = django_filters.MultipleChoiceFilter(
        label=_("How sure"),
        field_name="partner__confidence",
        choices=Confidence.choices,
        distinct=False,
    )
    sort = django_filters.ChoiceFilter(
        label=_("Order"), choices=SORTS, method="sort_by", empty_label=None
    )

    class Meta:
        model = Match
        fields: list[str] = []

    def __init__(self, *args, words: Vocabulary | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.words = words = words or vocabulary()
        for name, named in (("country", words.countries), ("topic", words.topics)):
            labels = [(code, one.label) for code, one in named.items()]
            self.filters[name].extra["choices"] = labels

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Filter first, then order: by rank where the address names no order."""
        return super().filter_queryset(queryset.order_by("rank"))

    def filter_kind(self, queryset, name, value: list[str]):
        numbers = [Kind[one.upper()] for one in value]
        return queryset.filter(kind__in=numbers) if numbers else queryset

    def filter_stage(self, queryset, name, value: list[str]):
        if not value:
            return queryset
        covers = Profile.objects.with_stage(stages_to_bits(value))
        return queryset.filter(Exists(covers.filter(pk=OuterRef("partner_id"))))

    def filter_topic(self, queryset, name, value: list[str]):
        if not value:
            return queryset
        codes = self.words.with_descendants(value)
        links = Profile.topics.through.objects.filter(topic__in=codes)
        return queryset.filter(Exists(links.filter(profile_id=OuterRef("partner_id"))))

    def sort_by(self, queryset, name, value: str):
        if value in ("", "rank"):
            return queryset
        if value == "complement":
            queryset = with_complement(queryset)
        return queryset.order_by(f"-{value}", "rank")


class RunFilterSet(StrictFilterSet):
    """Runs by their state and purpose."""

    status = django_filters.MultipleChoiceFilter(
        label=_("Status"), choices=MatchRun.Status.choices, distinct=False
    )
    purpose = django_filters.MultipleChoiceFilter(
        label=_("Purpose"), choices=MatchRun.Purpose.choices, distinct=False
    )

    class Meta:
        model = MatchRun
        fields: list[str] = []
