"""Writes of consortia: started, composed, asked and answered, proposals adopted."""

from matching.consortia.services.adopting import adopt_proposal
from matching.consortia.services.inviting import (
    answer_invitation,
    invite_member,
    leave_consortium,
    note_agreement,
)
from matching.consortia.services.locking import may_edit, require_editor
from matching.consortia.services.members import (
    Outsider,
    Part,
    add_outsider,
    add_partner,
    describe_outsider,
    describe_part,
    exclude_profile,
    name_coordinator,
    pin_member,
    remove_member,
    swap_member,
    unpin_member,
)
from matching.consortia.services.starting import (
    Facts,
    edit_consortium,
    start_consortium,
)

__all__ = [
    "Facts",
    "Outsider",
    "Part",
    "add_outsider",
    "add_partner",
    "adopt_proposal",
    "answer_invitation",
    "describe_outsider",
    "describe_part",
    "edit_consortium",
    "exclude_profile",
    "invite_member",
    "leave_consortium",
    "may_edit",
    "name_coordinator",
    "note_agreement",
    "pin_member",
    "remove_member",
    "require_editor",
    "start_consortium",
    "swap_member",
    "unpin_member",
]
