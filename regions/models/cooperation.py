"""Cooperation: who really worked with whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from regions.models.provenance import Provenance
from regions.querysets import CooperationQuerySet


class Cooperation(Provenance):
    """A past or running joint project between regions or clusters."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    programme = models.CharField(_("programme"), max_length=60)
    name = models.CharField(_("name"), max_length=250)
    keywords = models.JSONField(_("keywords"), default=list, blank=True)
    topics = models.ManyToManyField(
        "regions.Topic", verbose_name=_("topics"), related_name="+", blank=True
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    is_complete = models.BooleanField(
        _("member list is complete"),
        default=False,
        help_text=_("If not, somebody missing here may still have taken part."),
    )
    regions = models.ManyToManyField(
        "regions.Region",
        verbose_name=_("regions"),
        through="CooperationMember",
        related_name="cooperations",
    )

    objects = CooperationQuerySet.as_manager()

    class Meta:
        verbose_name = _("cooperation")
        verbose_name_plural = _("cooperations")
        ordering = ["-year", "name", "id"]

    def __str__(self) -> str:
        return self.name


class CooperationMember(Provenance):
    """A region or cluster that took part, with its name as the source printed it."""

    cooperation = models.ForeignKey(
        Cooperation,
        verbose_name=_("cooperation"),
        on_delete=models.CASCADE,
        related_name="members",
    )
    region = models.ForeignKey(
        "regions.Region",
        verbose_name=_("region"),
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    name = models.CharField(_("name as printed"), max_length=250)
    is_cluster = models.BooleanField(_("a cluster"), default=False)
    role = models.CharField(_("role"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["cooperation", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["cooperation", "region", "name"], name="member_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
