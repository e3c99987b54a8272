"""What goes with a record that leaves the register, and comes back with it."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from regions.editing.services import lock_record, set_status
from regions.models import (
    Act,
    Case,
    Outcome,
    Owned,
    Priority,
    RecordKind,
    Status,
    Strategy,
    Version,
)
from regions.moderation.mails import tell_decision

LEAVING_ACTS = (Act.WITHDRAWN, Act.REJECTED)


def public_parts(record: Owned) -> list[Owned]:
    """The public priorities of a strategy: none stays public without it."""
    if not isinstance(record, Strategy):
        return []
    return list(record.priorities.published().order_by("pk"))


def waiting_apart(record: Owned) -> list[Owned]:
    """Priorities of a strategy that wait for a curator in cases of their own."""
    if not isinstance(record, Strategy):
        return []
    own = Case.objects.open().filter(kind=RecordKind.PRIORITY).values("key")
    found = record.priorities.filter(status=Status.SUBMITTED, pk__in=own)
    return list(found.order_by("pk"))


def leaving_with(record: Owned, outcome: str) -> list[Owned]:
    """What goes with a strategy that a curator withdraws or returns.

    Public priorities in both cases; those that wait in cases of their own stay there
    when it is returned, and are decided once it is public.
    """
    if outcome == Outcome.WITHDRAWN:
        return [*public_parts(record), *waiting_apart(record)]
    return public_parts(record) if outcome == Outcome.RETURNED else []


def left_together(record: Owned) -> list[Owned]:
    """The priorities that left in the same act as their strategy, and not since."""
    if not isinstance(record, Strategy) or record.status != Status.WITHDRAWN:
        return []
    acts = Version.objects.filter(act__in=LEAVING_ACTS).order_by("number")
    own = acts.filter(kind=RecordKind.STRATEGY, key=record.pk).last()
    if own is None:
        return []
    gone = record.priorities.filter(status=Status.WITHDRAWN).not_merged()
    trail = acts.filter(kind=RecordKind.PRIORITY, key__in=gone.values("pk"))
    last_left = dict(trail.values_list("key", "at"))
    together = [key for key, at in last_left.items() if at == own.at]
    return list(gone.filter(pk__in=together).order_by("pk"))


def take_out(*, record: Owned, act: Act, by: Any, note: str) -> list[Owned]:
    """Take a locked record from view for its owner, with its public priorities.

    Return all that left. Open cases about them end; priorities that waited for a
    curator are drafts again. To be called in a transaction.
    """
    waiting = waiting_apart(record)
    leaving = [*public_parts(record), record]
    end_cases([*leaving, *waiting], outcome=Outcome.TAKEN_BACK, reasons="", by=by)
    at = timezone.now()
    for one in waiting:
        set_status(record=one, status=Status.DRAFT, act=Act.CHANGED, by=by, note=note)
    return [
        set_status(
            record=one, status=Status.WITHDRAWN, act=act, by=by, note=note, at=at
        )
        for one in leaving
    ]


def end_cases(
    records: Sequence[Owned], *, outcome: str, reasons: str, by: Any, rule: str = ""
) -> None:
    """Decide the open cases of these records, and tell their owners."""
    for record in records:
        cases = Case.objects.open().about(record)
        for case in cases.select_for_update(of=("self",)):
            case.outcome, case.reasons, case.rule = outcome, reasons, rule
            case.decided_by, case.decided_at = by, timezone.now()
            case.full_clean()
            case.save()
            tell_decision(case, record)


def lock_home(record: Owned) -> Strategy | None:
    """The strategy of a priority as it is now, locked; None for other records."""
    if not isinstance(record, Priority):
        return None
    home = lock_record(record.strategy)
    assert isinstance(home, Strategy)
    return home
