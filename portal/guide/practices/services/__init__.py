"""Writes of practices: begun, edited, submitted, decided, withdrawn, and matched."""

from portal.guide.practices.services.deciding import (
    SUBMITTABLE,
    confirm_practice,
    delete_draft,
    publish_practice,
    return_practice,
    submit_practice,
    take_back_practice,
    why_not_decided,
    withdraw_practice,
)
from portal.guide.practices.services.matching import (
    MATCH_JOB,
    match_due,
    match_practice,
    practices_to_match,
)
from portal.guide.practices.services.writing import (
    EditConflict,
    begin_practice,
    edit_practice,
)

__all__ = [
    "MATCH_JOB",
    "SUBMITTABLE",
    "EditConflict",
    "begin_practice",
    "confirm_practice",
    "delete_draft",
    "edit_practice",
    "match_due",
    "match_practice",
    "practices_to_match",
    "publish_practice",
    "return_practice",
    "submit_practice",
    "take_back_practice",
    "why_not_decided",
    "withdraw_practice",
]
