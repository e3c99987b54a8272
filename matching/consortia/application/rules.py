"""How the rules of a call stand for a consortium: in words, for pages and papers.

Worked out by the same functions as on the builder's page.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from matching.calls.models import Call, CallRule
from matching.calls.wording import word_finding, word_rule
from matching.composition import Status
from matching.consortia.kinds import MemberState
from matching.consortia.models import Consortium
from matching.consortia.standing import Standing, rules_of, standing_of, without


@dataclass(frozen=True)
class RuleLine:
    """One rule: what it asks, how it stands ("met", "unmet", "unknown"), and why."""

    rule: str
    status: str
    finding: str
    source_url: str = ""

    @property
    def is_met(self) -> bool:
        return self.status == Status.MET


def rule_lines(consortium: Consortium) -> list[RuleLine]:
    """The rules of its call, for its composition as it is now."""
    return lines_of(standing_of(consortium), list(consortium.call.rules.all()))


def lines_under(consortium: Consortium, call: Call) -> list[RuleLine]:
    """What the same composition would meet and miss under another call."""
    now = standing_of(consortium)
    rows, rules = rules_of(call)
    there = Standing(consortium, now.members, now.composition, rows, rules)
    return lines_of(there, list(call.rules.all()))


def unmet_rules(consortium: Consortium) -> list[RuleLine]:
    """Those that the partners who have agreed do not meet; what nobody can tell is not
    met. Who is only considered or asked does not apply."""
    now = standing_of(consortium)
    agreed = now.composition
    for one in now.members:
        if one.state != MemberState.AGREED:
            agreed = without(agreed, one.key)
    lines = lines_of(
        replace(now, composition=agreed), list(consortium.call.rules.all())
    )
    return [one for one in lines if not one.is_met]


def lines_of(standing: Standing, rows: Sequence[CallRule]) -> list[RuleLine]:
    """A line for each rule; one that cannot be read here is unknown, not left out."""
    read = {
        row.pk: RuleLine(
            word_rule(rule),
            str(finding.status),
            word_finding(finding, standing.names),
            row.source_url,
        )
        for row, rule, finding in zip(
            standing.rows, standing.rules, standing.findings, strict=True
        )
    }
    return [read.get(row.pk) or _unread(row) for row in rows]


def _unread(row: CallRule) -> RuleLine:
    return RuleLine(
        row.note or row.kind,
        str(Status.UNKNOWN),
        _("This rule cannot be checked here: see the text of the call."),
        row.source_url,
    )
