"""The models of partnerships: who takes part, how they are assessed, what they do."""

from matching.partnerships.models.assessment import Proposal, Review, Score
from matching.partnerships.models.life import Milestone, PhaseChange, Report
from matching.partnerships.models.members import Handover, PartnershipMember, Pledge
from matching.partnerships.models.partnership import Partnership

__all__ = [
    "Handover",
    "Milestone",
    "Partnership",
    "PartnershipMember",
    "PhaseChange",
    "Pledge",
    "Proposal",
    "Report",
    "Review",
    "Score",
]
