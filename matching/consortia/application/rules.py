"""How the rules of a call stand for a consortium: in words, for pages and papers."""

from dataclasses import dataclass

from matching.calls.models import Call
from matching.consortia.models import Consortium


@dataclass(frozen=True)
class RuleLine:
    """One rule: what it asks, how it stands ("met", "unmet", "unknown"), and why."""

    rule: str
    status: str
    finding: str
    source_url: str = ""


def rule_lines(consortium: Consortium, call: Call | None = None) -> list[RuleLine]:
    """The rules of its call, or of another one, for its composition as it is now."""
    return []


def unmet_rules(consortium: Consortium) -> list[RuleLine]:
    """Those that are not met; what nobody can tell is not met."""
    return [one for one in rule_lines(consortium) if one.status != "met"]
