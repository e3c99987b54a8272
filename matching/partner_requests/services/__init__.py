"""Writes of partner requests: published, edited, answered, closed, and matched."""

from matching.partner_requests.services.answering import answer_request, fill_request
from matching.partner_requests.services.due import close_due
from matching.partner_requests.services.matching import (
    MATCH_JOB,
    match_due,
    match_request,
    requests_to_match,
)
from matching.partner_requests.services.writing import (
    OPEN_MOST,
    Said,
    close_request,
    deadline_days,
    edit_request,
    publish_request,
    why_not_publish,
)

__all__ = [
    "MATCH_JOB",
    "OPEN_MOST",
    "Said",
    "answer_request",
    "close_due",
    "close_request",
    "deadline_days",
    "edit_request",
    "fill_request",
    "match_due",
    "match_request",
    "publish_request",
    "requests_to_match",
    "why_not_publish",
]
