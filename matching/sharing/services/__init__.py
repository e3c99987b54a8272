"""Writes of shared facilities: terms, requests, uses, pools, wishes, and the clock."""

from matching.sharing.services.answering import (
    accept_request,
    bookings_of,
    clash_of,
    decline_request,
    end_request,
    note_by_curator,
)
from matching.sharing.services.asking import (
    AlreadyAsked,
    Need,
    ask_for_facility,
    reply_days,
    why_not_ask,
)
from matching.sharing.services.due import (
    adopt_due,
    ask_about_terms,
    end_pools,
    end_wishes,
    expire_due,
    old_terms,
    remind_due,
)
from matching.sharing.services.founding import set_up_partnership
from matching.sharing.services.pool_members import join_pool, leave_pool
from matching.sharing.services.pooling import (
    PoolSaid,
    change_pool,
    close_pool,
    join_days,
    open_pool,
    send_pool,
)
from matching.sharing.services.terms import (
    TermsSaid,
    add_window,
    confirm_terms,
    remove_window,
    state_terms,
)
from matching.sharing.services.using import confirm_use, note_use, remove_use
from matching.sharing.services.wishing import (
    WishSaid,
    join_wish,
    leave_wish,
    open_wish,
    quorum_of_wish,
    wish_days,
    withdraw_wish,
)

__all__ = [
    "AlreadyAsked",
    "Need",
    "PoolSaid",
    "TermsSaid",
    "WishSaid",
    "accept_request",
    "add_window",
    "adopt_due",
    "ask_about_terms",
    "ask_for_facility",
    "bookings_of",
    "change_pool",
    "clash_of",
    "close_pool",
    "confirm_terms",
    "confirm_use",
    "decline_request",
    "end_pools",
    "end_request",
    "end_wishes",
    "expire_due",
    "join_days",
    "join_pool",
    "join_wish",
    "leave_pool",
    "leave_wish",
    "note_by_curator",
    "note_use",
    "old_terms",
    "open_pool",
    "open_wish",
    "quorum_of_wish",
    "remind_due",
    "remove_use",
    "remove_window",
    "reply_days",
    "send_pool",
    "set_up_partnership",
    "state_terms",
    "why_not_ask",
    "wish_days",
    "withdraw_wish",
]
