"""Who may do what with an application.

The lead's owners and editors (and curators) change everything; those of an agreed
member tick and upload the member's own pieces; readers of either read.
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from matching.consortia.kinds import MemberState
from matching.consortia.models import Consortium, ConsortiumMember
from portal.accounts.models import User
from portal.accounts.services import NotAllowed
from regions.querysets import EDITING


@dataclass(frozen=True)
class Rights:
    """What one person may do; `own` are the members for which the person writes."""

    may_edit: bool = False
    own: frozenset[int] = field(default_factory=frozenset)

    def may_write_for(self, member_id: int | None) -> bool:
        """Whether a piece of this member may be ticked and uploaded."""
        return self.may_edit or member_id in self.own

    @property
    def may_write(self) -> bool:
        return self.may_edit or bool(self.own)


def rights_of(user: Any, consortium: Consortium) -> Rights:
    """What this person may do; two queries."""
    rows = Consortium.objects.editable_by(user).filter(pk=consortium.pk)
    return Rights(rows.exists(), frozenset(_own_members(user, consortium)))


def _own_members(user: Any, consortium: Consortium) -> list[int]:
    members = ConsortiumMember.objects.of_people(user, *EDITING)
    agreed = members.filter(consortium=consortium, state=MemberState.AGREED)
    return list(agreed.order_by("pk").values_list("pk", flat=True))


def require_writer_for(by: User, consortium: Consortium, member_id: int | None) -> None:
    """NotAllowed for whoever writes neither for the lead nor for this member."""
    if not rights_of(by, consortium).may_write_for(member_id):
        raise NotAllowed(only_this_partner())


def only_this_partner() -> str:
    return _("Only the lead, and owners and editors of this partner, may do this.")
