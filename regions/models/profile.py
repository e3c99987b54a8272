"""Profiles: what is matched. A priority or a cluster is a profile with more to say.

Multi-table inheritance, because offers, needs, topics and matches belong to either
kind and every list shows both; the few own fields live in the child tables.
"""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regions.models.owned import Owned, RecordKind
from regions.models.stages import Stage, bits_to_stages
from regions.models.status import Status
from regions.querysets import (
    ClusterQuerySet,
    PriorityLinkQuerySet,
    PriorityQuerySet,
    ProfileQuerySet,
)

__all__ = ["Cluster", "Priority", "Profile", "ProfileType", "Status"]


class ProfileType(models.TextChoices):
    PRIORITY = "priority", _("priority")
    CLUSTER = "cluster", _("cluster")


class Profile(Owned):
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
    def record_kind(self) -> RecordKind:
        return RecordKind(self.type)

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

    legal_name = models.CharField(_("legal name"), max_length=250, blank=True)
    acronym = models.CharField(_("acronym"), max_length=60, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    founded = models.PositiveSmallIntegerField(_("founded"), null=True, blank=True)
    team_size = models.PositiveSmallIntegerField(
        _("people in the management team"), null=True, blank=True
    )
    members_total = models.PositiveIntegerField(_("members"), null=True, blank=True)
    sme_members = models.PositiveIntegerField(
        _("small and medium-sized members"), null=True, blank=True
    )
    large_members = models.PositiveIntegerField(
        _("large companies among the members"), null=True, blank=True
    )
    research_members = models.PositiveIntegerField(
        _("research and education members"), null=True, blank=True
    )
    public_members = models.PositiveIntegerField(
        _("public bodies among the members"), null=True, blank=True
    )
    label = models.CharField(_("excellence label"), max_length=120, blank=True)
    services = models.JSONField(_("services"), default=list, blank=True)
    languages = models.JSONField(_("working languages"), default=list, blank=True)
    target_regions = models.ManyToManyField(
        "regions.Region",
        verbose_name=_("target regions"),
        related_name="targeted_by",
        blank=True,
    )
    mailbox = models.EmailField(
        _("role mailbox"),
        blank=True,
        help_text=_("An address of the office, not of a person."),
    )
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    contact_person = models.CharField(_("contact person"), max_length=150, blank=True)

    objects = ClusterQuerySet.as_manager()

    class Meta:
        verbose_name = _("cluster")
        verbose_name_plural = _("clusters")


class PriorityLink(models.Model):
    """A cluster says that it works for a region's priority; the region confirms it."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waits for the region")
        CONFIRMED = "confirmed", _("confirmed by the region")
        REFUSED = "refused", _("refused by the region")

    cluster = models.ForeignKey(
        Cluster,
        verbose_name=_("cluster"),
        on_delete=models.CASCADE,
        related_name="priority_links",
    )
    priority = models.ForeignKey(
        Priority,
        verbose_name=_("priority"),
        on_delete=models.CASCADE,
        related_name="cluster_links",
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.PROPOSED
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("proposed by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    proposed_at = models.DateTimeField(_("proposed at"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reasons = models.TextField(_("reasons"), blank=True)

    objects = PriorityLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to a priority")
        verbose_name_plural = _("links to priorities")
        ordering = ["cluster", "priority"]
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "priority"], name="priority_link_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.cluster} → {self.priority}"
