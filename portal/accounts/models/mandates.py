"""Mandates: who may act for which region or cluster, and what became of them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models.people import User
from regions.models import Cluster, Region


class MandateQuerySet(models.QuerySet):
    def running(self):
        """Mandates that have not ended."""
        today = timezone.localdate()
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))


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


class MandateEvent(models.Model):
    """What happened to the mandates of an organisation; it outlives people.

    Names are kept as long as the person is there: afterwards the row says what
    happened, not to whom.
    """

    class What(models.TextChoices):
        GRANTED = "granted", _("granted")
        CHANGED = "changed", _("role changed")
        ENDED = "ended", _("ended")
        HANDED_OVER = "handed_over", _("handed over")
        CLAIM_REFUSED = "refused", _("claim refused")

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
