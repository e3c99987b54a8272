"""What the two forms ask, and by which criteria they are assessed."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from matching.partnerships.choices import ProposalKind

TABLE = Path(__file__).parent / "data" / "criteria.csv"
LONGEST_ANSWER = 4_000
MOST_WEIGHT = 100


@dataclass(frozen=True)
class Question:
    """One field of a form."""

    name: str
    label: str | Promise
    help: str | Promise = ""


@dataclass(frozen=True)
class Criterion:
    """One thing that reviewers give points for; the weights of a kind add up to 100.

    The sources name what is assessed and no weights: these are the portal's own.
    """

    code: str
    weight: int
    source_name: str
    source_url: str
    label: str | Promise
    help: str | Promise


QUESTIONS: dict[str, tuple[Question, ...]] = {
    ProposalKind.EXPRESSION: (
        Question(
            "added_value",
            _("Added value of working together"),
            _("What no region could do alone, and what is new in it."),
        ),
        Question(
            "business_interest",
            _("Interest of companies"),
            _("Who has said to want it, and what they would do."),
        ),
        Question(
            "complementarities",
            _("What the regions bring to each other"),
            _("Strengths that complement each other, and work it connects with."),
        ),
        Question(
            "stakeholders",
            _("How stakeholders take part"),
            _("Companies, research, clusters and civil society in each region."),
        ),
    ),
    ProposalKind.SCOPING: (
        Question(
            "objective",
            _("Objective"),
            _("What will be different once the partnership has done its work."),
        ),
        Question(
            "action_plan",
            _("Draft action plan"),
            _("Who does what, in which order: learn, connect, demonstrate, and on."),
        ),
        Question(
            "milestones",
            _("Milestones"),
            _("What shows that you are on the way, each with a day."),
        ),
    ),
}
_CRITERIA: dict[str, tuple[Any, Any]] = {
    "idea": (
        _("The idea"),
        _("Is it transformative, of added value, narrow enough, wanted by companies?"),
    ),
    "commitment": (
        _("Political and financial commitment"),
        _("Do letters and resources stand behind it?"),
    ),
    "leadership": (
        _("Leadership"),
        _("Do two or more regions lead, and can they?"),
    ),
    "balance": (
        _("Number of regions and balance"),
        _("How many take part, from which parts of Europe?"),
    ),
    "stakeholders": (
        _("Stakeholders"),
        _("Are companies and others really part of it?"),
    ),
    "objective": (
        _("Objective"),
        _("Is it clear, and does it follow from the theme?"),
    ),
    "action_plan": (
        _("Action plan"),
        _("Can it be done by these regions in this order?"),
    ),
    "milestones": (
        _("Milestones"),
        _("Would one notice early that something goes wrong?"),
    ),
}


@lru_cache(maxsize=1)
def criteria() -> dict[str, tuple[Criterion, ...]]:
    """The criteria by kind of proposal, in the order of their table."""
    found: dict[str, list[Criterion]] = {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["kind"], []).append(_criterion(row))
    return {kind: tuple(rows) for kind, rows in found.items()}


def _criterion(row: Mapping[str, str]) -> Criterion:
    return Criterion(
        row["code"],
        int(row["weight"]),
        row["source_name"],
        row["source_url"],
        *_CRITERIA[row["code"]],
    )


def criterion_label(code: str) -> str:
    """What a criterion is called; the code of one that there is no longer."""
    return str(_CRITERIA[code][0]) if code in _CRITERIA else code
