"""The ledger's memory: who was reminded of which record, and what can be taken back."""

import uuid

from django.conf import settings
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


class Confirmation(models.Model):
    """What somebody confirmed in one go; it can be taken back for a day.

    `link` is the digest of the link in a mail that was used, "" for a page. `before`
    holds what each record said of its confirmation until then: see
    regions.freshness.confirming. Rows are deleted when the day is over.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    link = models.CharField(_("link"), max_length=64, blank=True, db_index=True)
    before = models.JSONField(_("before"), default=list)
    at = models.DateTimeField(_("at"), default=timezone.now)
    undone_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        ordering = ["-at", "id"]

    def __str__(self) -> str:
        return f"{self.by}: {self.at:%Y-%m-%d}"
