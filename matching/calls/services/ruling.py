"""Rules of a call: added, changed, moved and removed by curators."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from matching.calls.models import Call, CallRule, Change, Verification
from matching.calls.services.locking import lock_call, note_change
from matching.composition import Rule
from portal.accounts.models import User
from portal.web.errors import Conflict, PortalError

MOST_RULES = 40


@dataclass(frozen=True)
class RuleSaid:
    """A rule as a curator says it; the parameters are what composition reads."""

    kind: str
    params: Mapping[str, Any]
    source_url: str = ""
    valid_from: datetime.date | None = None
    note: str = ""
    verification: str = Verification.RECALLED


@transaction.atomic
def add_rule(*, by: User, call: Call, said: RuleSaid) -> CallRule:
    """Add a rule at the end; RuleError if its parameters cannot be read.

    A rule that the call has already is not added a second time.
    """
    found = lock_call(by=by, call=call)
    row = _filled(CallRule(call=found), said)
    for present in found.rules.filter(kind=row.kind):
        if present.params == row.params:
            return present
    if found.rules.count() >= MOST_RULES:
        raise PortalError(_("A call has at most %(n)d rules.") % {"n": MOST_RULES})
    last = found.rules.aggregate(last=Max("position"))["last"]
    row.position = 0 if last is None else last + 1
    row.save()
    _note(by, found, {"added": summary_of(row)})
    return row


@transaction.atomic
def change_rule(*, by: User, rule: CallRule, said: RuleSaid, revision: int) -> CallRule:
    """Change a rule of a call that nobody has changed since this revision."""
    found = lock_call(by=by, call=rule.call, revision=revision)
    row = _present(found, rule)
    before, mark = summary_of(row), _all_of(row)
    _filled(row, said)
    if _all_of(row) == mark:
        return row
    row.save()
    _note(by, found, {"before": before, "after": summary_of(row)})
    return row


@transaction.atomic
def move_rule(*, by: User, rule: CallRule, up: bool) -> None:
    """Change places with the rule before it, or the one after it."""
    found = lock_call(by=by, call=rule.call)
    rows = list(found.rules.all())
    place = next((n for n, one in enumerate(rows) if one.pk == rule.pk), None)
    other = None if place is None else place + (-1 if up else 1)
    if place is None or other is None or not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for number, one in enumerate(rows):
        one.position = number
    CallRule.objects.bulk_update(rows, ["position"])
    _note(by, found, {"moved": summary_of(rule)})


@transaction.atomic
def remove_rule(*, by: User, rule: CallRule) -> None:
    """Take a rule away, with the cases beside it; gone already, nothing happens."""
    found = lock_call(by=by, call=rule.call)
    row = found.rules.filter(pk=rule.pk).first()
    if row is None:
        return
    _note(by, found, {"removed": summary_of(row), "cases": row.cases.count()})
    row.delete()


def summary_of(row: CallRule) -> dict[str, Any]:
    """A rule as the trail keeps it."""
    return {"kind": row.kind, "params": row.params, "source": row.source_url}


def _present(call: Call, rule: CallRule) -> CallRule:
    row = call.rules.filter(pk=rule.pk).first()
    if row is None:
        raise Conflict(_("This rule is gone."))
    return row


def _filled(row: CallRule, said: RuleSaid) -> CallRule:
    read = Rule.read(said.kind, dict(said.params)).to_json()
    row.kind, row.params = read["kind"], read["params"]
    row.source_url, row.valid_from = said.source_url.strip(), said.valid_from
    row.note, row.verification = said.note.strip(), said.verification
    row.full_clean(exclude=["call"])
    return row


def _all_of(row: CallRule) -> tuple[Any, ...]:
    said = (row.source_url, row.valid_from, row.note, row.verification)
    return (row.kind, row.params, *said)


def _note(by: User, call: Call, details: dict[str, Any]) -> None:
    note_change(by=by, call=call, change=Change.RULES, details=details)
