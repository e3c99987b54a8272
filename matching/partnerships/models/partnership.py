"""A thematic partnership: one theme, several regions, and how far they are together."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.partnerships.choices import ALIVE, PUBLIC, Origin, Phase, Status
from matching.partnerships.querysets import PartnershipQuerySet
from regions.models.provenance import Provenance

LONGEST_TEXT = 6_000


def person_link(label: Any) -> models.ForeignKey:
    """Who did something; the row stays when the person leaves."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=label,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )


class Partnership(Provenance):
    """Regions and clusters that work on one theme together.

    A historical one comes from a public source, with the names that were printed there;
    whether it still meets was not read. `touched_at` says that a person has changed it
    here: the tables of the register leave it alone from then on.
    """

    slug = models.SlugField(_("address"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=200)
    theme = models.CharField(_("theme in a few words"), max_length=300, blank=True)
    scope = models.TextField(_("scope"), max_length=LONGEST_TEXT, blank=True)
    topics = models.ManyToManyField(
        "regions.Topic", verbose_name=_("topics"), related_name="+", blank=True
    )
    programme = models.CharField(_("programme"), max_length=60, blank=True)
    origin = models.CharField(
        _("origin"), max_length=10, choices=Origin, default=Origin.PORTAL
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.DRAFT
    )
    phase = models.CharField(_("phase"), max_length=13, choices=Phase, blank=True)
    started_on = models.DateField(_("started on"), null=True, blank=True)
    # Sources of before name a year at most.
    start_year = models.PositiveSmallIntegerField(_("began in"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ending = models.TextField(_("why it ended"), max_length=3_000, blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    cooperation = models.OneToOneField(
        "regions.Cooperation",
        verbose_name=_("cooperation it is known from"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="partnership",
    )
    created_by = person_link(_("set up by"))
    created_at = models.DateTimeField(_("set up at"), default=timezone.now)
    touched_by = person_link(_("changed by"))
    touched_at = models.DateTimeField(_("changed at"), null=True, blank=True)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        ordering = ["title", "id"]
        indexes = [
            models.Index(fields=["status", "title", "id"], name="partnership_status")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("partnerships:detail", args=[self.slug])

    @property
    def is_public(self) -> bool:
        return self.status in PUBLIC

    @property
    def is_alive(self) -> bool:
        """Whether one can join, leave and lead it."""
        return self.status in ALIVE

    @property
    def is_historical(self) -> bool:
        return self.origin == Origin.HISTORICAL

    @property
    def year(self) -> int | None:
        """The year in which it began, as far as known."""
        return self.started_on.year if self.started_on else self.start_year
