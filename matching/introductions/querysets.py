"""Who sees which introduction, and in which state they are."""

from django.db import models
from django.db.models import Q

from regions.models import Profile

OPEN = ("asked", "accepted")


class IntroductionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the organisations this person acts for; nobody else's, curators'
        neither: they see numbers, and what is reported to them."""
        if not user.is_authenticated:
            return self.none()
        own = Profile.objects.owned_by(user)
        return self.filter(Q(profile__in=own) | Q(partner__in=own))

    def sent_by(self, user):
        """Those that the organisations of this person asked for."""
        return self.filter(profile__in=Profile.objects.owned_by(user))

    def received_by(self, user):
        """Those in which the organisations of this person are asked."""
        return self.filter(partner__in=Profile.objects.owned_by(user))

    def waiting(self):
        """Asked for and not answered."""
        return self.filter(state="asked")

    def running(self):
        """Asked for or accepted: a pair has one of these at most."""
        return self.filter(state__in=OPEN)

    def between(self, first, second):
        """Those of this pair, whoever asked."""
        low, high = sorted((first.pk, second.pk))
        return self.filter(low=low, high=high)
