"""Writes of shortlists."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.keeping.models import ShortlistEntry
from matching.locking import lock_profile
from matching.outcomes.models import Stage
from matching.outcomes.services import note_outcome
from portal.accounts.models import User
from portal.web.errors import PortalError
from regions.models import Profile

MOST_ENTRIES = 200


@transaction.atomic
def shortlist(*, profile: Profile, partner: Profile, by: User, note: str = "") -> bool:
    """Put a partner on the shortlist; False if it is there already, as it was."""
    check_pair(profile, partner)
    # Two people who add at the same moment must not go beyond the limit together.
    lock_profile(profile)
    own = ShortlistEntry.objects.filter(profile=profile)
    if own.filter(partner=partner).exists():
        return False
    if own.count() >= MOST_ENTRIES:
        raise PortalError(
            _("This shortlist holds %(most)d partners already. Remove one first.")
            % {"most": MOST_ENTRIES}
        )
    ShortlistEntry.objects.create(
        profile=profile, partner=partner, note=note, added_by=by
    )
    note_outcome(what=Stage.SHORTLISTED, profile=profile, partner=partner)
    return True


def check_pair(profile: Profile, partner: Profile) -> None:
    """Refuse a profile as its own partner."""
    if profile.pk == partner.pk:
        raise PortalError(_("A profile cannot be its own partner."))


def change_note(*, entry: ShortlistEntry, note: str) -> None:
    """Write another note; the row may be gone, and then nothing happens."""
    own = ShortlistEntry.objects.filter(pk=entry.pk)
    own.update(note=note, changed_at=timezone.now())


def take_off(*, entry: ShortlistEntry) -> None:
    """Remove a partner from the shortlist; the log of outcomes stays."""
    ShortlistEntry.objects.filter(pk=entry.pk).delete()
