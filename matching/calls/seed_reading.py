"""Read and check the table of calls: every fault is named by its entry and field.

The table is JSON: `cast` names example partners, `calls` are the entries. A case names
partners of the cast, or takes one of it with changes: {"of": "Norte", "share": 0.2}.
`carried_rules` takes the rules of another entry, cases and all, marked as carried over.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from matching.calls.casework import composition_of
from matching.calls.models import Call, CallRule, Expected, RuleCase, Verification
from matching.calls.wording import word_error
from matching.composition import Rule, RuleError
from regions.models import Confidence

DATA_FILE = Path(__file__).resolve().parent / "data" / "calls.json"
LISTS = {"topics", "rules", "cases", "carried_rules"}
FACTS = {
    *("slug", "title", "programme", "identifier", "link", "summary", "opens"),
    *("closes", "closing_time", "themes", "budget_eur", "grant_min_eur"),
    *("grant_max_eur", "rate_min", "rate_max", "min_trl", "months_min"),
    *("months_max", "conditions", "source_name", "source_url", "source_date"),
    "verification",
}
RULE_FIELDS = {
    *("kind", "params", "source_url", "valid_from", "note", "verification", "cases"),
}
CASE_FIELDS = {"name", "partners", "project", "expected"}
Entry = Mapping[str, Any]


@dataclass
class SeedRule:
    """A rule that is not stored yet, with the cases beside it."""

    row: CallRule
    cases: list[RuleCase]


@dataclass
class SeedCall:
    """A call that is not stored yet, with all that belongs to it."""

    call: Call
    topics: frozenset[str]
    rules: list[SeedRule] = field(default_factory=list)
    cases: list[RuleCase] = field(default_factory=list)


def read_calls(path: Path = DATA_FILE) -> tuple[list[SeedCall], list[str]]:
    """The calls of the file, and what is wrong with it."""
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return [], [f"{path.name}: not a readable table ({error})"]
    if not isinstance(table, dict) or not isinstance(table.get("calls"), list):
        return [], [f"{path.name}: there is no list of calls"]
    reader = _Reader(path.name, table.get("cast", {}), table["calls"])
    return reader.read(), reader.faults


class _Reader:
    """One reading; faults are collected, so that all are told at once."""

    def __init__(self, name: str, cast: Entry, entries: list[Any]) -> None:
        self.name, self.cast = name, cast
        self.entries, self.faults = entries, list[str]()
        self.by_slug = {
            one.get("slug"): one for one in entries if isinstance(one, dict)
        }

    def read(self) -> list[SeedCall]:
        found = []
        for number, entry in enumerate(self.entries, start=1):
            if not isinstance(entry, dict) or not isinstance(entry.get("slug"), str):
                self.report(f"entry {number}", "slug", "a call needs one")
                continue
            found.append(self.call(entry))
        if len(self.by_slug) < len(self.entries) and not self.faults:
            self.faults.append(f"{self.name}: two calls have the same slug")
        return found

    def report(self, place: str, name: str, problem: str) -> None:
        self.faults.append(f"{self.name}, {place}, {name}: {problem}")

    def call(self, entry: Entry) -> SeedCall:
        place = f"call {entry['slug']}"
        self.refuse_others(place, entry, FACTS | LISTS)
        facts = {name: value for name, value in entry.items() if name in FACTS}
        call = Call(**facts, is_published=True)
        is_read = call.verification != Verification.RECALLED
        call.confidence = Confidence.READ if is_read else Confidence.RECALLED
        self.clean(place, call, ["confirmed_by", "edited_by"])
        found = SeedCall(call, frozenset(entry.get("topics", ())))
        for number, one in enumerate(self.rules_of(entry, place), start=1):
            found.rules.append(self.rule(f"{place}, rule {number}", one, call))
        for number, one in enumerate(entry.get("cases", ()), start=1):
            found.cases.append(self.case(f"{place}, case {number}", one))
        return found

    def rules_of(self, entry: Entry, place: str) -> Iterator[Entry]:
        """Its own rules, and those that it takes from another call."""
        yield from entry.get("rules", ())
        carried = entry.get("carried_rules")
        if carried is None:
            return
        other = self.by_slug.get(carried.get("from"))
        if other is None:
            self.report(place, "carried_rules", "there is no such call")
            return
        same = {key: value for key, value in carried.items() if key != "from"}
        same["verification"] = Verification.CARRIED.value
        for rule in other.get("rules", ()):
            yield {"source_url": other.get("source_url", ""), **rule, **same}

    def rule(self, place: str, entry: Entry, call: Call) -> SeedRule:
        self.refuse_others(place, entry, RULE_FIELDS)
        told = {"source_url": call.source_url, "verification": call.verification}
        told |= {name: entry[name] for name in RULE_FIELDS if name in entry}
        cases = told.pop("cases", ())
        row = CallRule(**told)
        try:
            row.params = Rule.read(row.kind, row.params).to_json()["params"]
        except RuleError as error:
            self.report(place, error.field or "params", word_error(error))
        self.clean(place, row, ["call"])
        return SeedRule(
            row,
            [
                self.case(f"{place}, case {number}", one)
                for number, one in enumerate(cases, start=1)
            ],
        )

    def case(self, place: str, entry: Entry) -> RuleCase:
        self.refuse_others(place, entry, CASE_FIELDS)
        case = RuleCase(
            name=entry.get("name", ""),
            partners=[self.partner(place, one) for one in entry.get("partners", ())],
            project=dict(entry.get("project", {})),
            expected=entry.get("expected", ""),
        )
        if case.expected not in Expected.values:
            self.report(place, "expected", "met, unmet or unknown")
        try:
            composition_of(case.partners, case.project)
        except RuleError as error:
            self.report(place, error.field or "partners", word_error(error))
        self.clean(place, case, ["call", "rule", "expected"])
        return case

    def partner(self, place: str, said: Any) -> dict[str, Any]:
        own = {"of": said} if isinstance(said, str) else dict(said)
        name = own.pop("of", None)
        if name is None:
            return own
        if name not in self.cast:
            self.report(place, "partners", f"nobody in the cast is called {name!r}")
        return {"key": name, **self.cast.get(name, {}), **own}

    def clean(self, place: str, record: Any, exclude: list[str]) -> None:
        try:
            record.full_clean(exclude=exclude, validate_unique=False)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                for message in messages:
                    self.report(place, name, message)

    def refuse_others(self, place: str, entry: Entry, known: set[str]) -> None:
        for name in sorted(entry.keys() - known):
            self.report(place, name, "there is no such field")
