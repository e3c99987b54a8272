"""The entry conditions: what a partnership needs, and whether it has it.

What is needed stands in a table with its source. A condition that nobody has said
anything about is not known, which is never met. `facts` is JSON, from which
`wording.py` makes the sentences, so that a proposal keeps them as they stood.
"""

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.models import Q

from matching.commitments.steps import Step
from matching.partnerships.choices import MemberRole, MemberState
from matching.partnerships.models import Partnership, PartnershipMember, Pledge
from regions.models import Priority
from regions.queries.vocabulary import Vocabulary, vocabulary

TABLE = Path(__file__).parent / "data" / "conditions.csv"
YEAR = 365
NUTS2_LENGTH = 4


class Finding(StrEnum):
    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"
    # Shown to whoever judges; nobody has set a number.
    SHOWN = "shown"


@dataclass(frozen=True)
class Rule:
    """What is asked for, and where that was read."""

    code: str
    is_required: bool
    value: int
    source_name: str
    source_url: str
    verification: str


@dataclass(frozen=True)
class Condition:
    """One rule as it stands for one partnership."""

    rule: Rule
    finding: Finding
    facts: Mapping[str, Any]

    @property
    def is_missing(self) -> bool:
        """Whether an expression of interest cannot be submitted for it."""
        return self.rule.is_required and self.finding == Finding.UNMET

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.rule.code,
            "finding": str(self.finding),
            "facts": dict(self.facts),
        }


@lru_cache(maxsize=1)
def rules() -> dict[str, Rule]:
    """The entry conditions by code, in the order of their table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: _rule(row) for row in csv.DictReader(file)}


def _rule(row: Mapping[str, str]) -> Rule:
    return Rule(
        row["code"],
        row["is_required"] == "1",
        int(row["value"] or 0),
        row["source_name"],
        row["source_url"],
        row["verification"],
    )


def read_conditions(rows: Sequence[Mapping[str, Any]]) -> list[Condition]:
    """Conditions as a proposal has kept them; a rule of before is left out."""
    return [
        Condition(rules()[row["code"]], Finding(row["finding"]), row["facts"])
        for row in rows
        if row["code"] in rules()
    ]


def check_conditions(partnership: Partnership) -> list[Condition]:
    """How a partnership stands now; five queries."""
    seats = list(
        partnership.members.present()
        .filter(profile__status="published")
        .exclude(role=MemberRole.OBSERVER)
        .select_related("region", "profile")
    )
    active = [one for one in seats if one.state == MemberState.ACTIVE]
    waiting = [one for one in seats if one.state == MemberState.INVITED]
    leads = [one for one in active if one.role == MemberRole.LEAD]
    checks = {
        "regions": lambda rule: _regions(rule, active, waiting),
        "member_states": lambda rule: _member_states(rule, active, waiting),
        "strategies": lambda rule: _strategies(partnership, leads),
        "letters": lambda rule: _letters(rule, leads),
        "leads": lambda rule: _leads(rule, leads),
        "balance": lambda rule: _balance(active),
    }
    return [
        Condition(rule, *checks[code](rule))
        for code, rule in rules().items()
        if code in checks
    ]


Checked = tuple[Finding, dict[str, Any]]
Seats = Sequence[PartnershipMember]


def unit_of(code: str) -> str:
    """The region of a rule: level 2; what is larger counts as itself."""
    return code[:NUTS2_LENGTH]


def _enough(have: int, need: int) -> Finding:
    return Finding.MET if have >= need else Finding.UNMET


def _regions(rule: Rule, active: Seats, waiting: Seats) -> Checked:
    have = {unit_of(one.region_id) for one in active if one.region.in_eu}
    more = {unit_of(one.region_id) for one in waiting if one.region.in_eu} - have
    facts = {"have": len(have), "need": rule.value, "invited": len(more)}
    return _enough(len(have), rule.value), facts


def _member_states(rule: Rule, active: Seats, waiting: Seats) -> Checked:
    have = {one.region.country for one in active if one.region.in_eu}
    more = {one.region.country for one in waiting if one.region.in_eu} - have
    facts = {
        "have": len(have),
        "need": rule.value,
        "invited": len(more),
        "countries": sorted(have),
    }
    return _enough(len(have), rule.value), facts


def _leads(rule: Rule, leads: Seats) -> Checked:
    facts = {"have": len(leads), "need": rule.value}
    return _enough(len(leads), rule.value), facts


def _letters(rule: Rule, leads: Seats) -> Checked:
    if not leads:
        return Finding.UNKNOWN, {"have": 0, "need": 0, "years": rule.value}
    pledges = Pledge.objects.valid().without_files().filter(member__in=leads)
    firm = {
        one.member_id
        for one in pledges.filter(step__gte=Step.LETTER)
        if (one.valid_until - one.valid_from).days >= rule.value * YEAR
    }
    without = [_named(one) for one in leads if one.pk not in firm]
    facts = {
        "have": len(leads) - len(without),
        "need": len(leads),
        "years": rule.value,
        "without": without,
    }
    return _enough(len(firm), len(leads)), facts


def _named(one: PartnershipMember) -> str:
    """Its name with the region: priorities of two regions often share a title."""
    return f"{one.label} ({one.region.label})"


def _balance(active: Seats) -> Checked:
    """Categories and countries; the sources name no number."""
    categories = Counter(one.region.cohesion_category for one in active)
    outermost = sum(one.region.is_outermost for one in active)
    facts = {
        "categories": {key: n for key, n in sorted(categories.items()) if key},
        "outermost": outermost,
        "countries": len({one.region.country for one in active}),
    }
    return (Finding.SHOWN if active else Finding.UNKNOWN), facts


def _strategies(partnership: Partnership, leads: Seats) -> Checked:
    """Whether the strategy of each lead's region has a priority on the theme."""
    words = vocabulary()
    wanted = _around({one.pk for one in partnership.topics.all()}, words)
    if not leads or not wanted:
        facts = {"missing": [], "silent": [], "have": 0, "need": len(leads)}
        return Finding.UNKNOWN, facts | {"has_topics": bool(wanted)}
    found = _priority_topics({one.region_id for one in leads})
    missing, silent = [], []
    for one in leads:
        codes = [found[place] for place in found if _nested(place, one.region_id)]
        if not codes:
            silent.append(_named(one))
        elif not wanted & set().union(*codes):
            missing.append(_named(one))
    facts = {
        "missing": missing,
        "silent": silent,
        "have": len(leads) - len(missing) - len(silent),
        "need": len(leads),
        "has_topics": True,
    }
    if missing:
        return Finding.UNMET, facts
    return (Finding.UNKNOWN if silent else Finding.MET), facts


def _around(codes: set[str], words: Vocabulary) -> set[str]:
    """These topics, all below them and all that they are part of."""
    known = [code for code in codes if code in words.topics]
    above = {one for code in known for one in words.lineage(code)}
    return above | words.with_descendants(known)


def _nested(first: str, second: str) -> bool:
    """Whether one region is, or lies in, the other."""
    return first.startswith(second) or second.startswith(first)


def _priority_topics(places: set[str]) -> dict[str, set[str]]:
    """By region the topics of published priorities there, above and below."""
    near = Q()
    for code in places:
        above = [code[:length] for length in range(2, len(code))]
        near |= Q(region__in=above) | Q(region__code__startswith=code)
    rows = Priority.objects.published().not_merged().filter(near).order_by()
    found: dict[str, set[str]] = {}
    for place, topic in rows.values_list("region_id", "topics"):
        found.setdefault(place, set()).add(topic)
    return found
