"""Who sees which commitment, and which of them stand."""

from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q
from django.db.models.functions import Greatest, Least
from django.utils import timezone

from matching.introductions.models import Introduction
from regions.models import Profile

# In these states two sides know each other, and one sees what the other has stated.
KNOWN_STATES = ("accepted", "closed")


class CommitmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the organisations this person acts for, and those stated towards
        them as long as the two know each other; nobody else's, curators' neither.

        A further kind of target adds its own condition to these two.
        """
        if not user.is_authenticated:
            return self.none()
        own = Profile.objects.owned_by(user).order_by().values("pk")
        return self.filter(Q(profile__in=own) | Q(partner__in=own) & _are_known())

    def of_organisations_of(self, user, *roles):
        """Those of the organisations for which this person acts, in these roles."""
        return self.filter(profile__in=Profile.objects.owned_by(user, *roles))

    def between_known(self):
        """Those whose two sides know each other."""
        return self.filter(_are_known())

    def running(self):
        """Not ended by anybody or the clock."""
        return self.filter(expired_at=None, withdrawn_at=None, replaced_at=None)

    def valid(self):
        """Running, and not past the last day: the clock may be late."""
        return self.running().filter(valid_until__gte=timezone.localdate())

    def due(self):
        """Running past the last day."""
        return self.running().filter(valid_until__lt=timezone.localdate())

    def of_pairs(self, profile, partners):
        """What this profile has stated towards these partners, or they towards it."""
        return self.filter(
            Q(profile=profile, partner__in=partners)
            | Q(partner=profile, profile__in=partners)
        )

    def without_files(self):
        """Rows that say whether there is a file (`has_file`) and do not hold it."""
        is_there = ExpressionWrapper(Q(file__isnull=False), models.BooleanField())
        return self.defer("file").annotate(has_file=is_there)


def _are_known() -> Exists:
    """Whether a row's two sides agreed to meet, and neither has taken that back."""
    pair = {
        "low": Least(OuterRef("profile_id"), OuterRef("partner_id")),
        "high": Greatest(OuterRef("profile_id"), OuterRef("partner_id")),
    }
    met = Introduction.objects.exclude(contacts_open_since=None).order_by()
    return Exists(met.filter(state__in=KNOWN_STATES, **pair))
