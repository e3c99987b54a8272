"""The pure core of consortia: rules of composition, checked, explained and optimised.

Plain data in, plain data out: no Django, no files, no clock.
"""

from matching.composition.checking import (
    SwapWarning,
    check,
    check_rule,
    swap_warnings,
)
from matching.composition.errors import CODES, RuleError
from matching.composition.exchange import (
    composition_json,
    partner_json,
    read_composition,
    read_partner,
)
from matching.composition.gaps import gap_closers
from matching.composition.kinds import budget as _kinds  # noqa: F401
from matching.composition.params import Param, ParamType
from matching.composition.proposing import propose
from matching.composition.rule import (
    FINDING_CODES,
    KINDS,
    About,
    Finding,
    Kind,
    Rule,
    Status,
)
from matching.composition.types import Actor, Category, Composition, Partner
from matching.composition.wishes import (
    Aims,
    Candidate,
    Cause,
    Closer,
    Demand,
    Ended,
    Gap,
    Infeasible,
    Move,
    Proof,
    Proposal,
    Proposals,
    Size,
    Weights,
)

__all__ = [
    "CODES",
    "FINDING_CODES",
    "KINDS",
    "About",
    "Actor",
    "Aims",
    "Candidate",
    "Category",
    "Cause",
    "Closer",
    "Composition",
    "Demand",
    "Ended",
    "Finding",
    "Gap",
    "Infeasible",
    "Kind",
    "Move",
    "Param",
    "ParamType",
    "Partner",
    "Proof",
    "Proposal",
    "Proposals",
    "Rule",
    "RuleError",
    "Size",
    "Status",
    "SwapWarning",
    "Weights",
    "check",
    "check_rule",
    "composition_json",
    "gap_closers",
    "partner_json",
    "propose",
    "read_composition",
    "read_partner",
    "swap_warnings",
]
