"""Who sees which consortium, and which members count."""

from django.db import models
from django.db.models import Q

from matching.consortia.kinds import (
    FIXED,
    PRESENT,
    SHOWABLE,
    MemberState,
    Visibility,
)
from regions.models import Profile, Status
from regions.querysets import EDITING

# All that a row, table or check says of a member, in one query.
WHO = ("profile__region__parent", "profile__priority__strategy", "profile__cluster")


class ConsortiumQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of one's own profiles as lead, agreed member or invited one; all for a
        curator; for the rest what its lead shows to everybody."""
        public = self.public_condition()
        if not user.is_authenticated:
            return self.filter(public)
        if user.is_staff:
            return self.all()
        own = Profile.objects.owned_by(user).order_by().values("pk")
        return self.filter(
            public
            | Q(lead__in=own)
            | Q(pk__in=self._with_member(own, MemberState.AGREED, MemberState.INVITED))
        )

    def read_by(self, user):
        """Those of which one reads all: as lead, as agreed member or as a curator."""
        if not user.is_authenticated:
            return self.none()
        if user.is_staff:
            return self.all()
        own = Profile.objects.owned_by(user).order_by().values("pk")
        return self.filter(
            Q(lead__in=own) | Q(pk__in=self._with_member(own, MemberState.AGREED))
        )

    def editable_by(self, user):
        """Those that one may change: owners and editors of the lead, and curators."""
        if user.is_authenticated and user.is_staff:
            return self.all()
        return self.led_by(user, *EDITING)

    def led_by(self, user, *roles):
        """Those that a profile of this person started."""
        return self.filter(lead__in=Profile.objects.owned_by(user, *roles).order_by())

    def mine(self, user):
        """Those of this person's profiles: led, joined, or invited to."""
        if not user.is_authenticated:
            return self.none()
        own = Profile.objects.owned_by(user).order_by().values("pk")
        joined = self._with_member(own, MemberState.AGREED, MemberState.INVITED)
        return self.filter(Q(lead__in=own) | Q(pk__in=joined))

    def public(self):
        return self.filter(self.public_condition())

    @staticmethod
    def public_condition() -> Q:
        """What everybody may read: submitted or funded, the lead says so, and everybody
        sees the lead itself."""
        return Q(
            visibility=Visibility.PUBLIC,
            stage__in=SHOWABLE,
            lead__status=Status.PUBLISHED,
        )

    def _with_member(self, profiles, *states):
        members = self.model._meta.get_field("members").related_model.objects
        rows = members.filter(profile__in=profiles, state__in=states)
        return rows.order_by().values("consortium")

    def for_rows(self):
        """All that a row of a list says."""
        return self.select_related("call", "lead__region")


class MemberQuerySet(models.QuerySet):
    def present(self):
        """Those that make up the composition."""
        return self.filter(state__in=PRESENT)

    def fixed(self):
        """Those that every proposal keeps."""
        return self.filter(state__in=FIXED)

    def of_people(self, user, *roles):
        """Those whose profile this person acts for."""
        own = Profile.objects.owned_by(user, *roles).order_by()
        return self.filter(profile__in=own)

    def with_who(self):
        return self.select_related(*WHO)
