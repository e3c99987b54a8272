"""Files that people import: what became of each, step by step."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regions.querysets import ImportJobQuerySet


class ImportJob(models.Model):
    """One file on its way into the register; this row is the truth about it.

    A message only wakes a worker, which claims the job by raising `attempt`: who was
    thought dead and wakes up finds another number and writes nothing. `report` is what
    the last check found (see `regions.sheets.reports`). The file is dropped when the
    job has ended, the job after 30 days.
    """

    class State(models.TextChoices):
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked")
        APPLYING = "applying", _("being imported")
        DONE = "done", _("imported")
        FAILED = "failed", _("refused")
        CANCELLED = "cancelled", _("cancelled")

    # States in which a worker has something to do.
    OPEN = (State.CHECKING, State.APPLYING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="import_jobs",
    )
    name = models.CharField(_("file"), max_length=150)
    file = models.BinaryField(_("content"), null=True, blank=True)
    size = models.PositiveIntegerField(_("bytes"), default=0)
    language = models.CharField(_("language"), max_length=5, default="en")
    state = models.CharField(
        _("state"), max_length=9, choices=State, default=State.CHECKING
    )
    # What becomes of new records: a value of regions.sheets.applying.Then.
    then = models.CharField(_("new records"), max_length=7, default="draft")
    step = models.CharField(_("what is being done"), max_length=10, blank=True)
    done = models.PositiveIntegerField(_("records looked at"), default=0)
    total = models.PositiveIntegerField(_("records"), default=0)
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=0)
    heartbeat_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    report = models.JSONField(_("report"), default=dict, blank=True)
    error = models.TextField(_("error"), blank=True)
    created_at = models.DateTimeField(_("uploaded at"), default=timezone.now)
    asked_at = models.DateTimeField(_("asked for at"), default=timezone.now)
    finished_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["state", "heartbeat_at"], name="import_open")]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_state_display()})"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN
