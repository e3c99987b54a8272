"""By what the curators' lists are filtered."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from portal.web.filtering import FormFilterSet, offer
from regions.models import Act, Case, RecordKind, Version
from regions.queries.vocabulary import vocabulary

_ANY = _("all")
STATES = [
    ("open", _("open")),
    ("decided", _("decided")),
    ("answered", _("decided, and answered by the owner")),
]
HOLDERS = [("mine", _("mine")), ("unassigned", _("nobody's"))]
# What owners do to a record that is seen at once.
OWNERS_ACTS = (
    Act.CHANGED,
    Act.CONFIRMED,
    Act.IMPORTED,
    Act.CREATED,
)


class CuratorsFilterSet(FormFilterSet):
    """Kind and country; every choice is one of a short list."""

    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=RecordKind.choices, empty_label=_ANY
    )
    country = django_filters.ChoiceFilter(
        label=_("Country"), method="filter_country", empty_label=_ANY
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        countries = vocabulary().countries
        choices = [(code, place.label) for code, place in countries.items()]
        choices.sort(key=lambda one: one[1])
        offer(self.filters["country"], choices)

    def filter_country(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(region__country=value)


class CaseFilterSet(CuratorsFilterSet):
    """Open cases oldest first, decided ones newest first."""

    state = django_filters.ChoiceFilter(
        label=_("State"), choices=STATES, method="filter_state", empty_label=None
    )
    holder = django_filters.ChoiceFilter(
        label=_("Assigned to"),
        choices=HOLDERS,
        method="filter_holder",
        empty_label=_("anybody"),
    )

    class Meta:
        model = Case
        fields: list[str] = []

    def filter_queryset(self, queryset: Any) -> Any:
        if not self.form.cleaned_data.get("state"):
            queryset = self.filter_state(queryset, "state", "open")
        return super().filter_queryset(queryset)

    def filter_state(self, queryset: Any, name: str, value: str) -> Any:
        if value == "open":
            return queryset.open().order_by("submitted_at", "pk")
        if value == "answered":
            queryset = queryset.filter(last_by_curator=False)
        return queryset.decided().order_by("-decided_at", "-pk")

    def filter_holder(self, queryset: Any, name: str, value: str) -> Any:
        holder = self.request.user if value == "mine" else None
        return queryset.filter(assigned_to=holder)


class ChangeFilterSet(CuratorsFilterSet):
    """What owners did to published records, the latest first."""

    act = django_filters.ChoiceFilter(
        label=_("What was done"),
        choices=[(one.value, one.label) for one in OWNERS_ACTS],
        empty_label=_ANY,
    )

    class Meta:
        model = Version
        fields: list[str] = []

    def filter_country(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.of_countries([value])
