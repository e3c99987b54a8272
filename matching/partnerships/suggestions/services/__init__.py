"""Writes of suggestions: found by the worker, adopted or dismissed by curators."""

from matching.partnerships.suggestions.services.deciding import (
    adopt_suggestion,
    dismiss_suggestion,
    take_up_suggestion,
)
from matching.partnerships.suggestions.services.finding import (
    is_due,
    make_suggestions,
)
from matching.partnerships.suggestions.services.merging import move_members

__all__ = [
    "adopt_suggestion",
    "dismiss_suggestion",
    "is_due",
    "make_suggestions",
    "move_members",
    "take_up_suggestion",
]
