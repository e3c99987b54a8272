"""One filter of partnerships for page, API and export."""

import django_filters
from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from matching.partnerships.choices import PUBLIC, Phase, Status
from matching.partnerships.models import Partnership, PartnershipMember
from portal.web.text import folded_words
from regions.filters.common import RegisterFilterSet, sort_filter, topic_filter

STATUSES = [(one.value, one.label) for one in PUBLIC]
# Those that work today before those that sources tell of.
BY_STATUS = Case(
    When(status=Status.ACTIVE, then=Value(0)),
    When(status=Status.HISTORICAL, then=Value(2)),
    default=Value(1),
)


class PartnershipFilterSet(RegisterFilterSet):
    """Within one parameter any of the values fits; all parameters must fit.

    A country or region is that of somebody who takes part.
    """

    sorts = {
        "status": (_("active ones first"), BY_STATUS, "title", "id"),
        "title": (_("by name"), "title", "id"),
        "members": (_("most members first"), "-member_count", "title", "id"),
        "new": (_("newest first"), "-created_at", "-id"),
    }
    sort = sort_filter(sorts)
    topic = topic_filter()
    phase = django_filters.MultipleChoiceFilter(label=_("Phase"), choices=Phase.choices)
    status = django_filters.MultipleChoiceFilter(label=_("Status"), choices=STATUSES)

    class Meta:
        model = Partnership
        fields: list[str] = []

    def filter_words(self, queryset: QuerySet, name: str, value: str):
        """Every word stands in the title, the theme, the scope or a member's name."""
        return queryset.filter(pk__in=keys_holding(queryset, value))

    def filter_country(self, queryset: QuerySet, name: str, value: list[str]):
        return _with_members(queryset, country=value) if value else queryset

    def filter_region(self, queryset: QuerySet, name: str, value: str):
        return _with_members(queryset, places=self.words.within(value))


def keys_holding(queryset: QuerySet, value: str) -> set[int]:
    """The keys of those that hold all these words, whatever their accents and case.

    There are some hundreds at most, so they are read and compared here.
    """
    wanted = folded_words(value)
    texts: dict[int, str] = {
        row[0]: " ".join(row[1:])
        for row in queryset.order_by().values_list("pk", "title", "theme", "scope")
    }
    seats = PartnershipMember.objects.shown().filter(partnership__in=texts)
    for key, title, name in seats.order_by().values_list(
        "partnership_id", "profile__title", "name"
    ):
        texts[key] += f" {title or name}"
    return {
        key
        for key, text in texts.items()
        if all(
            any(one.startswith(word) for one in folded_words(text)) for word in wanted
        )
    }


def _with_members(
    queryset: QuerySet, *, country: list[str] | None = None, places: list | None = None
):
    wanted = Q(region__country__in=country) if country else Q(region__in=places or [])
    seats = PartnershipMember.objects.shown().filter(wanted).order_by()
    return queryset.filter(pk__in=seats.values("partnership"))


def status_words() -> dict[str, str]:
    return {one.value: str(Status(one).label) for one in PUBLIC}
