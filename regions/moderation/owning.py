"""What owners do with their records' states: submit together, take back, withdraw."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.web.errors import PortalError
from regions.editing.services import lock_record
from regions.models import Act, Case, Owned, Priority, RecordKind, Status, Strategy
from regions.moderation.leaving import take_out
from regions.moderation.services import (
    SUBMITTABLE,
    going_with,
    submit_record,
    take_back,
)


@transaction.atomic
def submit_waiting(*, strategy: Strategy, by: Any, note: str = "") -> int:
    """Hand to the curators what waits of a strategy; return how many records it were.

    A strategy that is not public takes its priorities with it; those of a public one
    go each as a case of its own.
    """
    strategy = lock_strategy(strategy)
    if strategy.status in SUBMITTABLE:
        count = 1 + len(going_with(strategy))
        submit_record(record=strategy, by=by, note=note)
        return count
    priorities = _waiting_in(strategy)
    if not priorities:
        raise PortalError(_("There is nothing to submit."))
    for priority in priorities:
        submit_record(record=priority, by=by, note=note)
    return len(priorities)


def to_be_submitted(record: Owned) -> list[Owned]:
    """The records that go to the curators if this one is submitted now."""
    if record.status in SUBMITTABLE:
        return [record, *going_with(record)]
    return list(_waiting_in(record)) if isinstance(record, Strategy) else []


def _waiting_in(strategy: Strategy) -> list[Priority]:
    waiting = strategy.priorities.filter(status__in=(Status.DRAFT, Status.RETURNED))
    return list(waiting.order_by("pk"))


def take_back_record(*, record: Owned, by: Any) -> Case:
    """Make what waits for a curator a draft again; a priority by itself or with all."""
    case = case_of(record)
    if case is None:
        raise PortalError(_("Nothing of this waits for a curator."))
    return take_back(case=case, by=by)


def case_of(record: Owned) -> Case | None:
    """The open case of the record, or that of the strategy that took it along."""
    open_cases = Case.objects.open()
    own = open_cases.about(record).first()
    if own is not None or record.status != Status.SUBMITTED:
        return own
    if isinstance(record, Priority):
        return open_cases.filter(
            kind=RecordKind.STRATEGY, key=record.strategy_id
        ).first()
    return own


@transaction.atomic
def withdraw_record(*, record: Owned, by: Any, reasons: str) -> int:
    """Take a record out of sight, a strategy with its public priorities; count them.

    Nothing is deleted: what is withdrawn can be edited and submitted again.
    """
    if not reasons.strip():
        raise PortalError(_("Say in a few words why."))
    record = _lock_to_leave(record)
    return len(take_out(record=record, act=Act.WITHDRAWN, by=by, note=reasons))


@transaction.atomic
def reject_record(*, record: Owned, by: Any, reasons: str) -> list[Owned]:
    """Withdraw a record that its owner says is wrong; the reasons are kept.

    A strategy takes its public priorities with it; return all that left.
    """
    if not reasons.strip():
        raise PortalError(_("Say in a few words what is wrong."))
    record = _lock_to_leave(record)
    return take_out(record=record, act=Act.REJECTED, by=by, note=reasons)


def _lock_to_leave(record: Owned) -> Owned:
    record = lock_record(record)
    if record.status == Status.SUBMITTED:
        raise PortalError(_("It waits for a curator. Take it back first."))
    return record


def lock_strategy(strategy: Strategy) -> Strategy:
    locked = lock_record(strategy)
    assert isinstance(locked, Strategy)
    return locked
