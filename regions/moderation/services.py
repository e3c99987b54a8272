"""Submitting a record, and a curator's decisions about it.

A new record is checked by a curator before anybody else sees it. Changes of a published
one are seen at once; curators find them in the list of changes.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.web.errors import Conflict, PortalError
from regions.editing import writing
from regions.editing.services import lock_record, record_of, set_status
from regions.models import (
    Act,
    Case,
    CaseMessage,
    OldAddress,
    Outcome,
    Owned,
    RecordKind,
    Status,
)
from regions.moderation.hindrances import author_of, why_not_decided
from regions.moderation.leaving import (
    end_cases,
    leaving_with,
    left_together,
    lock_home,
)
from regions.moderation.mails import tell_decision, tell_message
from regions.moderation.records import parts_of, state_of
from regions.moderation.verdicts import Verdict

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

    A strategy takes its own drafts of priorities with it, under the same case, and
    those that were withdrawn together with it. A question that a curator has asked
    about the record becomes the case in which it is decided.
    """
    record = lock_record(record)
    if record.status not in SUBMITTABLE:
        raise PortalError(
            _("“%(record)s” is %(status)s and cannot be submitted.")
            % {"record": record, "status": record.get_status_display()}
        )
    if OldAddress.objects.filter(kind=record.record_kind, slug=record.slug).exists():
        raise PortalError(
            _("“%(record)s” was merged into another record. Change that one.")
            % {"record": record}
        )
    parts = going_with(record)
    case = _joined(record, by) or _opened(record, by)
    for one in [record, *parts]:
        _move(one, Status.SUBMITTED, Act.SUBMITTED, by, note)
    return case


def going_with(record: Owned) -> list[Owned]:
    """The priorities that are submitted together with their strategy."""
    return [*parts_of(record, SUBMITTABLE), *left_together(record)]


def _joined(record: Owned, by: Any) -> Case | None:
    """The open case about the record, from now on with what this person submits."""
    case = _open_cases(record).first()
    if case is not None:
        case.submitted_by, case.submitted_at = by, timezone.now()
        case.full_clean()
        case.save()
    return case


def _opened(record: Owned, by: Any) -> Case:
    case = Case(
        kind=record.record_kind,
        key=record.pk,
        title=str(record)[:250],
        region_id=record.region_id,
        submitted_by=by,
    )
    case.full_clean()
    case.save(force_insert=True)
    return case


@transaction.atomic
def decide_case(
    *,
    case: Case,
    outcome: str,
    reasons: str,
    by: Any,
    rule: str = "",
    seen: str = "",
    verdicts: Sequence[Verdict] = (),
) -> Case:
    """Publish, return or withdraw what was submitted, and say why to its owner.

    Only publishing needs no reasons. A decided case cannot be decided again. `seen` is
    `state_of` the records that the curator read: if they have changed since, nothing is
    decided. `verdicts` say of a strategy's priorities which is fine and what is to be
    changed in which; all of them are published or returned together.
    """
    case = lock_case(case)
    if outcome in (Outcome.RETURNED, Outcome.WITHDRAWN) and not reasons.strip():
        raise PortalError(_("Give the reasons: the owner reads them."))
    record = record_of(case.kind, case.key)
    if record is None:
        raise PortalError(_("The record of this case is gone."))
    lock_home(record)
    record = lock_record(record)
    records = [record, *parts_of(record, (Status.SUBMITTED,))]
    if seen and seen != state_of(records):
        raise Conflict(
            _("The record has been changed since you opened this page. Read it again.")
        )
    if refusal := why_not_decided(case, record, outcome, by):
        raise PortalError(refusal)
    verdicts = _verdicts_on(records[1:], verdicts, outcome)
    own_words = {one["key"]: one["words"] for one in verdicts}
    leaving = leaving_with(record, outcome)
    end_cases(leaving, outcome=outcome, reasons=reasons, by=by, rule=rule)
    status, act = _OUTCOMES[Outcome(outcome)]
    at = timezone.now()
    for one in [*records, *leaving]:
        if one.status != status:
            is_part = one.record_kind == RecordKind.PRIORITY
            note = (is_part and own_words.get(one.pk)) or reasons
            _move(one, status, act, by, note, at)
    case.outcome, case.reasons, case.rule = outcome, reasons, rule
    case.verdicts = verdicts
    case.decided_by, case.decided_at = by, timezone.now()
    case.full_clean()
    case.save()
    tell_decision(case, record)
    return case


def _verdicts_on(
    parts: Sequence[Owned], verdicts: Sequence[Verdict], outcome: str
) -> list[Verdict]:
    """Those about priorities of the case, with their titles; none of what is published.

    What is to be changed cannot be published: it goes with its strategy.
    """
    given = {one["key"]: one for one in verdicts}
    found = [
        Verdict(
            key=part.pk,
            title=str(part),
            is_fine=given[part.pk]["is_fine"],
            words="" if given[part.pk]["is_fine"] else given[part.pk]["words"].strip(),
        )
        for part in parts
        if part.pk in given
    ]
    if any(not (one["is_fine"] or one["words"]) for one in found):
        raise PortalError(_("Say in a sentence what is to be changed in a priority."))
    if outcome != Outcome.PUBLISHED:
        return found
    if not all(one["is_fine"] for one in found):
        raise PortalError(
            _(
                "A priority is to be changed, and a strategy is published with all of "
                "them. Return it, or mark every priority as fine."
            )
        )
    return []


def take_back(*, case: Case, by: Any) -> Case:
    """Make a submitted record a draft again, by its owner."""
    return decide_case(case=case, outcome=Outcome.TAKEN_BACK, reasons="", by=by)


@transaction.atomic
def assign_case(*, case: Case, to: Any, seen: int | None) -> Case:
    """Give an open case to a curator, or to nobody (None).

    `seen` is the key of whom the page named: if somebody else has it by now, that
    stands, and whoever came second is told.
    """
    case = lock_case(case)
    if case.assigned_to_id not in (seen, to.pk if to else None):
        who = case.assigned_to or _("nobody")
        raise Conflict(_("Meanwhile this case was assigned to %(who)s.") % {"who": who})
    if to is not None and not (to.is_staff and to.is_active):
        raise PortalError(_("Cases are assigned to curators only."))
    case.assigned_to = to
    case.assigned_at = timezone.now() if to else None
    case.full_clean()
    case.save()
    return case


@transaction.atomic
def write_message(*, case: Case, text: str, by: Any, is_curator: bool) -> CaseMessage:
    """Write to the other side about a case, also after it was decided."""
    case = Case.objects.select_related("assigned_to", "decided_by").get(pk=case.pk)
    message = CaseMessage(case=case, by=by, is_curator=is_curator, text=text.strip())
    if not message.text:
        raise PortalError(_("Write a message first."))
    message.full_clean()
    message.save(force_insert=True)
    tell_message(message, record_of(case.kind, case.key))
    return message


@transaction.atomic
def ask_back(*, record: Owned, text: str, by: Any) -> Case:
    """Ask the owner about a published record; it stays as it is until it is decided.

    The question joins the open case of the record, if there is one.
    """
    record = lock_record(record)
    if record.status != Status.PUBLISHED:
        raise PortalError(
            _("“%(record)s” is not public. Write to its owner in its case.")
            % {"record": record}
        )
    case = _open_case(record, by)
    if case.assigned_to_id is None:
        case.assigned_to, case.assigned_at = by, timezone.now()
        case.save()
    write_message(case=case, text=text, by=by, is_curator=True)
    return case


@transaction.atomic
def withdraw_record(
    *, record: Owned, reasons: str, by: Any, rule: str = "", seen: str = ""
) -> Case:
    """Take a published record from view, with a statement of reasons for its owner."""
    record = lock_record(record)
    if record.status == Status.WITHDRAWN:
        raise Conflict(_("“%(record)s” is withdrawn already.") % {"record": record})
    return decide_case(
        case=_open_case(record, by),
        outcome=Outcome.WITHDRAWN,
        reasons=reasons,
        by=by,
        rule=rule,
        seen=seen,
    )


def _open_case(record: Owned, by: Any) -> Case:
    """The record's open case, or a new one that a curator has opened."""
    case = _open_cases(record).first()
    if case is None:
        writing.remember_origin(record)
        case = _opened(record, by)
    return case


def _open_cases(record: Owned) -> "QuerySet[Case]":
    rows = Case.objects.open().about(record)
    return rows.select_for_update(of=("self",))


@transaction.atomic
def take_up_again(*, case: Case, by: Any) -> Case:
    """Open a new case for what was returned or withdrawn, after its owner's answer."""
    record = record_of(case.kind, case.key)
    if record is None:
        raise PortalError(_("The record of this case is gone."))
    author = author_of(case)
    renewed = submit_record(record=record, by=by)
    renewed.submitted_by = author
    renewed.assigned_to, renewed.assigned_at = by, timezone.now()
    renewed.save()
    return renewed


def lock_case(case: Case) -> Case:
    """The case as it is now, locked until the transaction ends; it must be open."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if case.outcome:
        raise Conflict(_("This case is already decided."))
    return case


def _move(
    record: Owned,
    status: str,
    act: Act,
    by: Any,
    note: str,
    at: datetime | None = None,
) -> None:
    set_status(record=record, status=status, act=act, by=by, note=note, at=at)
