"""What is kept of the talk once an introduction has ended, and for how long.

The figure is `portal.accounts.retention.TALK_DAYS`, which the privacy page shows.
"""

import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from matching.introductions.models import Introduction
from matching.introductions.models_talk import Meeting, Message, Reading, Report
from matching.introductions.talk.notices import delete_message_notices
from portal.accounts.retention import TALK_DAYS

AT_ONCE = 200


def forget_talk() -> str:
    """Delete the talk of introductions that ended long ago, and their reports."""
    limit = timezone.now() - datetime.timedelta(days=TALK_DAYS)
    ended = Introduction.objects.filter(ended_at__lt=limit)
    waiting = Report.objects.waiting().values("introduction")
    due = ended.exclude(pk__in=waiting)
    messages = _delete_messages(due)
    meetings = Meeting.objects.filter(introduction__in=due).delete()[0]
    Reading.objects.filter(introduction__in=due).delete()
    # A decision is kept as long after its own day, for the sake of who was reported.
    late = Q(appeal_decided_at__gte=limit) | Q(decided_at__gte=limit)
    decided = Report.objects.decided().filter(introduction__in=due).exclude(late)
    reports = decided.delete()[0]
    return f"{messages} messages, {meetings} meetings, {reports} reports deleted"


def _delete_messages(due: "QuerySet[Introduction]") -> int:
    """Some at a time, with their files: nobody waits long for a lock."""
    count = 0
    while True:
        rows = Message.objects.filter(introduction__in=due).order_by("pk")
        keys = list(rows.values_list("pk", flat=True)[:AT_ONCE])
        if not keys:
            return count
        with transaction.atomic():
            delete_message_notices(keys)
            Message.objects.filter(pk__in=keys).delete()
        count += len(keys)
