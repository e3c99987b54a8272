"""One filter of consortia for page and API."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from matching.calls.models import Call
from matching.consortia.kinds import Stage
from matching.consortia.models import Consortium
from portal.web.filtering import StrictFilterSet, offer
from regions.filters.common import sort_filter

MINE = [("yes", _("yours"))]


class ConsortiumFilterSet(StrictFilterSet):
    """Within one parameter any of the values fits; all parameters must fit."""

    sorts = {
        "changed": (_("last changed first"), "-edited_at", "-id"),
        "new": (_("newest first"), "-created_at", "-id"),
        "title": (_("title"), "title", "id"),
    }
    sort = sort_filter(sorts)
    mine = django_filters.MultipleChoiceFilter(
        label=_("Whose"), choices=MINE, method="filter_mine"
    )
    stage = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("consortium", "Stage"),
        choices=Stage.choices,
        method="filter_stage",
    )
    call = django_filters.MultipleChoiceFilter(label=_("Call"), method="filter_call")
    profile = django_filters.CharFilter(
        label=_("profile that leads"), field_name="lead__slug", max_length=120
    )

    class Meta:
        model = Consortium
        fields: list[str] = []

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        known = Call.objects.filter(consortia__in=self.queryset.order_by())
        rows = known.order_by("title", "pk").values_list("slug", "title").distinct()
        self.calls = dict(rows)
        offer(self.filters["call"], list(self.calls.items()))

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Filter, then order: as the first entry of `sorts` where none is named."""
        first = next(iter(self.sorts))
        return super().filter_queryset(queryset.order_by(*self.sorts[first][1:]))

    def filter_sort(self, queryset: QuerySet, name: str, value: str):
        return queryset.order_by(*self.sorts[value][1:]) if value else queryset

    def filter_mine(self, queryset: QuerySet, name: str, value: list[str]):
        return queryset.mine(self.request.user) if value else queryset

    def filter_stage(self, queryset: QuerySet, name: str, value: list[str]):
        return queryset.filter(stage__in=value) if value else queryset

    def filter_call(self, queryset: QuerySet, name: str, value: list[str]):
        return queryset.filter(call__slug__in=value) if value else queryset
