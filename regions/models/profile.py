"""Profiles: what is matched. A priority or a cluster is a profile with more to say.

Multi-table inheritance, because offers, needs, topics and matches belong to either
kind and every list shows both; the few own fields live in the child tables.
"""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from regions.models.provenance import Provenance
from regions.models.stages import Stage, bits_to_stages
from regions.models.status import Status
from regions.querysets import ClusterQuerySet, PriorityQuerySet, ProfileQuerySet

__all__ = ["Cluster", "Priority", "Profile", "ProfileType", "Status"]


class ProfileType(models.TextChoices):
    PRIORITY = "priority", _("priority")
    CLUSTER = "cluster", _("cluster")


class Profile(Provenance):
    """One partner candidate: a region's priority area or a cluster organisation."""

    slug = models.SlugField(_("address"), max_length=120, unique=True)
    type = models.CharField(_("type"), max_length=10, choices=ProfileType)
    region = models.ForeignKey(
        "regions.Region",
        verbose_name=_("region"),
        on_delete=models.PROTECT,
        related_name="profiles",
    )
    title = models.CharField(_("title"), max_length=250)
    summary = models.TextField(_("summary"), blank=True)
    keywords = models.JSONField(_("keywords"), default=list, blank=True)
    topics = models.ManyToManyField(
        "regions.Topic", verbose_name=_("topics"), related_name="profiles", blank=True
    )
    stage_bits = models.PositiveSmallIntegerField(_("value-chain stages"), default=0)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.PUBLISHED
    )
    created_at = models.DateTimeField(_("registered at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("changed by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        ordering = ["title", "id"]
        indexes = [
            models.Index(fields=["type", "title", "id"], name="profile_type_title"),
            models.Index(
                fields=["type", "-updated_at", "id"], name="profile_type_changed"
            ),
            models.Index(fields=["region", "status"], name="profile_region_status"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stage_bits__lt=1 << len(Stage)),
                name="profile_stages_are_known",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse(f"regions:{self.type}", args=[self.slug])

    @property
    def stages(self) -> list[Stage]:
        return bits_to_stages(self.stage_bits)


class Priority(Profile):
    """A priority area of a region's strategy."""

    strategy = models.ForeignKey(
        "regions.Strategy",
        verbose_name=_("strategy"),
        on_delete=models.CASCADE,
        related_name="priorities",
    )
    title_original = models.CharField(_("original title"), max_length=250, blank=True)

    objects = PriorityQuerySet.as_manager()

    class Meta:
        verbose_name = _("priority")
        verbose_name_plural = _("priorities")


class Cluster(Profile):
    """A cluster organisation; its region is that of its seat."""

    acronym = models.CharField(_("acronym"), max_length=60, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    founded = models.PositiveSmallIntegerField(_("founded"), null=True, blank=True)
    members_total = models.PositiveIntegerField(_("members"), null=True, blank=True)
    sme_members = models.PositiveIntegerField(
        _("small and medium-sized members"), null=True, blank=True
    )
    label = models.CharField(_("excellence label"), max_length=120, blank=True)

    objects = ClusterQuerySet.as_manager()

    class Meta:
        verbose_name = _("cluster")
        verbose_name_plural = _("clusters")
