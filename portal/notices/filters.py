"""By what people filter their notices, on the page and over the API."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from portal.notices.kinds import registered_groups
from portal.notices.models import Notice
from portal.web.filtering import FormFilterSet, offer


class NoticeFilterSet(FormFilterSet):
    """A group of notices, and those that are not read yet."""

    group = django_filters.ChoiceFilter(
        label=_("Kind of notice"), method="filter_group", empty_label=_("everything")
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        method="filter_state",
        choices=[("unread", _("unread"))],
        empty_label=_("all"),
    )

    class Meta:
        model = Notice
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = registered_groups().values()
        offer(
            self.filters["group"], [(one.name, capfirst(one.label)) for one in groups]
        )

    def filter_group(self, queryset: Any, name: str, value: str) -> QuerySet:
        return queryset.of_group(value)

    def filter_state(self, queryset: Any, name: str, value: str) -> QuerySet:
        return queryset.unread()
