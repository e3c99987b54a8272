"""What the pages of consortia say: rules, moves, parts of the objective, conflicts."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from matching.calls.models import CallRule
from matching.calls.wording import word_finding, word_rule
from matching.composition import (
    Cause,
    Demand,
    Move,
    Proof,
    Proposal,
    Rule,
    Size,
    SwapWarning,
)
from matching.consortia.kinds import Role

STATUS_WORDS = {
    "met": pgettext_lazy("rule", "met"),
    "unmet": gettext_lazy("not met"),
    "unknown": gettext_lazy("not known yet"),
}
# How a status is marked beside its word.
STATUS_TAGS = {"met": "good", "unmet": "warn", "unknown": "plain"}
MOVES = {
    Move.JOIN: gettext_lazy("Add"),
    Move.COORDINATE: gettext_lazy("Let it coordinate"),
    Move.LEAVE: gettext_lazy("Take out"),
}
# The criteria of a proposal, in the order in which they are shown.
PARTS = {
    "topics": gettext_lazy("Topics of the call that are covered"),
    "stages": gettext_lazy("Stages of the value chain that are covered"),
    "strength": gettext_lazy("How well partners fit the lead"),
    "record": gettext_lazy("Track record of joint projects"),
    "balance": gettext_lazy("Balance of countries and regions"),
    "lead": gettext_lazy("Track record of the coordinator"),
    "newcomers": gettext_lazy("Newcomers"),
    "effort": gettext_lazy("Effort of each further partner"),
}


def role_label(role: str) -> str:
    """A role of ours in the reader's language; one that a call names as it says it."""
    return str(Role(role).label) if role in Role.values else role


def role_choices(rows: Iterable[CallRule]) -> list[tuple[str, str]]:
    """The roles that a partner can have, those that the call asks for among them."""
    asked = [
        row.params["role"]
        for row in rows
        if row.kind == "min_role" and row.params.get("role") not in Role.values
    ]
    own = [(value, str(label)) for value, label in Role.choices]
    return [*own, *((role, role) for role in dict.fromkeys(asked))]


def broken_lines(
    warnings: Sequence[SwapWarning], names: Mapping[str, str]
) -> list[dict[str, str]]:
    """The rules that a change breaks, and how they stand after it."""
    return [
        {
            "rule": word_rule(one.after.rule),
            "finding": word_finding(one.after, names),
            "status": str(one.after.status),
        }
        for one in warnings
    ]


def part_rows(proposal: Proposal) -> list[dict[str, Any]]:
    """What each criterion gives to a proposal, with its share of the whole."""
    most = max((abs(value) for value in proposal.parts.values()), default=0) or 1
    return [
        {
            "label": label,
            "points": points(proposal.parts[name]),
            "width": round(100 * max(proposal.parts[name], 0) / most),
        }
        for name, label in PARTS.items()
        if name in proposal.parts and abs(proposal.parts[name]) > 1e-9
    ]


def points(value: float) -> str:
    """Points of the objective with two decimals."""
    return number_format(value, decimal_pos=2)


def proof_words(proposal: Proposal, *, is_first: bool) -> str:
    """What is known of how good it is; a later one is best among those that differ."""
    if proposal.proof == Proof.OPTIMAL:
        if is_first:
            return _("Proven: no other choice of these candidates is worth more.")
        return _("Proven: no other choice that differs so much is worth more.")
    whole = max(proposal.objective + proposal.gap, 1e-9)
    percent = number_format(100 * proposal.gap / whole, decimal_pos=1)
    return _("Time was up: it is within %(n)s %% of the best possible.") % {
        "n": percent
    }


def demand_words(
    demand: Demand, rules: Sequence[Rule], names: Mapping[str, str], size: Size
) -> str:
    """One of the demands that contradict each other."""
    name = {"name": names.get(demand.key, demand.key)}
    if demand.cause == Cause.RULE and demand.position is not None:
        return word_rule(rules[demand.position])
    if demand.cause == Cause.PIN:
        return _("“%(name)s” is in it for good: pinned, asked or agreed") % name
    if demand.cause == Cause.EXCLUSION:
        return _("“%(name)s” is excluded") % name
    if demand.cause == Cause.COORDINATOR:
        return _("“%(name)s” coordinates") % name
    if demand.cause == Cause.SIZE_LOW:
        return _("At least %(n)d partners, as you say") % {"n": size.low}
    return _("At most %(n)d partners, as you say") % {"n": size.high}
