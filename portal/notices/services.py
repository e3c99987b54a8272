"""Writes of notices, and of the paces that people choose."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.retention import NOTICE_DAYS
from portal.accounts.services.holding import lock_person
from portal.accounts.services.letters import Letter, tell
from portal.notices.kinds import Kind, kind_named, registered_groups
from portal.notices.links import open_path, stop_path
from portal.notices.models import Digest, Notice, NoticeChoice, Pace
from portal.notices.paces import chosen_paces, pace_of
from portal.web.errors import PortalError

# What a person chooses who wants what the portal proposes, now and later.
PROPOSED = ""
# Deleted in one transaction; a page that writes meanwhile waits for no more.
SLICE = 1000


@transaction.atomic
def notify(
    *,
    people: Iterable[User],
    kind: str,
    key: str,
    facts: Mapping[str, Any],
    path: str = "",
) -> int:
    """Tell these people something; return how many of them are told now.

    Call it in the transaction of what it is about. `key` names the occasion: nobody is
    told of one twice. `facts` is JSON, from which the kind words the text; it names
    organisations and records, and no person, whom it could outlive. Who wants it at
    once gets a mail, all others a digest; see `portal.notices.digests`.
    """
    known = kind_named(kind)
    if known is None:
        raise ValueError(f"Nobody has registered notices of the kind {kind!r}.")
    readers = list(people)
    chosen = chosen_paces([person.pk for person in readers])
    told = 0
    for person in readers:
        notice, is_new = Notice.objects.get_or_create(
            user=person,
            key=key,
            defaults={"kind": kind, "facts": dict(facts), "path": path},
        )
        told += is_new
        is_at_once = pace_of(person.pk, known, chosen) == Pace.NOW
        if is_new and is_at_once and person.is_active:
            _queue(person, notice, known)
    return told


def _queue(person: User, notice: Notice, kind: Kind) -> None:
    def letter() -> Letter:
        words = kind.worded(notice.facts)
        lines = (words.text,) if words.text else ()
        label = _("See it in the portal") if notice.path else ""
        stop = stop_path(person.pk, [kind.group])
        path = open_path(notice)
        return Letter(words.title, lines, path=path, label=label, stop=stop)

    tell(person, letter, key=f"notice:{notice.pk}")
    Notice.objects.filter(pk=notice.pk).update(mailed_at=timezone.now())


def read_notice(*, notice: Notice) -> None:
    """Mark it as read; the first time counts."""
    now = timezone.now()
    if Notice.objects.unread().filter(pk=notice.pk).update(read_at=now):
        notice.read_at = now
    else:
        notice.refresh_from_db(fields=["read_at"])


@transaction.atomic
def read_notices(*, user: User, until: int, group: str = "") -> int:
    """Mark as read what the person has been shown; return how many there were.

    `until` is the newest notice of the page: one that came since stays unread.
    """
    # Waits for a digest of the same notices, instead of crossing it.
    lock_person(user)
    rows = Notice.objects.visible_to(user).unread().filter(pk__lte=until)
    if group:
        rows = rows.of_group(group)
    return rows.update(read_at=timezone.now())


@transaction.atomic
def choose_paces(*, user: User, paces: Mapping[str, str]) -> None:
    """Keep these paces by group; PROPOSED forgets what was chosen. Others stay."""
    groups = registered_groups()
    for group, pace in paces.items():
        if group not in groups or pace not in (PROPOSED, *Pace.values):
            raise PortalError(_("There is no such choice."))
        if pace == PROPOSED:
            NoticeChoice.objects.filter(user=user, group=group).delete()
        else:
            NoticeChoice.objects.update_or_create(
                user=user, group=group, defaults={"pace": pace}
            )


@transaction.atomic
def stop_mails(*, user: User, groups: Iterable[str]) -> dict[str, str]:
    """End mails of these groups; return what was chosen before, to go back to it."""
    names = list(groups)
    chosen = chosen_paces([user.pk])
    before = {name: chosen.get((user.pk, name), PROPOSED) for name in names}
    choose_paces(user=user, paces=dict.fromkeys(names, Pace.NEVER.value))
    return before


def forget_old() -> str:
    """Delete notices after twelve months, and which digests were sent before."""
    limit = timezone.now() - datetime.timedelta(days=NOTICE_DAYS)
    count = 0
    while pks := list(
        Notice.objects.filter(created_at__lt=limit)
        .order_by("created_at")
        .values_list("pk", flat=True)[:SLICE]
    ):
        count += Notice.objects.filter(pk__in=pks).delete()[0]
    digests = Digest.objects.filter(day__lt=timezone.localdate(limit)).delete()[0]
    return f"{count} notices, {digests} digests"
