"""Who sees which question, and which invitations wait for a curator."""

from datetime import timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from portal.accounts.models import Mandate
from regions.querysets import EDITING

# How far back proposals count for whom was proposed often.
LATELY = timedelta(days=365)
# What a row or page says of whose question it is, in one query.
WHOSE = ("region", "cluster__region", "practice")
PEER = ("region", "cluster__region", "profile__region")


def _of_organisations(user, *roles) -> Q:
    regions = user.mandated_regions(*roles).order_by()
    clusters = user.mandated_clusters(*roles).order_by()
    return Q(region__in=regions) | Q(cluster__in=clusters.values("pk"))


class QuestionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the organisations for which this person acts, nobody else's.

        Curators count questions and do not read them.
        """
        if not user.is_authenticated:
            return self.none()
        return self.filter(_of_organisations(user))

    def owned_by(self, user, *roles):
        """The same for some roles only."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(_of_organisations(user, *roles))

    def open(self):
        return self.filter(state="open")

    def with_whose(self):
        return self.select_related(*WHOSE)


class ProposalQuerySet(models.QuerySet):
    def lately(self):
        """Those of questions of the last year."""
        return self.filter(question__created_at__gt=timezone.now() - LATELY)

    def with_peer(self):
        return self.select_related(*PEER)


class AskedQuerySet(models.QuerySet):
    def with_sides(self):
        """All that a row says of the introduction and its sides, oldest first."""
        paths = ("introduction__profile__region", "introduction__partner__region")
        return self.select_related(*paths).order_by("introduction__asked_at", "pk")


class PeerInvitationQuerySet(models.QuerySet):
    def open(self):
        """Those that no curator has settled."""
        return self.filter(settled_at=None)

    def waiting(self):
        """Open ones of whom nobody acts for yet: what curators have to do."""
        return self.open().filter(~self._arrived())

    def arrived(self):
        """Those of whom somebody acts for by now, who could answer."""
        return self.filter(self._arrived())

    def with_whose(self):
        return self.select_related("region", "cluster__region", "question")

    @staticmethod
    def _arrived() -> Q:
        acting = Mandate.objects.active().filter(role__in=EDITING).order_by()
        region = acting.filter(region=OuterRef("region"))
        cluster = acting.filter(cluster=OuterRef("cluster"))
        return Q(Exists(region)) | Q(Exists(cluster))
