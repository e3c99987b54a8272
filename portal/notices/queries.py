"""Reads of notices: as pages and the API show them, and how many wait."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone
from django.utils.functional import Promise

from portal.accounts.models import User
from portal.notices.kinds import kind_named, registered_groups
from portal.notices.links import StopLink
from portal.notices.models import Notice, NoticeChoice, Pace
from portal.notices.paces import chosen_paces, pace_of

# More than these are "99+", and nobody counts them.
MOST_COUNTED = 99


@dataclass(frozen=True)
class Shown:
    """A notice with its words in the present reader's language."""

    notice: Notice
    group: str
    label: str
    title: str
    text: str


@dataclass(frozen=True)
class Day:
    """What one was told on one day."""

    date: datetime.date
    rows: tuple[Shown, ...]


@dataclass(frozen=True)
class StopPage:
    """What a link in a mail ends, and whether it is ended already."""

    person: User
    groups: tuple[str, ...]
    labels: tuple[str | Promise, ...]
    is_stopped: bool


def unread_count(user: User) -> int:
    """How many unread notices can be shown, at most one more than MOST_COUNTED."""
    rows = Notice.objects.visible_to(user).unread().order_by()
    kinds = rows.values_list("kind", flat=True)[: MOST_COUNTED + 1]
    return sum(kind_named(name) is not None for name in kinds)


def shown(notices: Iterable[Notice]) -> list[Shown]:
    """In words; notices of kinds that nobody knows any more are left out."""
    rows = []
    for notice in notices:
        kind = kind_named(notice.kind)
        if kind is not None:
            words = kind.worded(notice.facts)
            one = Shown(notice, kind.group, str(kind.label), words.title, words.text)
            rows.append(one)
    return rows


def by_day(rows: Iterable[Shown]) -> list[Day]:
    """Rows in their order, under the days of the portal's place."""
    days = groupby(rows, key=lambda row: timezone.localdate(row.notice.created_at))
    return [Day(date, tuple(told)) for date, told in days]


def choices_of(user: User) -> dict[str, str]:
    """What this person has chosen, by group."""
    rows = NoticeChoice.objects.filter(user=user)
    return dict(rows.values_list("group", "pace"))


def stop_page(link: StopLink) -> StopPage | None:
    """What the link is about; None where person or notices are gone."""
    known = registered_groups()
    person = User.objects.filter(pk=link.person_id).first()
    names = tuple(name for name in link.groups if name in known)
    if person is None or not names:
        return None
    chosen = chosen_paces([person.pk])
    is_stopped = all(
        pace_of(person.pk, kind, chosen) == Pace.NEVER
        for name in names
        for kind in known[name].kinds
    )
    # Labels are lazy: they are said in the language of who reads the page.
    labels = tuple(known[name].title for name in names)
    return StopPage(person, names, labels, is_stopped)
