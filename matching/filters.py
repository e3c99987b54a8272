"""The one filter of match lists: page, fragment and API ask through it."""

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from matching.models import Kind, Match, MatchRun
from matching.ordering import BEST, GROUPS, NORMAL, SCORE, Order, Standing
from matching.queries import MatchList
from portal.web.filtering import StrictFilterSet
from regions.models import CohesionCategory, Confidence, Profile, ProfileType, Stage
from regions.models.stages import stages_to_bits
from regions.queries.vocabulary import Vocabulary, vocabulary

KINDS = [(kind.name.lower(), kind.label) for kind in Kind]

SORTS = [
    (BEST, _("best first")),
    (SCORE, _("score alone")),
    ("focus", _("shared focus")),
    ("complement", _("what each would gain")),
    ("strength", _("regional strength")),
    ("track_record", _("worked together before")),
    ("reach", _("reach: elsewhere and new")),
]

# How much a group of parts is to matter; docs/ordering.md says what it does.
STEP_WORDS = [
    ("0", _("not at all")),
    ("1", _("less")),
    ("2", _("normal")),
    ("3", _("more")),
]


class OrderForm(forms.Form):
    """Refuses an order by nothing."""

    def clean(self):
        cleaned = super().clean()
        if all(cleaned.get(name) == "0" for name in GROUPS):
            message = gettext("Let at least one of the five things count.")
            self.add_error(next(iter(GROUPS)), message)
        return cleaned


class WeightFilter(django_filters.ChoiceFilter):
    """How much one group of parts is to matter; it orders and leaves nobody out."""

    def __init__(self, label) -> None:
        super().__init__(
            label=label, choices=STEP_WORDS, empty_label=None, method="keep"
        )


class MatchFilterSet(StrictFilterSet):
    """Any of the values chosen in one filter fits; all filters must fit.

    `sort` and the five groups of weights say in which order rows are shown, not which.
    """

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
        label=_("Order"), choices=SORTS, method="keep", empty_label=None
    )
    likeness = WeightFilter(_("Likeness"))
    complement = WeightFilter(_("Complement"))
    strength = WeightFilter(_("Strength"))
    track_record = WeightFilter(_("Track record"))
    reach = WeightFilter(_("Reach"))

    class Meta:
        model = Match
        form = OrderForm
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

    def keep(self, queryset, name, value: str):
        """What concerns the order leaves nobody out."""
        return queryset

    @property
    def order(self) -> Order:
        """The order that the address asks for."""
        chosen = self.chosen
        steps = {name: int(chosen[name][0]) for name in GROUPS if name in chosen}
        moved = {name: step for name, step in steps.items() if step != NORMAL}
        return Order(sort=chosen.get("sort", [BEST])[0], steps=moved)

    @property
    def narrowing(self) -> dict[str, list[str]]:
        """The choices that leave rows out: all but those of the order."""
        return {
            name: values
            for name, values in self.chosen.items()
            if self.filters[name].method != "keep"
        }

    def shown(self, found: MatchList) -> list[Standing]:
        """The rows of this list that pass, in the order that is asked for."""
        standings = found.standings(self.order)
        if not self.narrowing:
            return standings
        passed = set(self.qs.values_list("partner_id", flat=True))
        return [one for one in standings if one.partner in passed]


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
