"""What the pages show on which people confirm."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils import timezone

from regions.editing.documents import MODELS
from regions.freshness.confirming import CAN_BE_UNDONE
from regions.freshness.ledger import Calendar, State, calendar_of
from regions.freshness.links import Link
from regions.models import Confirmation, Owned, RecordKind
from regions.querysets import EDITING


@dataclass(frozen=True)
class Standing:
    """One record with its calendar, as lists of records to confirm show it."""

    record: Owned

    @property
    def value(self) -> str:
        """The record's name in a form."""
        return f"{self.record.record_kind}-{self.record.pk}"

    @property
    def word(self) -> str:
        return str(self.record.record_kind.label)

    @cached_property
    def days(self) -> Calendar:
        return calendar_of(timezone.localdate(self.record.counted_from))

    @property
    def state(self) -> str:
        """A State; lapsed only once it has left the lists."""
        if self.record.lapsed_at:
            return State.LAPSED
        state = self.days.state_on(timezone.localdate())
        return State.FADING if state == State.LAPSED else state

    @property
    def is_due(self) -> bool:
        return self.state != State.FRESH

    @property
    def was_confirmed(self) -> bool:
        return self.record.confirmed_at is not None


def own_records(user: Any) -> list[Standing]:
    """Published records that this person may confirm, the oldest first; four queries.

    Those come first that nobody has confirmed for long or that have left the lists.
    """
    found = [
        Standing(record)
        for kind in RecordKind.values
        for record in _public(kind).owned_by(user, *EDITING)
    ]
    return sorted(found, key=lambda one: (one.record.counted_from, str(one.record)))


def chosen_among(standings: Iterable[Standing], values: Iterable[str]) -> list[Owned]:
    """The records that a form names, of those that are there to be chosen."""
    wanted = set(values)
    return [one.record for one in standings if one.value in wanted]


def last_confirmation(user: Any) -> Confirmation | None:
    """What this person confirmed last, as long as it can be taken back."""
    since = timezone.now() - CAN_BE_UNDONE
    return Confirmation.objects.filter(by=user, at__gte=since, undone_at=None).first()


def records_in(confirmation: Confirmation | None) -> list[Owned]:
    """The records of a confirmation that are still there."""
    if confirmation is None:
        return []
    return _published((one["kind"], one["key"]) for one in confirmation.before)


@dataclass(frozen=True)
class LinkPage:
    """What a link in a mail leads to, as things are now.

    `waiting` can be confirmed; `done` have been since the link was made, by whomever.
    `refusal` is a word for why nothing is to be done with the link, or "".
    """

    person: Any
    waiting: list[Owned]
    done: list[Owned]
    refusal: str = ""
    confirmation: Confirmation | None = None

    @property
    def was_undone(self) -> bool:
        return bool(self.confirmation and self.confirmation.undone_at)

    @property
    def can_undo(self) -> bool:
        one = self.confirmation
        is_young = one and one.at >= timezone.now() - CAN_BE_UNDONE
        return bool(is_young and not one.undone_at)


def link_page(link: Link) -> LinkPage:
    """Look up the person and the records of a link, and what became of them."""
    people = get_user_model().objects.filter(is_active=True)
    person = people.filter(pk=link.person_id).first()
    if person is None:
        return LinkPage(None, [], [], "ended")
    there = _published(link.counted)
    mine = _published(link.counted, of=person)
    if not mine:
        return LinkPage(person, [], [], "ended" if there else "gone")
    made = Confirmation.objects.filter(by=person, link=link.digest).first()
    return LinkPage(
        person,
        waiting=[one for one in mine if link.is_open_for(one)],
        done=[one for one in mine if not link.is_open_for(one)],
        confirmation=made,
    )


def _published(keys: Iterable[tuple[str, int]], of: Any = None) -> list[Owned]:
    """The published ones of these records, or of them those of one person."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for kind, key in keys:
        wanted[kind].append(key)
    found: list[Owned] = []
    for kind in RecordKind.values:
        if kind in wanted:
            rows = _public(kind).filter(pk__in=wanted[kind])
            found += rows.owned_by(of, *EDITING) if of else rows
    return found


def _public(kind: str) -> "QuerySet[Any]":
    """Public records of a kind; the way to reject a facility names its cluster."""
    rows = MODELS[kind].objects.published()
    return rows.select_related("cluster") if kind == RecordKind.FACILITY else rows
