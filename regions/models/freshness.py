"""The ledger's memory: who was reminded of which record, and when."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regions.models.owned import RecordKind


class Reminder(models.Model):
    """A step of the ledger that was taken for a record, once a confirmation.

    `counted_from` is the confirmation (or the registration) that the step counts from:
    confirming begins anew, and nothing is sent twice.
    """

    class Step(models.TextChoices):
        FIRST = "first", _("first reminder")
        SECOND = "second", _("second reminder")
        LAPSED = "lapsed", _("out of the lists")

    kind = models.CharField(_("kind"), max_length=10, choices=RecordKind)
    key = models.PositiveBigIntegerField(_("record"))
    step = models.CharField(_("step"), max_length=6, choices=Step)
    counted_from = models.DateTimeField(_("counted from"))
    sent_to = models.PositiveSmallIntegerField(_("people told"), default=0)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key", "step", "counted_from"], name="reminder_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.step}"
