"""The one filter of shortlists: page and export ask through it."""

import django_filters
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from matching.keeping.models import ShortlistEntry
from portal.web.filtering import StrictFilterSet, offer

# What stands within one profile, which comes first.
SORTS: dict[str, tuple] = {
    "added": (_("last added first"), "-added_at", "-pk"),
    "changed": (_("last changed first"), "-changed_at", "-pk"),
    "title": (_("title"), "partner__title", "pk"),
    "region": (_("country and region"), "partner__region_id", "partner__title", "pk"),
    "score": (_("score"), F("score").desc(nulls_last=True), "pk"),
}


class ShortlistFilterSet(StrictFilterSet):
    """Entries of one profile or of all, each profile's together."""

    profile = django_filters.ChoiceFilter(
        label=_("Profile"), field_name="profile__slug", empty_label=None
    )
    sort = django_filters.ChoiceFilter(
        label=_("Order"),
        choices=[(key, words[0]) for key, words in SORTS.items()],
        method="order",
        empty_label=None,
    )

    class Meta:
        model = ShortlistEntry
        fields: list[str] = []

    def __init__(self, *args, profiles=(), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        offer(self.filters["profile"], [(one.slug, one.title) for one in profiles])

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        return super().filter_queryset(self._sorted(queryset, "added"))

    def order(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return self._sorted(queryset, value) if value else queryset

    def _sorted(self, queryset: QuerySet, key: str) -> QuerySet:
        return queryset.order_by("profile__title", "profile_id", *SORTS[key][1:])
