"""The one filter of match lists and ideas: page, fragment and API ask through it."""

from collections.abc import Collection, Mapping

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from matching.candidates import EXPERIENCED, NEWCOMER, CandidateList
from matching.card_parts import hidings
from matching.models import Kind, Match, MatchRun
from matching.ordering import BEST, GROUPS, NORMAL, SCORE, Order, Standing
from portal.web.facets import Counts
from portal.web.filtering import StrictFilterSet, offer
from regions.models import CohesionCategory, Confidence, ProfileType, Stage
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


# As `kept_newcomers` counts: known projects of the region or of parts of it.
EXPERIENCES = [
    (NEWCOMER, _("fewer than three: newcomers")),
    (EXPERIENCED, _("three or more")),
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


class FactFilter(django_filters.MultipleChoiceFilter):
    """Leaves out candidates that have none of the chosen values of a fact."""

    def __init__(self, label, fact: str, choices=()) -> None:
        self.fact = fact
        super().__init__(label=label, choices=choices, method="keep")


class MatchFilterSet(StrictFilterSet):
    """Any of the values chosen in one filter fits; all filters must fit.

    `sort` and the five groups of weights say in which order rows are shown, not which.
    Lists of candidates are in memory: `shown` filters them, and there is no `qs`.
    """

    country = FactFilter(_("Country"), "country")
    cohesion = FactFilter(_("Cohesion category"), "cohesion", CohesionCategory.choices)
    kind = FactFilter(_("Kind of match"), "kind", KINDS)
    type = FactFilter(_("Partner is a"), "type", ProfileType.choices)
    stage = FactFilter(_("Value-chain stage"), "stage", Stage.choices)
    topic = FactFilter(_("Topic"), "topic")
    confidence = FactFilter(_("How sure"), "confidence", Confidence.choices)
    experience = FactFilter(_("Known joint projects"), "experience", EXPERIENCES)
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
        words = words or vocabulary()
        named = {"country": words.countries, "topic": words.topics}
        for one in self.narrowing_filters.values():
            if one.fact in named:
                labels = [(code, row.label) for code, row in named[one.fact].items()]
                offer(one, labels)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        raise TypeError("Lists of candidates are filtered in memory, by `shown`.")

    def keep(self, queryset, name, value: str):
        """Never asked: see `shown`."""

    @property
    def narrowing_filters(self) -> dict[str, FactFilter]:
        """The filters that leave rows out, by parameter: all but those of the order."""
        found = self.filters.items()
        return {name: one for name, one in found if isinstance(one, FactFilter)}

    @property
    def order(self) -> Order:
        """The order that the address asks for."""
        chosen = self.chosen
        steps = {name: int(chosen[name][0]) for name in GROUPS if name in chosen}
        moved = {name: step for name, step in steps.items() if step != NORMAL}
        return Order(sort=chosen.get("sort", [BEST])[0], steps=moved)

    @property
    def narrowing(self) -> dict[str, list[str]]:
        """The choices that leave rows out, by parameter."""
        chosen, filters = self.chosen.items(), self.narrowing_filters
        return {name: values for name, values in chosen if name in filters}

    @property
    def _facts(self) -> dict[str, list[str]]:
        filters = self.narrowing_filters
        return {filters[name].fact: values for name, values in self.narrowing.items()}

    def shown(self, found: CandidateList) -> list[Standing]:
        """The rows of this list that pass, in the order that is asked for."""
        standings = found.standings(self.order)
        if not self.narrowing:
            return standings
        passed = found.passing(self._facts)
        return [one for one in standings if one.partner in passed]

    @property
    def hidings(self) -> dict[str, list[str]]:
        """The choices to hide some, by parameter; here there are none to make."""
        return {}

    def counts(
        self, found: CandidateList, among: Collection[int] | None = None
    ) -> Counts:
        """What each value of each filter would show under the other choices."""
        counts = found.facets(self._facts, among)
        filters = self.narrowing_filters.items()
        return {name: counts[one.fact] for name, one in filters}


class ListFilterSet(MatchFilterSet):
    """That of the page of a list: its reader may hide what other rooms know of.

    `hidden` are the candidates of each hiding (`card_parts.hidden_for`).
    """

    without = django_filters.MultipleChoiceFilter(label=_("Filter"), method="keep")

    def __init__(
        self, *args, hidden: Mapping[str, Collection[int]] | None = None, **kwargs
    ) -> None:
        super().__init__(*args, **kwargs)
        self.hidden = hidden or {}
        offer(self.filters["without"], [(one.name, one.label) for one in hidings()])

    @property
    def hidings(self) -> dict[str, list[str]]:
        names = self.chosen.get("without", [])
        return {"without": names} if names else {}

    @property
    def _left_out(self) -> set[int]:
        names = self.chosen.get("without", [])
        return {key for name in names for key in self.hidden.get(name, ())}

    def shown(self, found: CandidateList) -> list[Standing]:
        left_out = self._left_out
        rows = super().shown(found)
        return [one for one in rows if one.partner not in left_out]

    def counts(
        self, found: CandidateList, among: Collection[int] | None = None
    ) -> Counts:
        left_out = self._left_out
        if not left_out:
            return super().counts(found, among)
        rest = [one.partner for one in found.facts if one.partner not in left_out]
        return super().counts(found, rest)

    def numbers_hidden(self, found: CandidateList) -> dict[str, int]:
        """How many of those that pass the filters each hiding leaves out, or would."""
        passed = {one.partner for one in super().shown(found)}
        return {
            name: len(passed.intersection(keys)) for name, keys in self.hidden.items()
        }


class IdeaFilterSet(MatchFilterSet):
    """The same for an idea, whose own topics and stages are `topic` and `stage`."""

    stage = None
    topic = None
    partner_stage = FactFilter(_("Value-chain stage"), "stage", Stage.choices)
    partner_topic = FactFilter(_("Topic"), "topic")


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
