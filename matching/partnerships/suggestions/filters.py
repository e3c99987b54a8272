"""By what curators filter suggestions."""

from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from matching.partnerships.suggestions.models import PartnershipSuggestion, State
from portal.web.filtering import FormFilterSet, offer
from regions.queries.vocabulary import vocabulary

SORTS = [
    ("worth", _("best first")),
    ("members", _("most members first")),
    ("new", _("newest first")),
]
_ORDERS = {
    "worth": ("-score", "pk"),
    "members": ("-member_count", "-score", "pk"),
    "new": ("-found_at", "pk"),
}


class SuggestionFilterSet(FormFilterSet):
    """Those that wait, the best first, if nothing else is chosen."""

    state = django_filters.ChoiceFilter(
        label=_("State"), choices=State.choices, empty_label=None
    )
    country = django_filters.ChoiceFilter(
        label=_("With a member in"), method="filter_country", empty_label=_("all")
    )
    q = django_filters.CharFilter(
        label=_("Words of the theme"), method="filter_words", max_length=100
    )
    sort = django_filters.ChoiceFilter(
        label=_("Order"), choices=SORTS, method="filter_sort", empty_label=None
    )

    class Meta:
        model = PartnershipSuggestion
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        countries = vocabulary().countries
        choices = [(code, place.label) for code, place in countries.items()]
        offer(self.filters["country"], sorted(choices, key=lambda one: one[1]))

    @property
    def form(self):
        form = super().form
        form.fields["q"].widget.attrs["class"] = "form-control"
        return form

    def filter_queryset(self, queryset: Any) -> Any:
        chosen = self.form.cleaned_data
        if not chosen.get("state"):
            queryset = queryset.new()
        if not chosen.get("sort"):
            queryset = queryset.order_by(*_ORDERS["worth"])
        return super().filter_queryset(queryset)

    def filter_country(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.of_countries([value])

    def filter_words(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(Q(title__icontains=value) | Q(theme__icontains=value))

    def filter_sort(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.order_by(*_ORDERS[value])
