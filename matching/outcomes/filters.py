"""By what the funnel is filtered and divided: page, export and API ask through it."""

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from matching.filters import KINDS
from matching.outcomes.funnel import DIMENSIONS, NONE, Asked
from matching.outcomes.models import MatchEvent
from portal.web.filtering import FormFilterSet, offer
from regions.models import CohesionCategory, Scheme
from regions.queries.vocabulary import vocabulary

_ANY = _("all")
DIVISIONS = [
    ("country", _("country")),
    ("cohesion", _("cohesion category")),
    ("theme", _("theme")),
    ("kind", _("kind of match")),
]
# What the log leaves empty is a choice of its own.
NO_COHESION = (NONE, _("outside cohesion policy"))
NO_THEME = (NONE, _("no theme"))
NO_KIND = (NONE, _("not in the list"))


class FunnelForm(forms.Form):
    """Refuses a period that ends before it begins, and a group divided by itself."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", gettext("The period ends before it begins."))
        by = cleaned.get("by")
        if by and cleaned.get(by):
            message = gettext("What is filtered by this cannot be divided by it too.")
            self.add_error("by", message)
        return cleaned


class _OneOf(django_filters.ChoiceFilter):
    def __init__(self, label: Any, choices: Any = (), **more: Any) -> None:
        more.setdefault("empty_label", _ANY)
        super().__init__(label=label, choices=choices, method="keep", **more)


class _Day(django_filters.DateFilter):
    def __init__(self, label: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(label=label, method="keep", widget=widget)


class OutcomeFilterSet(FormFilterSet):
    """A period, at most one value of each sort, and by what to divide."""

    since = _Day(_("First day"))
    until = _Day(_("Last day"))
    country = _OneOf(_("Country"))
    cohesion = _OneOf(_("Cohesion category"))
    theme = _OneOf(_("Theme"))
    kind = _OneOf(_("Kind of match"), [*KINDS, NO_KIND])
    by = _OneOf(_("Divided by"), DIVISIONS, empty_label=_("nothing"))

    class Meta:
        model = MatchEvent
        form = FunnelForm
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("country", "cohesion", "theme"):
            offer(self.filters[name], labels_of(name).items())

    def filter_queryset(self, queryset: Any) -> Any:
        raise TypeError("The funnel is read by `matching.outcomes.funnel`.")

    def keep(self, queryset: Any, name: str, value: str) -> Any:
        """Never asked: see `asked`."""

    @property
    def asked(self) -> Asked:
        """What the address asks for; everything where it asks for nothing."""
        if not self.is_bound or not self.is_valid():
            return Asked()
        given = self.form.cleaned_data
        only = tuple((name, given[name]) for name in DIMENSIONS if given.get(name))
        return Asked(given["since"], given["until"], only, given.get("by") or "")


def labels_of(dimension: str) -> dict[str, str]:
    """The values of a dimension with their words, in the order of the words."""
    if dimension == "kind":
        return {value: str(label) for value, label in [*KINDS, NO_KIND]}
    if dimension == "cohesion":
        choices = [*CohesionCategory.choices, NO_COHESION]
        return {value: str(label) for value, label in choices}
    words = vocabulary()
    if dimension == "country":
        found = {code: place.label for code, place in words.countries.items()}
        return dict(sorted(found.items(), key=lambda one: one[1]))
    sections = words.topics_of(Scheme.ECONOMIC).items()
    found = {
        code: f"{code} {one.label}"
        for code, one in sorted(sections)
        if not one.parent_id
    }
    return found | {NO_THEME[0]: str(NO_THEME[1])}
