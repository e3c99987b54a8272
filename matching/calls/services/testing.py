"""Test cases of a call: added, changed and removed by curators."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from matching.calls.casework import composition_of
from matching.calls.models import Call, CallRule, Change, Expected, RuleCase
from matching.calls.services.locking import lock_call, note_change
from portal.accounts.models import User
from portal.web.errors import Conflict, PortalError

MOST_CASES = 120


@dataclass(frozen=True)
class CaseSaid:
    """A test case as a curator says it; see `casework` for partners and project."""

    name: str
    expected: str
    partners: Sequence[Mapping[str, Any]] = ()
    project: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def add_case(
    *, by: User, call: Call, said: CaseSaid, rule: CallRule | None = None
) -> RuleCase:
    """Add a case beside a rule, or one for all rules of the call.

    A case that says just the same is not added a second time.
    """
    found = lock_call(by=by, call=call)
    if rule is not None and not found.rules.filter(pk=rule.pk).exists():
        raise Conflict(_("This rule is gone."))
    case = _filled(RuleCase(call=found, rule=rule), said)
    for present in found.cases.filter(rule=rule, name=case.name):
        if _all_of(present) == _all_of(case):
            return present
    if found.cases.count() >= MOST_CASES:
        text = _("A call has at most %(n)d test cases.")
        raise PortalError(text % {"n": MOST_CASES})
    last = found.cases.aggregate(last=Max("position"))["last"]
    case.position = 0 if last is None else last + 1
    case.save()
    _note(by, found, {"added": case.name})
    return case


@transaction.atomic
def change_case(*, by: User, case: RuleCase, said: CaseSaid, revision: int) -> RuleCase:
    """Change a case of a call that nobody has changed since this revision."""
    found = lock_call(by=by, call=case.call, revision=revision)
    row = found.cases.filter(pk=case.pk).first()
    if row is None:
        raise Conflict(_("This test case is gone."))
    before = _all_of(row)
    _filled(row, said)
    if _all_of(row) == before:
        return row
    row.save()
    _note(by, found, {"changed": row.name})
    return row


@transaction.atomic
def remove_case(*, by: User, case: RuleCase) -> None:
    """Take a case away; gone already, nothing happens."""
    found = lock_call(by=by, call=case.call)
    row = found.cases.filter(pk=case.pk).first()
    if row is not None:
        _note(by, found, {"removed": row.name})
        row.delete()


def _filled(case: RuleCase, said: CaseSaid) -> RuleCase:
    """Put it into the case; RuleError if the composition cannot be read."""
    case.name, case.expected = said.name.strip(), Expected(said.expected).value
    case.partners = [dict(row) for row in said.partners]
    case.project = dict(said.project)
    composition_of(case.partners, case.project)
    case.full_clean(exclude=["call", "rule"])
    return case


def _all_of(case: RuleCase) -> tuple[Any, ...]:
    return (case.name, case.expected, case.partners, case.project)


def _note(by: User, call: Call, details: dict[str, Any]) -> None:
    note_change(by=by, call=call, change=Change.CASES, details=details)
