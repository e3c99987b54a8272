"""Checks compositions: each rule, and what a change of partners does to the rules."""

from collections.abc import Sequence
from dataclasses import dataclass

from matching.composition.rule import KINDS, Finding, Rule, Status
from matching.composition.types import Composition


def check_rule(rule: Rule, composition: Composition) -> Finding:
    """How one rule stands: met, unmet or unknown, with the numbers behind it."""
    return KINDS[rule.kind].check(rule, composition)


def check(rules: Sequence[Rule], composition: Composition) -> list[Finding]:
    """How every rule stands, in the order of the rules."""
    return [check_rule(rule, composition) for rule in rules]


@dataclass(frozen=True)
class SwapWarning:
    """A rule that was met before a change and is not any more."""

    position: int  # of the rule among the rules
    before: Finding
    after: Finding


def swap_warnings(
    rules: Sequence[Rule], before: Composition, after: Composition
) -> list[SwapWarning]:
    """The rules that a change breaks, or of which nobody knows any more."""
    pairs = zip(check(rules, before), check(rules, after), strict=True)
    return [
        SwapWarning(position, earlier, later)
        for position, (earlier, later) in enumerate(pairs)
        if earlier.status == Status.MET and later.status != Status.MET
    ]
