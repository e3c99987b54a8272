"""The words of rules: for pages of calls, and for rooms that check consortia."""

from matching.calls.wording_errors import word_error
from matching.calls.wording_findings import word_finding
from matching.calls.wording_parts import (
    word_actor,
    word_category,
    word_choice,
    word_kind,
    word_param,
)
from matching.calls.wording_rules import word_rule

__all__ = [
    "word_actor",
    "word_category",
    "word_choice",
    "word_error",
    "word_finding",
    "word_kind",
    "word_param",
    "word_rule",
]
