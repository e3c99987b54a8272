"""Facilities: infrastructures that others may use."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from regions.models.owned import Owned
from regions.querysets import FacilityQuerySet


class FacilityKind(models.TextChoices):
    PILOT_LINE = "pilot_line", _("pilot line")
    TEST_BED = "test_bed", _("test bed")
    LABORATORY = "laboratory", _("laboratory")
    DATA_SPACE = "data_space", _("data space")
    RESEARCH = "research", _("research infrastructure")


class Facility(Owned):
    """A pilot line, test bed, laboratory, data space or research infrastructure."""

    slug = models.SlugField(_("address"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=250)
    kind = models.CharField(
        _("kind"), max_length=12, choices=FacilityKind, default=FacilityKind.RESEARCH
    )
    region = models.ForeignKey(
        "regions.Region",
        verbose_name=_("region"),
        on_delete=models.PROTECT,
        related_name="facilities",
    )
    cluster = models.ForeignKey(
        "regions.Cluster",
        verbose_name=_("cluster that offers it"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="facilities",
    )
    host = models.CharField(_("host"), max_length=300, blank=True)
    website = models.URLField(_("website"), max_length=500, blank=True)
    field = models.CharField(_("field"), max_length=150, blank=True)
    category = models.CharField(_("category"), max_length=200, blank=True)
    keywords = models.JSONField(_("keywords"), default=list, blank=True)
    topics = models.ManyToManyField(
        "regions.Topic", verbose_name=_("topics"), related_name="facilities", blank=True
    )
    access_terms = models.TextField(_("access terms"), blank=True)
    known_as_of = models.PositiveSmallIntegerField(
        _("known as of (year)"), null=True, blank=True
    )

    objects = FacilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("facility")
        verbose_name_plural = _("facilities")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("regions:facility", args=[self.slug])
