"""Digests: what people were told since the last one, in one mail, exactly once.

A digest is one short transaction: the row that says that it was sent, the mail in the
queue, and the marks on its notices. A worker that dies leaves all of it or nothing, and
of two workers the second finds the row. What goes into the digest of a day is fixed by
its morning, so it does not matter when, how often or by whom the job is run.
"""

import datetime
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from portal.accounts.models import User
from portal.mail.rendering import RenderedMail, absolute_url
from portal.mail.services import one_click_headers, queue_in_bulk, wake_to_send
from portal.notices.digest_mail import digest_mail, groups_of
from portal.notices.kinds import kind_named
from portal.notices.links import stop_path
from portal.notices.models import Digest, Notice, Pace
from portal.notices.paces import chosen_paces, pace_of
from portal.web.errors import PortalError

logger = logging.getLogger(__name__)

# When a day's digests are due, by the portal's own clock.
MORNING = datetime.time(6)
# What lay longer, as at a pace that has just been chosen, is in the portal only.
REACH = datetime.timedelta(days=31)
BATCH = 200
# Who has just chosen "at once" gets what had waited by then with the next daily one.
PACES = {Pace.DAILY: {Pace.DAILY, Pace.NOW}, Pace.WEEKLY: {Pace.WEEKLY}}


@dataclass(frozen=True)
class Round:
    """The digests of one pace and day: of all that was told until that morning."""

    pace: Pace
    day: datetime.date

    @property
    def until(self) -> datetime.datetime:
        morning = datetime.datetime.combine(self.day, MORNING)
        return timezone.make_aware(morning, timezone.get_default_timezone())

    def notices(self) -> QuerySet[Notice]:
        return Notice.objects.not_mailed(self.until - REACH, self.until)


@dataclass(frozen=True)
class Parcel:
    """What one person gets, newest first in each group."""

    person: User
    notices: tuple[Notice, ...]


@dataclass
class Tally:
    """What became of the digests of one run of the job."""

    sent: int = 0
    failed: int = 0

    def __str__(self) -> str:
        return f"{self.sent} sent, {self.failed} failed"


def current_rounds() -> tuple[Round, ...]:
    """The last morning that has passed, and the last Monday's."""
    now = timezone.localtime(timezone=timezone.get_default_timezone())
    day = now.date()
    if now.time() < MORNING:
        day -= datetime.timedelta(days=1)
    monday = day - datetime.timedelta(days=day.weekday())
    return Round(Pace.DAILY, day), Round(Pace.WEEKLY, monday)


def some_wait() -> bool:
    """Whether there may be a digest to write: a cheap question."""
    return any(one.notices().exists() for one in current_rounds())


def send_digests() -> Tally:
    """Write the digests that are due; one that cannot be written stops no other."""
    tally = Tally()
    for one in current_rounds():
        for batch in _batches(one):
            for parcel in batch:
                _try(one, parcel, tally)
            wake_to_send()
    return tally


def _batches(one: Round) -> Iterator[list[Parcel]]:
    # By the key itself: by "user" people would be sorted by their addresses.
    last = 0
    while True:
        people = one.notices().filter(user__gt=last).order_by("user_id")
        ids = list(people.values_list("user_id", flat=True).distinct()[:BATCH])
        if not ids:
            return
        yield _parcels(one, ids)
        last = ids[-1]


def _parcels(one: Round, ids: list[int]) -> list[Parcel]:
    """What these people get; who wants none, or has had it, is left out."""
    had = Digest.objects.filter(pace=one.pace, day=one.day, user__in=ids)
    done = set(had.values_list("user", flat=True))
    chosen = chosen_paces(ids)
    rows = one.notices().filter(user__in=ids).select_related("user")
    rows = rows.order_by("user_id", "-created_at", "-pk")
    parcels = []
    for person, told in groupby(rows, key=lambda notice: notice.user):
        wanted = tuple(
            notice
            for notice in told
            if (kind := kind_named(notice.kind))
            and pace_of(person.pk, kind, chosen) in PACES[one.pace]
        )
        if wanted and person.pk not in done:
            parcels.append(Parcel(person, wanted))
    return parcels


def _try(one: Round, parcel: Parcel, tally: Tally) -> None:
    try:
        tally.sent += send_digest(one=one, parcel=parcel)
    except DatabaseError:
        raise
    except Exception:
        logger.exception("no digest for person %s", parcel.person.pk)
        tally.failed += 1


def send_digest(*, one: Round, parcel: Parcel) -> bool:
    """Write one digest; False if another worker was quicker, or nobody can be told."""
    person, notices = parcel.person, parcel.notices
    rendered = digest_mail(person, notices, pace=one.pace, day=one.day)
    return _store(one, parcel, rendered)


@transaction.atomic
def _store(one: Round, parcel: Parcel, rendered: RenderedMail) -> bool:
    person = _locked(parcel.person)
    if person is None:
        return False
    digest, is_new = Digest.objects.get_or_create(
        user=person, pace=one.pace, day=one.day
    )
    if not is_new:
        return False
    pks = [notice.pk for notice in parcel.notices]
    waiting = Notice.objects.filter(pk__in=pks, mailed_at=None)
    if waiting.update(mailed_at=timezone.now()) != len(pks):
        # Some were mailed or deleted since they were read: the next look does it.
        transaction.set_rollback(True)
        return False
    stop_url = absolute_url(stop_path(person.pk, groups_of(parcel.notices)))
    try:
        queue_in_bulk(
            to=person.email,
            rendered=rendered,
            key=f"digest:{digest.pk}",
            headers=one_click_headers(stop_url),
        )
    except PortalError:
        # Row and marks stay, or each look would try again what cannot be.
        logger.warning("No digest to person %s: the address is not one.", person.pk)
        return False
    return True


def _locked(person: User) -> User | None:
    """The person as of now, unless gone or no longer active."""
    rows = User.objects.select_for_update(no_key=True)
    return rows.filter(pk=person.pk, is_active=True).first()
