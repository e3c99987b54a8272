"""Writes of people, mandates, claims and invitations."""

from portal.accounts.services.claims import (
    Proof,
    assign_claim,
    claim_mandate,
    decide_claim,
    take_back_claim,
)
from portal.accounts.services.ends import close_ended_mandates, warn_of_last_ends
from portal.accounts.services.holding import NotAllowed, is_owner, mandate_of
from portal.accounts.services.invitations import (
    accept_invitation,
    invitation_of,
    invite,
    refusal_of,
    withdraw_invitation,
)
from portal.accounts.services.mandates import (
    change_role,
    end_mandate,
    grant_directly,
    grant_mandate,
    hand_over,
    leave,
    set_end,
)
from portal.accounts.services.personal import (
    delete_account,
    sole_ownerships,
    update_name,
)

__all__ = [
    "NotAllowed",
    "Proof",
    "accept_invitation",
    "assign_claim",
    "change_role",
    "claim_mandate",
    "close_ended_mandates",
    "decide_claim",
    "delete_account",
    "end_mandate",
    "grant_directly",
    "grant_mandate",
    "hand_over",
    "invitation_of",
    "invite",
    "is_owner",
    "leave",
    "mandate_of",
    "refusal_of",
    "set_end",
    "sole_ownerships",
    "take_back_claim",
    "update_name",
    "warn_of_last_ends",
    "withdraw_invitation",
]
