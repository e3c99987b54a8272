"""What the log of outcomes learns: members of one partnership are partners."""

from matching.outcomes.models import Stage
from matching.outcomes.services import note_outcomes
from matching.partnerships.choices import MemberRole
from matching.partnerships.models import Partnership, PartnershipMember


def note_partners(seat: PartnershipMember) -> int:
    """Note that this member and all others became partners; observers are none.

    Each pair once for each partnership; return how many were new.
    """
    if seat.role == MemberRole.OBSERVER or seat.profile is None:
        return 0
    others = [
        one.profile
        for one in _partners(seat.partnership)
        if one.profile and one.pk != seat.pk
    ]
    if not others:
        return 0
    return note_outcomes(
        what=Stage.PARTNERED,
        profile=seat.profile,
        partners=others,
        occasion=f"partnership:{seat.partnership_id}",
    )


def note_all_partners(partnership: Partnership) -> int:
    """The same of all pairs, when a partnership becomes active."""
    return sum(note_partners(seat) for seat in _partners(partnership))


def _partners(partnership: Partnership) -> list[PartnershipMember]:
    rows = partnership.members.active().exclude(profile=None)
    rows = rows.exclude(role=MemberRole.OBSERVER)
    return list(rows.with_whom().order_by("pk"))
