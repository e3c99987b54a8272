"""Which run's lists readers see, and who let them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from matching.models.runs import MatchRun


class CurrentRun(models.Model):
    """The one row that says whose matches readers see, and saw before."""

    run = models.ForeignKey(
        MatchRun,
        verbose_name=_("run"),
        on_delete=models.PROTECT,
        related_name="current",
    )
    previous = models.ForeignKey(
        MatchRun,
        verbose_name=_("run before it"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="previous_of",
    )
    # What later runs use; None: the weights that come with the portal.
    chosen_weights = models.JSONField(_("chosen weights"), null=True, blank=True)
    switched_at = models.DateTimeField(_("switched in at"), auto_now=True)

    class Meta:
        verbose_name = _("current run")
        verbose_name_plural = _("current runs")

    def __str__(self) -> str:
        return str(self.run_id)


class RunSwitch(models.Model):
    """Who let readers see which run, and when; rows are only ever added."""

    run = models.ForeignKey(
        MatchRun,
        verbose_name=_("run"),
        on_delete=models.CASCADE,
        related_name="switches",
    )
    left = models.ForeignKey(
        MatchRun,
        verbose_name=_("run before it"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("switched by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    at = models.DateTimeField(_("switched at"), auto_now_add=True)

    class Meta:
        verbose_name = _("switch of lists")
        verbose_name_plural = _("switches of lists")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.left_id} → {self.run_id}"
