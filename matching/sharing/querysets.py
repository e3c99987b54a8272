"""Who sees which request, pool and wish, and in which state they are."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from regions.models import Facility, Profile

# What a row, page or notice says of a profile, in one query.
WHOSE = ("profile__region", "profile__priority__strategy", "profile__cluster")
OPEN = ("unowned", "asked")
RUNNING = ("unowned", "asked", "accepted")


class TermsQuerySet(models.QuerySet):
    def shown(self):
        """Terms of facilities that everybody may see."""
        return self.filter(facility__in=Facility.objects.published().order_by())


class WindowQuerySet(models.QuerySet):
    def ahead(self):
        """Windows that have not ended."""
        return self.filter(ends_on__gte=timezone.localdate())


class AccessQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the profiles and facilities this person acts for, also as a member
        of a pool; curators see what waits for an owner, and nothing else."""
        if not user.is_authenticated:
            return self.none()
        own = Profile.objects.owned_by(user).order_by().values("pk")
        facilities = Facility.objects.owned_by(user).order_by().values("pk")
        members = models.Exists(
            self.model._meta.get_field("pool")
            .related_model._meta.get_field("members")
            .related_model.objects.filter(
                pool=models.OuterRef("pool"), left_at=None, profile__in=own
            )
        )
        seen = Q(profile__in=own) | Q(facility__in=facilities) | Q(members)
        if user.is_staff:
            seen |= Q(state="unowned")
        return self.filter(seen)

    def sent_by(self, user, *roles):
        return self.filter(profile__in=Profile.objects.owned_by(user, *roles))

    def received_by(self, user, *roles):
        """Those for facilities of this person's organisations."""
        return self.filter(facility__in=Facility.objects.owned_by(user, *roles))

    def waiting(self):
        """Asked for, with an owner who can answer."""
        return self.filter(state="asked")

    def unowned(self):
        """Asked for, while nobody acts for the facility in the portal."""
        return self.filter(state="unowned")

    def open(self):
        return self.filter(state__in=OPEN)

    def due(self):
        """Waiting for an answer whose last day is past."""
        return self.waiting().filter(reply_by__lt=timezone.localdate())

    def booked(self):
        """Accepted ones: these take time and places of a facility."""
        return self.filter(state="accepted")

    def with_sides(self):
        return self.select_related(
            *WHOSE, "facility__region", "facility__cluster", "facility__terms", "pool"
        )


class UseQuerySet(models.QuerySet):
    def confirmed(self):
        return self.exclude(confirmed_at=None)

    def unconfirmed(self):
        return self.filter(confirmed_at=None)


class PoolQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Open ones of published profiles, for people who are signed in; those that one
        is part of, in any state."""
        if not user.is_authenticated:
            return self.none()
        public = Profile.objects.published().not_merged().order_by()
        own = Profile.objects.owned_by(user).order_by().values("pk")
        members = self.model._meta.get_field("members").related_model.objects
        taking_part = members.filter(profile__in=own, left_at=None).values("pool")
        shown = Q(profile__in=public, state="open")
        return self.filter(shown | Q(profile__in=own) | Q(pk__in=taking_part))

    def open(self):
        """Those that one can join today."""
        return self.filter(state="open", join_by__gte=timezone.localdate())

    def due(self, days: int):
        """Open ones whose last day is longer past than the lead has to send them."""
        limit = timezone.localdate() - datetime.timedelta(days=days)
        return self.filter(state="open", join_by__lt=limit)

    def with_sides(self):
        return self.select_related(*WHOSE, "facility__region")


class MemberQuerySet(models.QuerySet):
    """Members of a pool or of a wish."""

    def present(self):
        """Those who have not left."""
        return self.filter(left_at=None)

    def agreed(self):
        """Members of a pool who agree to it as it is written now."""
        return self.present().filter(agreed_revision=F("pool__revision"))

    def owned_by(self, user, *roles):
        return self.filter(profile__in=Profile.objects.owned_by(user, *roles))


class WishQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of published profiles; those that one is part of, in any case."""
        public = Profile.objects.published().not_merged().order_by()
        shown = Q(profile__in=public)
        if not user.is_authenticated:
            return self.filter(shown)
        own = Profile.objects.owned_by(user).order_by().values("pk")
        members = self.model._meta.get_field("members").related_model.objects
        taking_part = members.filter(profile__in=own, left_at=None).values("wish")
        return self.filter(shown | Q(profile__in=own) | Q(pk__in=taking_part))

    def open(self):
        """Those that one can join today, whether or not the quorum is reached."""
        today = timezone.localdate()
        return self.filter(state__in=("open", "reached"), until__gte=today)

    def due(self):
        """Without a quorum after their last day."""
        return self.filter(state="open", until__lt=timezone.localdate())

    def with_stage(self, bits: int):
        return self.annotate(_stages=F("stage_bits").bitand(bits)).filter(_stages__gt=0)

    def for_rows(self):
        """All that a row says; two queries."""
        rows = self.select_related(*WHOSE, "partnership")
        return rows.prefetch_related("topics")
