"""Writes of partnerships: seats, leads, letters, forms, reviews, phases, reports."""

from matching.partnerships.services.assessing import (
    FEWEST_REVIEWS,
    assign_reviewer,
    decide_proposal,
    submit_review,
    unassign_reviewer,
)
from matching.partnerships.services.joining import (
    answer_invitation,
    answer_request,
    ask_to_join,
    invite,
    take_back,
)
from matching.partnerships.services.leaving import (
    answer_handover,
    leave,
    offer_lead,
    remove_member,
    withdraw_handover,
)
from matching.partnerships.services.pledging import (
    delete_old_letters,
    pledge_days,
    state_pledge,
    withdraw_pledge,
)
from matching.partnerships.services.proposing import (
    save_answers,
    start_scoping,
    submit_proposal,
)
from matching.partnerships.services.reporting import TEXTS as REPORT_TEXTS
from matching.partnerships.services.reporting import (
    open_reports,
    partnerships_to_report,
    remind_reports,
    reports_to_remind,
    save_report,
)
from matching.partnerships.services.setting_up import (
    Said,
    discard_draft,
    edit_partnership,
    end_partnership,
    revive_partnership,
    set_up_partnership,
    start_expression,
)
from matching.partnerships.services.steering import (
    add_milestone,
    change_phase,
    finish_milestone,
    remove_milestone,
)

__all__ = [
    "FEWEST_REVIEWS",
    "REPORT_TEXTS",
    "Said",
    "add_milestone",
    "answer_handover",
    "answer_invitation",
    "answer_request",
    "ask_to_join",
    "assign_reviewer",
    "change_phase",
    "decide_proposal",
    "delete_old_letters",
    "discard_draft",
    "edit_partnership",
    "end_partnership",
    "finish_milestone",
    "invite",
    "leave",
    "offer_lead",
    "open_reports",
    "partnerships_to_report",
    "pledge_days",
    "remind_reports",
    "remove_member",
    "remove_milestone",
    "reports_to_remind",
    "revive_partnership",
    "save_answers",
    "save_report",
    "set_up_partnership",
    "start_expression",
    "start_scoping",
    "state_pledge",
    "submit_proposal",
    "submit_review",
    "take_back",
    "unassign_reviewer",
    "withdraw_handover",
    "withdraw_pledge",
]
