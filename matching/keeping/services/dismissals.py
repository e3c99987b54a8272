"""Writes of dismissals. They change no list and no score."""

from django.db import transaction
from django.utils import timezone

from matching.keeping.models import Dismissal
from matching.keeping.services.shortlists import check_pair
from matching.outcomes.models import Stage
from matching.outcomes.services import note_outcome
from portal.accounts.models import User
from regions.models import Profile


@transaction.atomic
def dismiss(
    *, profile: Profile, partner: Profile, reason: str, by: User, words: str = ""
) -> Dismissal:
    """Say why a candidate is of no use; a later reason takes the place of an earlier.

    The log has each reason of a pair once; own words never get there.
    """
    check_pair(profile, partner)
    made, _is_new = Dismissal.objects.update_or_create(
        profile=profile,
        partner=partner,
        defaults={"reason": reason, "words": words, "by": by, "at": timezone.now()},
    )
    note_outcome(
        what=Stage.DISMISSED,
        profile=profile,
        partner=partner,
        occasion=reason,
        reason=reason,
    )
    return made


def undo_dismissal(*, profile: Profile, partner: Profile) -> bool:
    """Take it back; False if there is none. The log of outcomes stays."""
    rows = Dismissal.objects.filter(profile=profile, partner=partner)
    return rows.delete()[0] > 0
