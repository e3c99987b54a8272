"""Who sees which call, and where calls stand today."""

import datetime
from collections.abc import Iterable

from django.db import models
from django.db.models import Case, DateField, F, Q, Value, When
from django.utils import timezone


def _with_status(name: str, today: datetime.date) -> Q:
    """As `Call.status_on` says it; the two are tested against each other."""
    past = Q(closes__isnull=False, closes__lt=today)
    coming = Q(opens__isnull=False, opens__gt=today)
    dated = Q(opens__isnull=False) | Q(closes__isnull=False)
    return {
        "closed": past,
        "forthcoming": coming & ~past,
        "open": dated & ~past & ~coming,
        "undated": ~dated,
    }[name]


class CallQuerySet(models.QuerySet):
    def published(self):
        return self.filter(is_published=True)

    def visible_to(self, user):
        """Published ones; curators also see drafts."""
        return self.all() if user.is_staff else self.published()

    def with_status(self, names: Iterable[str]):
        """Those that stand so today: open, forthcoming, undated or closed."""
        wanted, today = Q(pk__in=[]), timezone.localdate()
        for name in names:
            wanted |= _with_status(name, today)
        return self.filter(wanted)

    def by_closing(self):
        """Running calls by closing day, those without days, then those that are over,
        the last of them first."""
        today = timezone.localdate()
        over = _with_status("closed", today)
        group = Case(
            When(over, then=Value(2)),
            When(_with_status("undated", today), then=Value(1)),
            default=Value(0),
        )
        nothing = Value(None, output_field=DateField())
        ahead = Case(When(over, then=nothing), default=F("closes"))
        return self.order_by(
            group,
            ahead.asc(nulls_last=True),
            F("closes").desc(nulls_last=True),
            "title",
            "pk",
        )

    def for_rows(self):
        """All that a row of a list says; two queries."""
        return self.prefetch_related("topics")


class CallFollowQuerySet(models.QuerySet):
    def closing_within(self, days):
        """Follows of published calls that close in 0 to so many days."""
        today = timezone.localdate()
        return self.filter(
            call__is_published=True,
            call__closes__gte=today,
            call__closes__lte=today + datetime.timedelta(days=days),
        )
