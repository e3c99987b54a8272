"""One filter of calls for page, API and export."""

import django_filters
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from matching.calls.models import Call, Status
from portal.web.filtering import offer
from regions.filters.common import (
    RegisterFilterSet,
    sort_filter,
    topic_filter,
)

LEVELS = [(str(level), str(level)) for level in range(1, 10)]
# In which of these a reader's word may stand.
SEARCHED = ("title", "programme", "identifier", "themes", "summary")


class CallFilterSet(RegisterFilterSet):
    """Within one parameter any of the values fits; all parameters must fit."""

    sorts = {
        "closing": (_("soonest closing day first"),),
        "new": (_("newest first"), "-created_at", "-id"),
        "title": (_("title"), "title", "id"),
        "budget": (
            _("largest budget first"),
            F("budget_eur").desc(nulls_last=True),
            "id",
        ),
    }
    sort = sort_filter(sorts)

    country = None
    region = None
    topic = topic_filter()
    status = django_filters.MultipleChoiceFilter(
        label=_("Status"), choices=Status.choices, method="filter_status"
    )
    programme = django_filters.MultipleChoiceFilter(
        label=_("Programme"), method="filter_programme"
    )
    trl = django_filters.ChoiceFilter(
        label=_("Technology readiness of yours"),
        choices=LEVELS,
        method="filter_trl",
    )

    class Meta:
        model = Call
        fields: list[str] = []

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        names = self.queryset.order_by("programme").values_list("programme", flat=True)
        self.programmes = list(names.distinct())
        offer(self.filters["programme"], [(one, one) for one in self.programmes])

    @property
    def found(self) -> list[int] | None:
        """The keys of calls that hold the words; None where none are asked for."""
        words = self.chosen.get("q", [""])[0]
        if not words:
            return None
        held = self.filter_words(self.queryset, "q", words)
        return list(held.order_by().values_list("pk", flat=True))

    def _sorted(self, queryset: QuerySet, key: str) -> QuerySet:
        if key == "closing":
            return queryset.by_closing()
        return super()._sorted(queryset, key)

    def filter_words(self, queryset: QuerySet, name: str, value: str):
        """Each word stands somewhere in the call."""
        for word in value.split():
            held = Q()
            for field in SEARCHED:
                held |= Q(**{f"{field}__icontains": word})
            queryset = queryset.filter(held)
        return queryset

    def filter_status(self, queryset: QuerySet, name: str, value: list[str]):
        return queryset.with_status(value) if value else queryset

    def filter_programme(self, queryset: QuerySet, name: str, value: list[str]):
        return queryset.filter(programme__in=value) if value else queryset

    def filter_trl(self, queryset: QuerySet, name: str, value: str):
        """Calls that ask for no more than this, or for nothing."""
        fits = Q(min_trl=None) | Q(min_trl__lte=int(value))
        return queryset.filter(fits) if value else queryset
