"""Who sees which partnership, seat, letter, proposal and review."""

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from matching.partnerships.choices import ALIVE, PRESENT, PUBLIC, WAITING
from regions.models import Profile
from regions.querysets import EDITING

# What a row says of a seat, in one query.
SEAT = ("region", "profile__region", "profile__priority__strategy", "profile__cluster")


def shown(profile: str) -> Q:
    """Of seats: those of printed names, and of profiles that everybody may see."""
    return Q(**{profile: None}) | Q(**{f"{profile}__status": "published"})


class PartnershipQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The public ones; one's own, and those one is invited to; all for curators."""
        public = Q(status__in=PUBLIC)
        if not user.is_authenticated:
            return self.filter(public)
        if user.is_staff:
            return self.all()
        return self.filter(public | Exists(_seats_of(self, user)))

    def with_seat_of(self, user, *roles):
        """Those in which a profile of this person takes part, asks or is invited."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Exists(_seats_of(self, user, *roles)))

    def led_by(self, user, *roles):
        """Those that a profile of this person leads."""
        if not user.is_authenticated:
            return self.none()
        seats = _seats_of(self, user, *roles).filter(role="lead", state="active")
        return self.filter(Exists(seats))

    def public(self):
        return self.filter(status__in=PUBLIC)

    def alive(self):
        """Those one can join, leave and lead."""
        return self.filter(status__in=ALIVE)

    def with_counts(self):
        """Add how many take part, and in how many countries."""
        active = Q(members__state="active") & shown("members__profile")
        return self.annotate(
            member_count=Count("members", filter=active, distinct=True),
            country_count=Count(
                "members__region__country", filter=active, distinct=True
            ),
        )

    def for_rows(self):
        """All that a row of a list says; two queries."""
        return self.with_counts().prefetch_related("topics")

    def for_api(self):
        """With topics, milestones and, as `seats`, who takes part; four queries."""
        seats = self.model._meta.get_field("members").related_model.objects
        rows = seats.shown().select_related("region", "profile")
        return self.with_counts().prefetch_related(
            "topics",
            "milestones",
            models.Prefetch(
                "members", rows.order_by("role", "region_id", "pk"), to_attr="seats"
            ),
        )


def _seats_of(rows: models.QuerySet, user, *roles):
    """The present seats of this person's profiles in the outer partnership."""
    seats = rows.model._meta.get_field("members").related_model.objects
    own = Profile.objects.owned_by(user, *roles).order_by().values("pk")
    return seats.filter(
        partnership=OuterRef("pk"), state__in=PRESENT, profile__in=own
    ).order_by()


class MemberQuerySet(models.QuerySet):
    def active(self):
        return self.filter(state="active")

    def shown(self):
        """Those who take part, as everybody sees it: no profile that was hidden."""
        return self.active().filter(shown("profile"))

    def present(self):
        """Taking part, invited or asking."""
        return self.filter(state__in=PRESENT)

    def waiting(self):
        """Invited or asking."""
        return self.filter(state__in=WAITING)

    def leads(self):
        return self.active().filter(role="lead")

    def owned_by(self, user, *roles):
        """Seats of the profiles for which this person acts."""
        return self.filter(profile__in=Profile.objects.owned_by(user, *roles))

    def with_whom(self):
        return self.select_related(*SEAT)


class HandoverQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state="offered")


class PledgeQuerySet(models.QuerySet):
    def running(self):
        return self.filter(withdrawn_at=None, replaced_at=None)

    def valid(self):
        today = timezone.localdate()
        return self.running().filter(valid_from__lte=today, valid_until__gte=today)

    def without_files(self):
        """Rows that say whether there is a file (`has_file`) and do not hold it."""
        is_there = models.ExpressionWrapper(
            Q(file__isnull=False), models.BooleanField()
        )
        return self.defer("file").annotate(has_file=is_there)


class ProposalQuerySet(models.QuerySet):
    def open(self):
        """Being written or assessed."""
        return self.filter(state__in=["draft", "submitted"])

    def submitted(self):
        return self.filter(state="submitted")


class ReviewQuerySet(models.QuerySet):
    def readable_by(self, user):
        """One's own; the others' once one's own of the same proposal is submitted.

        A curator who does not review reads those that are submitted.
        """
        if not (user.is_authenticated and user.is_staff):
            return self.none()
        own = self.model.objects.filter(reviewer=user, proposal=OuterRef("proposal"))
        waits = Exists(own.filter(submitted_at=None).order_by())
        return self.filter(Q(reviewer=user) | Q(submitted_at__isnull=False) & ~waits)

    def to_write(self, user):
        """What waits for this reviewer."""
        return self.filter(
            reviewer=user, submitted_at=None, proposal__state="submitted"
        )


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Submitted ones that are public; the rest for members, leads and curators."""
        public = Q(submitted_at__isnull=False, is_public=True)
        if not user.is_authenticated:
            return self.filter(public)
        if user.is_staff:
            return self.all()
        partnerships = self.model._meta.get_field("partnership").related_model.objects
        # One seat has to be both: that of somebody who has left opens nothing.
        own = partnerships.filter(
            members__state="active",
            members__profile__in=Profile.objects.owned_by(user).order_by().values("pk"),
        )
        return self.filter(public | Q(partnership__in=own.order_by().values("pk")))

    def to_submit(self, user):
        """What this person's led partnerships still owe."""
        partnerships = self.model._meta.get_field("partnership").related_model.objects
        led = partnerships.led_by(user, *EDITING).order_by().values("pk")
        return self.filter(submitted_at=None, partnership__in=led)
