"""Mandates: who may act for which region or cluster, and what became of them."""

import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models.people import User
from regions.models import Cluster, Region


def organisation_link(organisation: Region | Cluster) -> dict[str, Any]:
    """The fields by which a row belongs to this region or cluster."""
    if isinstance(organisation, Region):
        return {"region": organisation, "cluster": None}
    return {"region": None, "cluster": organisation}


class MandateQuerySet(models.QuerySet):
    def running(self):
        """Mandates that have not ended."""
        return self.running_on(timezone.localdate())

    def running_on(self, day: datetime.date):
        """Mandates that do not end before this day."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))

    def over(self):
        """Mandates whose last day is past."""
        return self.filter(ends_on__lt=timezone.localdate())

    def of(self, organisation: Region | Cluster):
        """Mandates for this region or cluster."""
        return self.filter(**organisation_link(organisation))

    def active(self):
        """Running mandates of people who can sign in."""
        return self.running().filter(user__is_active=True)


class Role(models.TextChoices):
    OWNER = "owner", _("owner")
    EDITOR = "editor", _("editor")
    READER = "reader", _("reader")


class Mandate(models.Model):
    """A person acts for one region or one cluster, in a role, until a date."""

    user = models.ForeignKey(
        User,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="mandates",
    )
    region = models.ForeignKey(
        Region,
        verbose_name=_("region"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="mandates",
    )
    cluster = models.ForeignKey(
        Cluster,
        verbose_name=_("cluster"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="mandates",
    )
    role = models.CharField(_("role"), max_length=6, choices=Role, default=Role.READER)
    granted_at = models.DateTimeField(_("granted at"), default=timezone.now)
    granted_by = models.ForeignKey(
        User,
        verbose_name=_("granted by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    # The day on which its end was written down: the last day itself where it passed, a
    # later one where somebody ended it at once; earlier days were of ends before.
    closed_on = models.DateField(null=True, blank=True, editable=False)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering = ["user", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(region__isnull=False) ^ Q(cluster__isnull=False),
                name="mandate_for_one_region_or_cluster",
            ),
            models.UniqueConstraint(
                fields=["user", "region"], name="mandate_region_once"
            ),
            models.UniqueConstraint(
                fields=["user", "cluster"], name="mandate_cluster_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.region or self.cluster} ({self.role})"

    @property
    def organisation(self) -> Region | Cluster:
        return self.region or self.cluster

    @property
    def is_running(self) -> bool:
        return self.ends_on is None or self.ends_on >= timezone.localdate()

    @property
    def ended_at_once_on(self) -> datetime.date | None:
        """The day on which somebody ended it; None if it runs, or its time ran out."""
        if self.is_running or self.closed_on is None or self.ends_on is None:
            return None
        return self.closed_on if self.closed_on > self.ends_on else None


class MandateEvent(models.Model):
    """What happened to the mandates of an organisation; it outlives people.

    Names are kept as long as the person is there: afterwards the row says what
    happened, not to whom.
    """

    class What(models.TextChoices):
        GRANTED = "granted", _("granted")
        CHANGED = "changed", _("role changed")
        DATED = "dated", _("end date changed")
        ENDED = "ended", _("ended")
        HANDED_OVER = "handed_over", _("handed over")
        CLAIMED = "claimed", _("claimed")
        CLAIM_REFUSED = "refused", _("claim refused")
        INVITED = "invited", _("invited")
        UNINVITED = "uninvited", _("invitation withdrawn")

    region = models.ForeignKey(
        Region, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    cluster = models.ForeignKey(
        Cluster, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    what = models.CharField(_("what"), max_length=11, choices=What)
    role = models.CharField(_("role"), max_length=6, choices=Role, blank=True)
    person = models.ForeignKey(
        User,
        verbose_name=_("person"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    by = models.ForeignKey(
        User,
        verbose_name=_("by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    note = models.TextField(_("note"), blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("event of a mandate")
        verbose_name_plural = _("events of mandates")
        ordering = ["-at", "id"]

    def __str__(self) -> str:
        return f"{self.region or self.cluster}: {self.what} {self.role}"

    @property
    def organisation(self) -> Region | Cluster:
        return self.region or self.cluster

    @property
    def is_about_a_claim(self) -> bool:
        """Who claims is nobody's colleague yet: only owners read the name."""
        return self.what in (self.What.CLAIMED, self.What.CLAIM_REFUSED)
