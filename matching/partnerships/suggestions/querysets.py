"""Which suggestions curators look at."""

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q


class SuggestionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Curators see all of them; nobody else sees any."""
        return self.all() if user.is_authenticated and user.is_staff else self.none()

    def new(self):
        """Those that no curator has decided yet."""
        return self.filter(state="new")

    def decided(self):
        return self.exclude(state="new")

    def for_rows(self):
        """All that a row of a list says of the members."""
        member = Q(seats__role="member")
        return self.annotate(
            member_count=Count("seats", filter=member, distinct=True),
            supporter_count=Count("seats", filter=~member, distinct=True),
            country_count=Count(
                "seats__profile__region__country", filter=member, distinct=True
            ),
        )

    def of_countries(self, codes):
        """Those with a member in one of these countries."""
        seats = self.model._meta.get_field("seats").related_model.objects
        there = seats.filter(profile__region__country__in=codes, role="member")
        return self.filter(Exists(there.filter(suggestion=OuterRef("pk"))))


class SeatQuerySet(models.QuerySet):
    def members(self):
        return self.filter(role="member")

    def supporters(self):
        return self.filter(role="supporter")

    def listed(self):
        """Seats of profiles that are in the lists today."""
        return self.filter(profile__status="published", profile__lapsed_at=None)

    def with_whom(self):
        """All that a card says of a profile, in one query."""
        sides = ("region", "priority__strategy", "cluster")
        return self.select_related(*(f"profile__{name}" for name in sides))
