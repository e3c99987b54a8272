"""Writes of self-assessments."""

from portal.guide.assessments.services.ending import complete_assessment, delete_draft
from portal.guide.assessments.services.reminding import remind_due
from portal.guide.assessments.services.sharing import share_result, take_back_consent
from portal.guide.assessments.services.writing import (
    Clash,
    Outcome,
    Said,
    begin_assessment,
    save_page,
)

__all__ = [
    "Clash",
    "Outcome",
    "Said",
    "begin_assessment",
    "complete_assessment",
    "delete_draft",
    "remind_due",
    "save_page",
    "share_result",
    "take_back_consent",
]
