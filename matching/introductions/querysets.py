"""Who sees which introduction, and in which state they are."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from regions.models import Profile

OPEN = ("asked", "accepted")
# What one introduction's page, row or mail says of both sides.
SIDES = tuple(
    f"{side}__{name}"
    for side in ("profile", "partner")
    for name in ("region", "priority__strategy", "cluster")
)


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

    def received_by(self, user, *roles):
        """Those in which the organisations of this person are asked."""
        return self.filter(partner__in=Profile.objects.owned_by(user, *roles))

    def waiting(self):
        """Asked for and not answered."""
        return self.filter(state="asked")

    def running(self):
        """Asked for or accepted: a pair has one of these at most."""
        return self.filter(state__in=OPEN)

    def over(self):
        """Neither waiting nor running."""
        return self.exclude(state__in=OPEN)

    def due(self):
        """Waiting for an answer whose last day is past."""
        return self.waiting().filter(reply_by__lt=timezone.localdate())

    def between(self, first, second):
        """Those of this pair, whoever asked."""
        low, high = sorted((first.pk, second.pk))
        return self.filter(low=low, high=high)

    def of_profile(self, profile):
        """Those in which this profile asks or is asked."""
        return self.filter(Q(profile=profile) | Q(partner=profile))

    def with_open_contacts(self):
        """Those whose sides see each other's contact data: accepted, or closed in
        good terms not too long ago; never withdrawn or stopped ones."""
        days = timedelta(days=settings.INTRODUCTION_CONTACT_DAYS)
        lately = Q(state="closed", ended_at__gt=timezone.now() - days)
        opened = self.exclude(contacts_open_since=None)
        return opened.filter(Q(state="accepted") | lately)

    def with_sides(self):
        """All that a row says of both sides, in one query."""
        return self.select_related(*SIDES)
