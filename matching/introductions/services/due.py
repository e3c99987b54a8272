"""What the clock does: reminders, and a polite end of what nobody answered."""

import datetime

from django.db import transaction
from django.utils import timezone

from matching.introductions.models import Introduction, Side, State
from matching.introductions.querysets import IntroductionQuerySet
from matching.introductions.services.locking import note
from matching.introductions.telling import CLOSED, REMINDER, tell_side
from matching.outcomes.models import Stage

# How long before the last day the last reminder is sent.
LAST_REMINDER = datetime.timedelta(days=2)


def expire_due() -> int:
    """Close what was not answered by its day; return how many. Each exactly once."""
    keys = Introduction.objects.due().order_by("reply_by", "pk")
    return sum(_expire(key) for key in keys.values_list("pk", flat=True))


@transaction.atomic
def _expire(key: int) -> bool:
    found = _locked(Introduction.objects.due(), key)
    if found is None:
        return False
    found.state, found.ended_at = State.EXPIRED, timezone.now()
    found.save(update_fields=["state", "ended_at"])
    note(found, Stage.EXPIRED)
    for side in Side:
        tell_side(found, side, CLOSED, "expired")
    return True


def remind_due() -> int:
    """Remind who has to answer, at half time and two days before; return how often."""
    rows = Introduction.objects.waiting().filter(reminders_sent__lt=2)
    rows = rows.filter(reply_by__gte=timezone.localdate()).order_by("reply_by", "pk")
    waiting = [one.pk for one in rows if reminders_due(one) > one.reminders_sent]
    return sum(map(_remind, waiting))


@transaction.atomic
def _remind(key: int) -> bool:
    found = _locked(Introduction.objects.waiting(), key)
    if found is None or (due := reminders_due(found)) <= found.reminders_sent:
        return False
    found.reminders_sent = due
    found.save(update_fields=["reminders_sent"])
    tell_side(found, Side.ASKED, REMINDER, f"reminder-{due}")
    return True


def reminders_due(introduction: Introduction) -> int:
    """How many reminders should have been sent by today: none, one or two."""
    today = timezone.localdate()
    asked_on = timezone.localdate(introduction.asked_at)
    last = introduction.reply_by
    half = asked_on + (last - asked_on + datetime.timedelta(days=1)) // 2
    if today >= last - LAST_REMINDER:
        return 2
    return int(today >= half)


def _locked(rows: IntroductionQuerySet, key: int) -> Introduction | None:
    """The row as it is now; another worker, or an answer, may have been faster."""
    return rows.with_sides().select_for_update(of=("self",)).filter(pk=key).first()
