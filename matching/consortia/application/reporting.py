"""What the log of outcomes learns: the lead with each agreed member of the register."""

import datetime

from django.utils import timezone

from matching.consortia.kinds import MemberState
from matching.consortia.models import Consortium
from matching.outcomes.models import Stage
from matching.outcomes.services import note_outcomes


def report(consortium: Consortium, what: Stage, on: datetime.date) -> int:
    """Note it for the pairs of the lead; return how many are new in the log."""
    members = consortium.members.with_who().filter(
        state=MemberState.AGREED, profile__isnull=False
    )
    partners = [one.profile for one in members if one.profile_id != consortium.lead_id]
    if not partners:
        return 0
    return note_outcomes(
        what=what,
        profile=consortium.lead,
        partners=partners,
        occasion=f"consortium:{consortium.pk}",
        at=_moment(on),
    )


def _moment(on: datetime.date) -> datetime.datetime:
    """The end of that day, or now if it is today."""
    zone = timezone.get_current_timezone()
    end = datetime.datetime.combine(on, datetime.time(23, 59), zone)
    return min(end, timezone.now())
