"""Which records a case is about, and whose they are."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from regions.editing.services import record_of
from regions.models import (
    Act,
    Case,
    Cluster,
    Facility,
    Owned,
    Priority,
    RecordKind,
    Status,
    Strategy,
    Version,
)
from regions.querysets import EDITING


def parts_of(record: Owned, states: Sequence[str]) -> list[Owned]:
    """The priorities of a strategy that go with it: never one that was withdrawn."""
    if not isinstance(record, Strategy):
        return []
    wanted = [state for state in states if state != Status.WITHDRAWN]
    # Those that were submitted by themselves have a case of their own.
    apart = Case.objects.open().filter(kind=RecordKind.PRIORITY).values("key")
    parts = record.priorities.filter(status__in=wanted).exclude(pk__in=apart)
    return list(parts.order_by("pk"))


def records_of(case: Case) -> list[Owned]:
    """The record of a case, and the priorities that were submitted with it."""
    record = record_of(case.kind, case.key)
    if record is None:
        return []
    if not case.outcome:
        return [record, *parts_of(record, (Status.SUBMITTED,))]
    if not isinstance(record, Strategy):
        return [record]
    # A file registers and submits new records in one act.
    submitted = Version.objects.filter(
        Q(act=Act.SUBMITTED) | Q(act=Act.IMPORTED, number=1, status=Status.SUBMITTED),
        kind=RecordKind.PRIORITY,
        at__range=(case.submitted_at, case.decided_at),
    )
    keys = submitted.values("key")
    parts = Priority.objects.filter(strategy=record, pk__in=keys)
    return [record, *parts.order_by("pk")]


def state_of(records: Sequence[Owned]) -> str:
    """The versions of these records: what a curator saw when the page was made."""
    return ".".join(f"{one.pk}-{one.version}" for one in records)


def people_of(record: Owned, *roles: str) -> "QuerySet[Any]":
    """Who acts for the organisation whose record this is; by default who may write."""
    people: Any = get_user_model()._default_manager
    wanted = roles or EDITING
    if isinstance(record, Cluster):
        return people.acting_for(*wanted, cluster=record)
    if isinstance(record, Facility) and record.cluster is not None:
        return people.acting_for(*wanted, cluster=record.cluster)
    return people.acting_for(*wanted, region=record.region_id)


def curators() -> "QuerySet[Any]":
    """Active curators, by name."""
    people = get_user_model()._default_manager.filter(is_staff=True, is_active=True)
    return people.order_by("name", "email")


def is_own(record: Owned, user: Any) -> bool:
    """Whether this person acts for the record's organisation, in any role."""
    return type(record).objects.owned_by(user).filter(pk=record.pk).exists()


def was_ever_public(record: Owned) -> bool:
    """Whether a curator, or the register itself, has once let everybody see it."""
    if record.status == Status.PUBLISHED:
        return True
    trail = Version.objects.of_record(record.record_kind, record.pk)
    return trail.filter(status=Status.PUBLISHED).exists()
