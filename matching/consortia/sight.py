"""What one person sees of one consortium."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from matching.consortia.kinds import MemberState
from matching.consortia.models import Consortium, ConsortiumMember
from matching.consortia.services.locking import may_edit
from regions.querysets import EDITING

# What somebody who is invited sees beside the own row: who is asked too, not who is
# only considered.
SHOWN_TO_INVITED = (MemberState.AGREED, MemberState.INVITED)
# What everybody sees of one that is public.
SHOWN_TO_ALL = (MemberState.AGREED,)


@dataclass(frozen=True)
class Sight:
    """Whether a person changes it, reads all of it, or sees a part of it.

    `asked` are the invitations that this person can answer, `own` the memberships that
    this person can end.
    """

    edits: bool
    reads: bool
    is_invited: bool
    asked: Sequence[ConsortiumMember] = ()
    own: Sequence[ConsortiumMember] = ()

    def members(self, found: Iterable[ConsortiumMember]) -> list[ConsortiumMember]:
        """Those of these members that the person sees."""
        if self.edits:
            return list(found)
        if self.reads:
            return [one for one in found if one.is_present]
        if self.is_invited:
            return [one for one in found if one.state in SHOWN_TO_INVITED]
        return [
            one for one in found if one.state in SHOWN_TO_ALL and one.is_shown_to_all
        ]


def sight_of(user: Any, consortium: Consortium) -> Sight:
    """What this person, who may see it at all, sees; three queries at most."""
    if not user.is_authenticated:
        return Sight(edits=False, reads=False, is_invited=False)
    rows = ConsortiumMember.objects.filter(consortium=consortium).with_who()
    mine = list(rows.of_people(user).filter(state__in=SHOWN_TO_INVITED))
    written = set()
    if mine:
        own = ConsortiumMember.objects.of_people(user, *EDITING)
        keys = own.filter(pk__in=[one.pk for one in mine]).values_list("pk", flat=True)
        written = set(keys)
    agreed = [one for one in mine if one.state == MemberState.AGREED]
    invited = [one for one in mine if one.state == MemberState.INVITED]
    edits = may_edit(user, consortium)
    reads = bool(agreed) or edits or _acts_for_lead(user, consortium)
    return Sight(
        edits=edits,
        reads=reads,
        is_invited=bool(invited),
        asked=[one for one in invited if one.pk in written],
        own=[
            one
            for one in agreed
            if one.pk in written and one.profile_id != consortium.lead_id
        ],
    )


def _acts_for_lead(user: Any, consortium: Consortium) -> bool:
    return Consortium.objects.led_by(user).filter(pk=consortium.pk).exists()
