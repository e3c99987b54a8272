"""Who sees which call, and where calls stand today."""

import datetime
from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
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
        return self if user.is_staff else self.published()

    def with_status(self, names: Iterable[str]):
        """Those that stand so today: open, forthcoming, undated or closed."""
        wanted, today = Q(pk__in=[]), timezone.localdate()
        for name in names:
            wanted |= _with_status(name, today)
        return self.filter(wanted)

    def running(self):
        """Those for which one can prepare now: open, or still to open."""
        return self.with_status(("open", "forthcoming"))

    def by_closing(self):
        """Soonest closing day first, unknown days last."""
        return self.order_by(F("closes").asc(nulls_last=True), "title", "pk")

    def for_rows(self):
        """All that a row of a list says; two queries."""
        return self.prefetch_related("topics")


class FollowQuerySet(models.QuerySet):
    def closing_within(self, days: int):
        """Follows of published calls that close in 0 to so many days."""
        today = timezone.localdate()
        return self.filter(
            call__is_published=True,
            call__closes__gte=today,
            call__closes__lte=today + datetime.timedelta(days=days),
        )
