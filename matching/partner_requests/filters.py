"""One filter of partner requests for page, API and export."""

import datetime
from datetime import timedelta

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.partner_requests.models import PartnerRequest, Role, bits_of
from regions.filters.common import RegisterFilterSet, sort_filter, topic_filter
from regions.models import ItemKind, Stage

# How soon one has to answer: a name, its words, the first and the last day from today.
DUE = {
    "week": (_("within a week"), 0, 7),
    "month": (_("within a month"), 8, 30),
    "later": (_("later"), 31, None),
}


def due_word(deadline: datetime.date) -> str:
    """In which of these times a day lies."""
    days = (deadline - timezone.localdate()).days
    return next(
        name
        for name, (_word, _first, last) in DUE.items()
        if last is None or days <= last
    )


class RequestFilterSet(RegisterFilterSet):
    """Within one parameter any of the values fits; all parameters must fit."""

    region_path = "profile__region"
    sorts = {
        "deadline": (_("soonest end first"), "deadline", "id"),
        "new": (_("newest first"), "-created_at", "-id"),
    }
    sort = sort_filter(sorts)

    q = None
    topic = topic_filter()
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind"), choices=ItemKind.choices, method="filter_kind"
    )
    role = django_filters.MultipleChoiceFilter(
        label=_("Role"), choices=Role.choices, method="filter_role"
    )
    stage = django_filters.MultipleChoiceFilter(
        label=_("Value-chain stage"), choices=Stage.choices, method="filter_stage"
    )
    due = django_filters.MultipleChoiceFilter(
        label=_("Answer by"),
        choices=[(name, one[0]) for name, one in DUE.items()],
        method="filter_due",
    )
    profile = django_filters.CharFilter(
        label=_("profile"), field_name="profile__slug", max_length=120
    )

    class Meta:
        model = PartnerRequest
        fields: list[str] = []

    def filter_kind(self, queryset: QuerySet, name: str, value: list[str]):
        return _with(queryset, "kind_bits", bits_of(ItemKind, value))

    def filter_role(self, queryset: QuerySet, name: str, value: list[str]):
        return _with(queryset, "role_bits", bits_of(Role, value))

    def filter_stage(self, queryset: QuerySet, name: str, value: list[str]):
        return _with(queryset, "stage_bits", bits_of(Stage, value))

    def filter_due(self, queryset: QuerySet, name: str, value: list[str]):
        wanted, today = Q(), timezone.localdate()
        for _word, first, last in (DUE[one] for one in value):
            days = Q(deadline__gte=today + timedelta(days=first))
            if last is not None:
                days &= Q(deadline__lte=today + timedelta(days=last))
            wanted |= days
        return queryset.filter(wanted)


def _with(queryset: QuerySet, name: str, bits: int):
    return queryset.with_bits(name, bits) if bits else queryset
