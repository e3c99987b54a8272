"""Writes of calls: facts, rules and cases by curators; who wants to be reminded."""

from matching.calls.services.following import follow_call, unfollow_call
from matching.calls.services.publishing import delete_draft, hide_call, publish_call
from matching.calls.services.ruling import (
    RuleSaid,
    add_rule,
    change_rule,
    move_rule,
    remove_rule,
)
from matching.calls.services.testing import (
    CaseSaid,
    add_case,
    change_case,
    remove_case,
)
from matching.calls.services.writing import Facts, add_call, edit_call

__all__ = [
    "CaseSaid",
    "Facts",
    "RuleSaid",
    "add_call",
    "add_case",
    "add_rule",
    "change_case",
    "change_rule",
    "delete_draft",
    "edit_call",
    "follow_call",
    "hide_call",
    "move_rule",
    "publish_call",
    "remove_case",
    "remove_rule",
    "unfollow_call",
]
