"""What the clock does: people are reminded before a call that they follow closes."""

import datetime

from django.db import transaction
from django.utils import timezone

from matching.calls.models import CallFollow
from matching.calls.telling import REMINDERS, tell_closing


def remind_due() -> int:
    """Remind all who are due; return how many were told now. Each once."""
    rows = CallFollow.objects.closing_within(max(REMINDERS))
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    return sum(map(_remind, keys))


@transaction.atomic
def _remind(key: int) -> int:
    rows = CallFollow.objects.closing_within(max(REMINDERS))
    follow = rows.select_related("call", "user").filter(pk=key).first()
    if follow is None:
        return 0
    days = due_reminder(follow)
    return tell_closing(follow, days) if days else 0


def due_reminder(follow: CallFollow) -> int | None:
    """Which reminder is the present one, by its days before the end.

    Who began to follow after its day needs none: the page has just said how long is
    left.
    """
    left = follow.call.days_left
    if left is None or left < 0:
        return None
    days = next((days for days in REMINDERS if left <= days), None)
    if days is None:
        return None
    due = follow.call.closes - datetime.timedelta(days=days)
    return days if timezone.localdate(follow.created_at) < due else None
