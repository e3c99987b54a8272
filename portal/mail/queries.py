"""What the curator's page about mail shows."""

import datetime

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils import timezone
from post_office.models import STATUS, Log

from portal.mail.models import Mail
from portal.mail.querysets import WAITING, MailQuerySet

TOO_LONG = datetime.timedelta(hours=1)
LAST_SENT = 10


def count_mails() -> dict[str, int]:
    """How many mails are in which state."""
    return Mail.objects.aggregate(
        waiting=Count("pk", filter=Q(status__in=WAITING)),
        under_way=Count("pk", filter=Q(status=None)),
        failed=Count("pk", filter=Q(status=STATUS.failed)),
        sent=Count("pk", filter=Q(status=STATUS.sent)),
    )


def unsent_mails() -> MailQuerySet:
    """Failed mails, then waiting ones; with the last error as `fault` and `answer`."""
    last = Log.objects.filter(email=OuterRef("pk")).order_by("-pk")
    return (
        Mail.objects.exclude(status=STATUS.sent)
        .order_by(F("status").asc(nulls_last=True), "pk")
        .annotate(
            fault=Subquery(last.values("exception_type")[:1]),
            answer=Subquery(last.values("message")[:1]),
        )
        .defer("message", "html_message", "headers", "context")
    )


def last_sent() -> list[dict]:
    """What was sent last: subject and time only, nobody else's letter."""
    rows = Mail.objects.sent().order_by("-last_updated", "-pk")
    return list(rows.values("subject", "last_updated")[:LAST_SENT])


def is_stuck() -> bool:
    """Whether a mail has waited for an hour in which none could be sent."""
    since = timezone.now() - TOO_LONG
    if not Mail.objects.open().created_before(since).exists():
        return False
    return not Mail.objects.sent().filter(last_updated__gte=since).exists()
