"""How mails leave the queue: claimed one by one, sent, and marked.

A mail is claimed by compare-and-set and sent without a transaction. So two workers
never send the same one, on however many machines they are. A worker that is killed
after the mail server took a mail over, and before it could mark that, leaves the mail
to be sent again, with the same Message-ID: a doubled mail is better than a lost one.
"""

import contextlib
import datetime
import logging
from dataclasses import dataclass
from typing import Any

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError, transaction
from django.utils import timezone
from post_office.models import STATUS
from post_office.settings import get_backend

from portal.mail.faults import LOST, concerns_all, is_final
from portal.mail.models import Mail
from portal.mail.services import wake_to_send

logger = logging.getLogger(__name__)

# More than the slowest mail server takes: a dozen steps of EMAIL_TIMEOUT.
LEASE = datetime.timedelta(minutes=10)
MAX_TRIES = 60
LONGEST_PAUSE = datetime.timedelta(hours=1)
BATCH = 100


@dataclass
class Tally:
    """What became of the mails of one round."""

    sent: int = 0
    postponed: int = 0
    failed: int = 0

    def __str__(self) -> str:
        return f"{self.sent} sent, {self.postponed} postponed, {self.failed} failed"


def send_due_mails() -> Tally:
    """Send what is due, the first hundred, and wake a worker for the rest.

    When the mail server cannot be reached, one mail has been tried and the others keep
    their tries; they stay due.
    """
    tally = Tally()
    mails = list(Mail.objects.due()[:BATCH])
    connection = get_connection(get_backend())
    try:
        is_up = all(_send(mail, connection, tally) for mail in mails)
    finally:
        _close(connection)
    if is_up and len(mails) == BATCH:
        wake_to_send()
    return tally


def pause_after(tries: int) -> datetime.timedelta:
    """How long a mail waits after so many tries: ever longer, up to an hour.

    The tries together take more than two days.
    """
    return min(datetime.timedelta(minutes=2 ** min(tries - 1, 6)), LONGEST_PAUSE)


def _send(mail: Mail, connection: BaseEmailBackend, tally: Tally) -> bool:
    """Claim the mail, send it, mark it; False if no other could be sent either."""
    if mail.tries >= MAX_TRIES:
        # Only a worker that was lost each time leaves it behind like this.
        tally.failed += _mark_failed(mail, LOST, "")
        return True
    if not _claim(mail):
        return True
    error = _deliver(mail, connection)
    if error is None:
        _mark_sent(mail)
        tally.sent += 1
        return True
    kind = type(error).__name__
    # The text of an error may hold the address.
    logger.warning("mail %s, try %s: %s", mail.pk, mail.tries, kind)
    if is_final(error) or mail.tries >= MAX_TRIES:
        tally.failed += _mark_failed(mail, kind, str(error))
    else:
        tally.postponed += _postpone(mail, kind, str(error))
    return not concerns_all(error)


def _claim(mail: Mail) -> bool:
    """Make the mail this worker's for the time of the lease; False: another's."""
    tries = mail.tries + 1
    seen = {
        "status": mail.status,
        "number_of_retries": mail.number_of_retries,
        "scheduled_time": mail.scheduled_time,
    }
    claimed = Mail.objects.filter(pk=mail.pk, **seen).update(
        status=None,
        number_of_retries=tries,
        scheduled_time=timezone.now() + LEASE,
    )
    mail.status, mail.number_of_retries = None, tries
    return bool(claimed)


def _deliver(mail: Mail, connection: BaseEmailBackend) -> Exception | None:
    """Hand the mail over; return what went wrong."""
    try:
        message = mail.email_message()
        # Opened before, it stays open for the next mail.
        connection.open()
        connection.send_messages([message])
    except DatabaseError:
        raise
    except Exception as error:  # each backend raises errors of its own library
        _close(connection)
        return error
    return None


def _mark_sent(mail: Mail) -> None:
    """Also if another worker has claimed the mail since: it need not send it again."""
    Mail.objects.filter(pk=mail.pk).update(
        status=STATUS.sent, scheduled_time=None, last_updated=timezone.now()
    )
    mail.logs.all().delete()


def _postpone(mail: Mail, kind: str, text: str) -> int:
    next_try = timezone.now() + pause_after(mail.tries)
    return _mark(mail, kind, text, status=STATUS.requeued, scheduled_time=next_try)


def _mark_failed(mail: Mail, kind: str, text: str) -> int:
    return _mark(mail, kind, text, status=STATUS.failed, scheduled_time=None)


@transaction.atomic
def _mark(mail: Mail, kind: str, text: str, **state: Any) -> int:
    """Note the error, the last one only, if the mail is still this worker's."""
    mine = Mail.objects.open().filter(
        pk=mail.pk, number_of_retries=mail.number_of_retries
    )
    if not mine.update(last_updated=timezone.now(), **state):
        return 0
    mail.logs.all().delete()
    mail.logs.create(status=STATUS.failed, exception_type=kind, message=text)
    return 1


def _close(connection: BaseEmailBackend) -> None:
    with contextlib.suppress(OSError):
        connection.close()
