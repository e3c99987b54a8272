"""The ledger's regular work: it reminds, and takes out of the lists."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from portal.mail.rendering import absolute_url
from portal.mail.services import queue_mail
from portal.web.errors import PortalError
from regions.editing import writing
from regions.freshness.confirming import forget_confirmations
from regions.freshness.due import (
    Organisation,
    Step,
    due_by_organisation,
    lock_due,
)
from regions.freshness.ledger import Calendar, calendar_of
from regions.freshness.links import DAYS, MOST_RECORDS, make_token
from regions.models import Act, ActorRole, Owned, Reminder

logger = logging.getLogger(__name__)

TEMPLATES = {
    Step.FIRST: "confirm_first",
    Step.SECOND: "confirm_second",
    Step.LAPSED: "confirm_lapsed",
}


@dataclass
class Tally:
    """What the ledger did in one round."""

    reminded: int = 0
    lapsed: int = 0
    mails: int = 0

    def __str__(self) -> str:
        return (
            f"{self.reminded} records reminded of, {self.lapsed} out of the lists,"
            f" {self.mails} mails"
        )


def keep_ledger(*, now: datetime | None = None) -> Tally:
    """Do what is due by the calendar, organisation by organisation; safe at any time.

    Each organisation and step is one transaction: a round that is killed has done some
    of them, and the next one does the rest. Reminders of records for which nobody acts
    wait until somebody does.
    """
    now = now or timezone.now()
    today, tally = timezone.localdate(now), Tally()
    for step in (Step.LAPSED, Step.SECOND, Step.FIRST):
        for organisation, keys in due_by_organisation(step, today).items():
            for first in range(0, len(keys), MOST_RECORDS):
                some = keys[first : first + MOST_RECORDS]
                _take_step(step, organisation, some, today, now, tally)
    forget_confirmations(now=now)
    return tally


@transaction.atomic
def _take_step(
    step: Step,
    organisation: Organisation,
    keys: Sequence[tuple[str, int]],
    today: date,
    now: datetime,
    tally: Tally,
) -> None:
    """Write down the step, and queue the mails that tell of it, all or nothing."""
    people = list(organisation.people())
    if not people and step != Step.LAPSED:
        return
    records = lock_due(keys, step, today)
    if not records:
        return
    if step == Step.LAPSED:
        for record in records:
            lapse_record(record=record, now=now)
    said = {
        "rows": [_row(record) for record in records],
        "fades": min(_days_of(record).fades for record in records),
        "lapses": min(_days_of(record).lapses for record in records),
        "days": DAYS,
    }
    template = TEMPLATES[step]
    told = [one for one in people if _tell(template, organisation, said, records, one)]
    Reminder.objects.bulk_create(
        Reminder(
            kind=record.record_kind,
            key=record.pk,
            step=step,
            counted_from=record.counted_from,
            sent_to=len(told),
            at=now,
        )
        for record in records
    )
    tally.mails += len(told)
    if step == Step.LAPSED:
        tally.lapsed += len(records)
    else:
        tally.reminded += len(records)


@transaction.atomic
def lapse_record(*, record: Owned, now: datetime) -> Owned:
    """Take a locked record out of the lists; its page and its history stay."""
    writing.remember_origin(record)
    record.lapsed_at = now
    record.version += 1
    # Nobody changed what it says, so `updated_at` stays.
    record.save(update_fields=["lapsed_at", "version"])
    writing.remember(record, Act.LAPSED, by=None, role=ActorRole.PORTAL)
    writing.announce(record, was_listed=True)
    return record


def _tell(
    template: str,
    organisation: Organisation,
    said: dict[str, Any],
    records: Sequence[Owned],
    person: Any,
) -> bool:
    """Queue one person's mail; False for an address that no mail can be sent to."""
    token = make_token(person.pk, records)
    url = absolute_url(reverse("confirm-by-mail", args=[token]))
    with translation.override(person.language or settings.LANGUAGE_CODE):
        name = organisation.name()
    try:
        queue_mail(
            to=person.email,
            template=template,
            context={**said, "url": url, "organisation": name},
            language=person.language,
        )
    except PortalError as error:
        logger.warning("person %s is not reminded: %s", person.pk, error)
        return False
    return True


def _row(record: Owned) -> dict[str, Any]:
    """What a mail says of a record."""
    return {
        "title": str(record),
        "kind": record.record_kind.label,
        "is_confirmed": record.confirmed_at is not None,
        "counted_from": record.counted_from,
    }


def _days_of(record: Owned) -> Calendar:
    return calendar_of(timezone.localdate(record.counted_from))
