"""Strategies: a region's RIS3 for a period."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from regions.models.owned import Owned
from regions.querysets import StrategyQuerySet


class Strategy(Owned):
    """A smart specialisation strategy (RIS3) of one region and one period."""

    slug = models.SlugField(_("address"), max_length=100, unique=True)
    region = models.ForeignKey(
        "regions.Region",
        verbose_name=_("region"),
        on_delete=models.PROTECT,
        related_name="strategies",
    )
    title = models.CharField(_("title"), max_length=250, blank=True)
    period = models.CharField(_("period"), max_length=20, blank=True)
    document_url = models.URLField(_("document"), max_length=500, blank=True)
    responsible_body = models.CharField(
        _("responsible body"), max_length=250, blank=True
    )
    mailbox = models.EmailField(
        _("role mailbox"),
        blank=True,
        help_text=_("An address of the office, not of a person."),
    )

    objects = StrategyQuerySet.as_manager()

    class Meta:
        verbose_name = _("strategy")
        verbose_name_plural = _("strategies")
        ordering = ["region", "-period"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "period"], name="strategy_once_a_period"
            )
        ]

    def get_absolute_url(self) -> str:
        return reverse("regions:detail", args=[self.region_id])

    def __str__(self) -> str:
        return self.title or f"RIS3 {self.region_id} {self.period}".strip()
