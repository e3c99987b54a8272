"""Who sees what is kept: the people of an organisation, or one person."""

from django.db import models
from django.db.models import Exists, OuterRef

from regions.models import Profile
from regions.querysets import EDITING


class KeptQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What the organisations of this person keep; curators have no part in it."""
        return self.filter(profile__in=Profile.objects.owned_by(user))

    def editable_by(self, user):
        """What this person may change, as an owner or editor."""
        return self.filter(profile__in=Profile.objects.owned_by(user, *EDITING))

    def with_sight(self, user):
        """Add `is_seen`: whether this person may see the partner now."""
        seen = Profile.objects.visible_to(user).filter(pk=OuterRef("partner_id"))
        return self.annotate(is_seen=Exists(seen))


class FollowQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Nobody knows whom another person follows."""
        return self.filter(user=user) if user.is_authenticated else self.none()


class SavedSearchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Nobody sees the searches of another person."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    def active(self):
        """Those of people who can sign in."""
        return self.filter(user__is_active=True)
