"""Where a fact comes from, how sure it is, and who confirmed it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Confidence(models.TextChoices):
    """How a fact came into the register, surest first."""

    CONFIRMED = "confirmed", _("confirmed by its owner")
    READ = "read", _("read in a public source")
    RECALLED = "recalled", _("general knowledge, no page read")
    DERIVED = "derived", _("derived by the portal")


class Provenance(models.Model):
    """Source, its date and confidence; kept beside every fact, shown on every page."""

    source_name = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("source address"), max_length=500, blank=True)
    source_date = models.DateField(_("date of the source"), null=True, blank=True)
    confidence = models.CharField(
        _("confidence"),
        max_length=10,
        choices=Confidence,
        default=Confidence.RECALLED,
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confirmed by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        abstract = True

    @property
    def is_confirmed(self) -> bool:
        return self.confidence == Confidence.CONFIRMED
