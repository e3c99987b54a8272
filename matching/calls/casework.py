"""Test cases of a call, checked: do its rules say what the people who wrote them meant?

A case beside a rule asks that rule alone; a case of the call asks all of them: one that
is not met makes the whole not met, else one that is not known makes it not known.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from matching.calls.models import Call, CallRule, Expected, RuleCase
from matching.calls.wording import word_error, word_finding, word_rule
from matching.calls.wording_parts import sharing_words
from matching.composition import (
    Composition,
    Finding,
    Rule,
    RuleError,
    check,
    read_composition,
)
from matching.composition import Status as FindingStatus


@dataclass(frozen=True)
class CheckedCase:
    """A case and what came out; `fault` says why it could not be asked."""

    case: RuleCase
    got: str = ""
    findings: tuple[Finding, ...] = ()
    fault: str = ""
    sentences: tuple[str, ...] = ()

    @property
    def passes(self) -> bool:
        return self.got == self.case.expected

    @property
    def got_word(self) -> str:
        return str(Expected(self.got).label) if self.got else ""


@dataclass(frozen=True)
class CheckedRule:
    """A rule with its sentence and the cases beside it; without a rule where its
    parameters cannot be read, and `fault` says why."""

    row: CallRule
    rule: Rule | None
    sentence: str
    fault: str = ""
    cases: list[CheckedCase] = field(default_factory=list)


@dataclass(frozen=True)
class Checked:
    """All rules of a call in their order, and the cases of all of them together."""

    rules: list[CheckedRule]
    cases: list[CheckedCase]

    @property
    def all_cases(self) -> list[CheckedCase]:
        return [*(case for one in self.rules for case in one.cases), *self.cases]

    @property
    def untested(self) -> list[CheckedRule]:
        """Rules without a case that is met and one that is not."""
        wanted = {Expected.MET, Expected.UNMET}
        return [
            one
            for one in self.rules
            if not wanted <= {case.case.expected for case in one.cases}
        ]


def composition_of(
    partners: Sequence[Mapping[str, Any]], project: Mapping[str, Any]
) -> Composition:
    """The composition of a case; RuleError names the row and field that is wrong."""
    return read_composition({**project, "partners": list(partners)})


def rules_of(call: Call) -> list[Rule]:
    """The rules of a call as composition knows them, in their order.

    RuleError if one of them cannot be read, which no page lets anybody store.
    """
    return [Rule.read(row.kind, row.params) for row in call.rules.all()]


def checked_rules(call: Call) -> Checked:
    """All rules and cases of a call, checked anew; two queries, and one for names."""
    with sharing_words():
        return _all_checked(call)


def _all_checked(call: Call) -> Checked:
    rows, cases = list(call.rules.all()), list(call.cases.all())
    read = [_read(row) for row in rows]
    beside: dict[int | None, list[RuleCase]] = {}
    for case in cases:
        beside.setdefault(case.rule_id, []).append(case)
    rules = [
        CheckedRule(
            row,
            rule,
            word_rule(rule) if rule else row.kind,
            fault,
            [_checked(case, [rule]) for case in beside.get(row.pk, [])],
        )
        for row, (rule, fault) in zip(rows, read, strict=True)
    ]
    all_of_them = [rule for rule, _fault in read]
    whole = [_checked(case, all_of_them) for case in beside.get(None, [])]
    return Checked(rules, whole)


def failing(checked: Checked) -> list[CheckedCase]:
    """The cases that do not come out as expected."""
    return [one for one in checked.all_cases if not one.passes]


def sentence_of(row: CallRule) -> str:
    """The rule as a sentence; its kind where it cannot be read."""
    rule, _fault = _read(row)
    return word_rule(rule) if rule else row.kind


def _read(row: CallRule) -> tuple[Rule | None, str]:
    try:
        return Rule.read(row.kind, row.params), ""
    except RuleError as error:
        return None, word_error(error)


def _checked(case: RuleCase, rules: Iterable[Rule | None]) -> CheckedCase:
    readable = [rule for rule in rules if rule is not None]
    try:
        composition = composition_of(case.partners, case.project)
    except RuleError as error:
        return CheckedCase(case, fault=word_error(error))
    findings = tuple(check(readable, composition))
    got = _together(findings)
    return CheckedCase(case, got, findings, sentences=_telling(got, findings))


def _telling(got: str, findings: Sequence[Finding]) -> tuple[str, ...]:
    """What was found, as far as it explains the result."""
    if got == Expected.MET and len(findings) > 1:
        return ()
    telling = [one for one in findings if one.status == got]
    return tuple(dict.fromkeys(map(word_finding, telling)))


def _together(findings: Sequence[Finding]) -> str:
    found = {one.status for one in findings}
    if not found:
        return ""
    for status in (FindingStatus.UNMET, FindingStatus.UNKNOWN):
        if status in found:
            return status.value
    return FindingStatus.MET.value
