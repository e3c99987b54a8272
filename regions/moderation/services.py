"""Submitting a record, and a curator's decisions about it.

A new record is checked by a curator before anybody else sees it. Changes of a published
one are seen at once; curators find them in the list of changes.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.web.errors import PortalError
from regions.editing.services import lock_record, record_of, set_status
from regions.models import Act, Case, Outcome, Owned, Status, Strategy

SUBMITTABLE = (Status.DRAFT, Status.RETURNED, Status.WITHDRAWN)
_OUTCOMES = {
    Outcome.PUBLISHED: (Status.PUBLISHED, Act.PUBLISHED),
    Outcome.RETURNED: (Status.RETURNED, Act.RETURNED),
    Outcome.WITHDRAWN: (Status.WITHDRAWN, Act.WITHDRAWN),
    Outcome.TAKEN_BACK: (Status.DRAFT, Act.CHANGED),
}


@transaction.atomic
def submit_record(*, record: Owned, by: Any, note: str = "") -> Case:
    """Hand a draft, or what was returned or withdrawn, to the curators.

    A strategy takes its own drafts of priorities with it, under the same case.
    """
    record = lock_record(record)
    if record.status not in SUBMITTABLE:
        raise PortalError(
            _("“%(record)s” is %(status)s and cannot be submitted.")
            % {"record": record, "status": record.get_status_display()}
        )
    case = Case(
        kind=record.record_kind,
        key=record.pk,
        title=str(record),
        region_id=record.region_id,
        submitted_by=by,
    )
    case.full_clean()
    case.save(force_insert=True)
    for one in [record, *_parts(record, SUBMITTABLE)]:
        _move(one, Status.SUBMITTED, Act.SUBMITTED, by, note)
    return case


@transaction.atomic
def decide_case(*, case: Case, outcome: str, reasons: str, by: Any) -> Case:
    """Publish, return or withdraw what was submitted, and say why to its owner.

    Only publishing needs no reasons. A decided case cannot be decided again.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if case.outcome:
        raise PortalError(_("This case is already decided."))
    if outcome in (Outcome.RETURNED, Outcome.WITHDRAWN) and not reasons.strip():
        raise PortalError(_("Give the reasons: the owner reads them."))
    record = record_of(case.kind, case.key)
    if record is None:
        raise PortalError(_("The record of this case is gone."))
    status, act = _OUTCOMES[Outcome(outcome)]
    for one in [record, *_parts(record, (Status.SUBMITTED,))]:
        _move(one, status, act, by, reasons)
    case.outcome, case.reasons = outcome, reasons
    case.decided_by, case.decided_at = by, timezone.now()
    case.full_clean()
    case.save()
    return case


def take_back(*, case: Case, by: Any) -> Case:
    """Make a submitted record a draft again, by its owner."""
    return decide_case(case=case, outcome=Outcome.TAKEN_BACK, reasons="", by=by)


def _parts(record: Owned, states: tuple[str, ...]) -> list[Owned]:
    """The priorities of a strategy that go with it: never one that was withdrawn."""
    if not isinstance(record, Strategy):
        return []
    wanted = [state for state in states if state != Status.WITHDRAWN]
    return list(record.priorities.filter(status__in=wanted).order_by("pk"))


def _move(record: Owned, status: str, act: Act, by: Any, note: str) -> None:
    set_status(record=record, status=status, act=act, by=by, note=note)
