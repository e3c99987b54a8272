"""One filter of facilities one can ask for and one of wishes: page, API and export."""

import datetime
from datetime import timedelta

import django_filters
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.sharing.models import (
    Access,
    Capability,
    CostBand,
    FacilityTerms,
    FreeWindow,
    InvestmentWish,
    Price,
    WishState,
)
from regions.filters import FacilityFilterSet
from regions.filters.common import RegisterFilterSet, sort_filter, topic_filter
from regions.models import Facility, Stage
from regions.models.stages import stages_to_bits

LEVELS = [(str(level), str(level)) for level in range(1, 10)]
# In how many days a free time may begin at the latest.
FREE = {
    "month": (_("within a month"), 30),
    "quarter": (_("within three months"), 91),
    "year": (_("within a year"), 365),
}
STATED = {"stated": _("stated"), "open": _("not stated yet")}


def free_by(name: str) -> datetime.date:
    """The last day of one of these times."""
    return timezone.localdate() + timedelta(days=FREE[name][1])


class OpenFacilityFilterSet(FacilityFilterSet):
    """Filters of the register, and those of terms, capabilities and free times."""

    sorts = {
        "stated": (_("with terms first"), F("terms__pk").asc(nulls_last=True), "name"),
        "name": (_("name"), "name", "id"),
        "region": (_("country and region"), "region_id", "name", "id"),
    }
    sort = sort_filter(sorts)

    capability = django_filters.MultipleChoiceFilter(
        label=_("Capability"), method="filter_capability"
    )
    access = django_filters.MultipleChoiceFilter(
        label=_("Open to whom"),
        field_name="terms__access",
        choices=Access.choices,
        distinct=False,
    )
    price = django_filters.MultipleChoiceFilter(
        label=_("Price"),
        field_name="terms__price",
        choices=Price.choices,
        distinct=False,
    )
    stage = django_filters.MultipleChoiceFilter(
        label=_("Value-chain stage"), choices=Stage.choices, method="filter_stage"
    )
    trl = django_filters.MultipleChoiceFilter(
        label=_("Technology readiness"), choices=LEVELS, method="filter_trl"
    )
    free = django_filters.MultipleChoiceFilter(
        label=_("Free time begins"),
        choices=[(name, one[0]) for name, one in FREE.items()],
        method="filter_free",
    )
    terms = django_filters.MultipleChoiceFilter(
        label=_("Terms"), choices=list(STATED.items()), method="filter_terms"
    )

    class Meta:
        model = Facility
        fields: list[str] = []

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        rows = Capability.objects.order_by("key").values_list("key", "words")
        self._offer("capability", list(dict(rows).items()))

    def filter_capability(self, queryset: QuerySet, name: str, value: list[str]):
        if not value:
            return queryset
        rows = Capability.objects.filter(terms__facility=OuterRef("pk"), key__in=value)
        return queryset.filter(Exists(rows))

    def filter_stage(self, queryset: QuerySet, name: str, value: list[str]):
        if not value:
            return queryset
        rows = FacilityTerms.objects.filter(facility=OuterRef("pk"))
        rows = rows.annotate(_bits=F("stage_bits").bitand(stages_to_bits(value)))
        return queryset.filter(Exists(rows.filter(_bits__gt=0)))

    def filter_trl(self, queryset: QuerySet, name: str, value: list[str]):
        wanted = Q()
        for level in map(int, value):
            wanted |= Q(terms__trl_from__lte=level, terms__trl_to__gte=level)
        return queryset.filter(wanted)

    def filter_free(self, queryset: QuerySet, name: str, value: list[str]):
        if not value:
            return queryset
        limit = max(map(free_by, value))
        rows = FreeWindow.objects.filter(facility=OuterRef("pk")).ahead()
        return queryset.filter(Exists(rows.filter(starts_on__lte=limit)))

    def filter_terms(self, queryset: QuerySet, name: str, value: list[str]):
        wanted = Q()
        for one in value:
            wanted |= Q(terms__isnull=one == "open")
        return queryset.filter(wanted)


class WishFilterSet(RegisterFilterSet):
    """Wishes to invest together."""

    region_path = "profile__region"
    sorts = {
        "until": (_("soonest end first"), "until", "id"),
        "new": (_("newest first"), "-opened_at", "-id"),
    }
    sort = sort_filter(sorts)

    q = None
    topic = topic_filter()
    stage = django_filters.MultipleChoiceFilter(
        label=_("Value-chain stage"), choices=Stage.choices, method="filter_stage"
    )
    cost = django_filters.MultipleChoiceFilter(
        label=_("Rough cost"), choices=CostBand.choices, distinct=False
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("State"),
        choices=[(one.value, one.label) for one in (WishState.OPEN, WishState.REACHED)],
        distinct=False,
    )

    class Meta:
        model = InvestmentWish
        fields: list[str] = []

    def filter_stage(self, queryset: QuerySet, name: str, value: list[str]):
        return queryset.with_stage(stages_to_bits(value)) if value else queryset
