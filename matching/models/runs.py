"""A run is the truth about scoring: inputs, progress, outcome, and who did what."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from matching.querysets import MatchBlockQuerySet, MatchRunQuerySet


class MatchRun(models.Model):
    """One execution of the scorer: inputs, weights, progress, timings, outcome."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("waiting for a worker")
        RUNNING = "running", _("running")
        FINISHED = "finished", _("finished")
        UNCHANGED = "unchanged", _("nothing had changed")
        CANCELLED = "cancelled", _("cancelled")
        FAILED = "failed", _("failed")

    class Purpose(models.TextChoices):
        LIVE = "live", _("for readers")
        TRIAL = "trial", _("trial")

    OPEN = (Status.QUEUED, Status.RUNNING)

    purpose = models.CharField(
        _("purpose"), max_length=5, choices=Purpose, default=Purpose.LIVE
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.QUEUED
    )
    weights = models.JSONField(_("weights"), default=dict)
    weights_version = models.CharField(_("weights version"), max_length=40)
    input_hash = models.CharField(_("hash of the inputs"), max_length=64, blank=True)
    register_version = models.CharField(
        _("version of the register"), max_length=20, blank=True
    )
    rows_total = models.PositiveIntegerField(_("profiles"), default=0)
    rows_done = models.PositiveIntegerField(_("profiles scored"), default=0)
    # Raised with every edit that the lists take up; pages are kept under it.
    edits_done = models.PositiveIntegerField(_("edits taken up"), default=0)
    step = models.CharField(_("what is being done"), max_length=40, blank=True)
    cancel_requested = models.BooleanField(_("asked to stop"), default=False)
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=0)
    error = models.TextField(_("error"), blank=True)
    timings = models.JSONField(_("timings in seconds"), default=dict, blank=True)
    # How evenly profiles are shown, by score alone and as shown: exposure_services.
    exposure = models.JSONField(_("how evenly shown"), default=dict, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("started by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    created_at = models.DateTimeField(_("asked for at"), auto_now_add=True)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    heartbeat_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    finished_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    # Its lists are being deleted since then, or are gone: nobody is shown them again.
    dropped_at = models.DateTimeField(_("lists dropped at"), null=True, blank=True)

    objects = MatchRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("match run")
        verbose_name_plural = _("match runs")
        ordering = ["-id"]
        constraints = [
            # Two open runs would write the same lists twice.
            models.UniqueConstraint(
                models.Value(1),
                condition=models.Q(status__in=["queued", "running"]),
                name="one_open_run",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.status}"

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    @property
    def percent(self) -> int:
        return 100 * self.rows_done // self.rows_total if self.rows_total else 0


class RunStatistics(models.Model):
    """How often topics and words occurred when a run began; its edits count with them.

    Apart from the run, because it is large and few ask for it.
    """

    run = models.OneToOneField(
        MatchRun,
        verbose_name=_("run"),
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="statistics",
    )
    content = models.JSONField(_("counts"))

    class Meta:
        verbose_name = _("statistics of a run")
        verbose_name_plural = _("statistics of runs")

    def __str__(self) -> str:
        return str(self.run_id)


class MatchBlock(models.Model):
    """Some rows of a run, from `first` up to `last`: what one worker scores at a time.

    The attempt is the token: only who claimed the block last may write its rows.
    """

    class Status(models.TextChoices):
        FREE = "free", _("free")
        CLAIMED = "claimed", _("being scored")
        DONE = "done", _("done")

    run = models.ForeignKey(
        MatchRun,
        verbose_name=_("run"),
        on_delete=models.CASCADE,
        related_name="blocks",
        db_index=False,
    )
    first = models.PositiveIntegerField(_("first row"))
    last = models.PositiveIntegerField(_("row after the last"))
    status = models.CharField(
        _("status"), max_length=7, choices=Status, default=Status.FREE
    )
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=0)
    claimed_by = models.CharField(_("worker"), max_length=80, blank=True)
    heartbeat_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    score_seconds = models.FloatField(_("seconds of scoring"), default=0)
    write_seconds = models.FloatField(_("seconds of writing"), default=0)

    objects = MatchBlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("block of rows")
        verbose_name_plural = _("blocks of rows")
        ordering = ["run_id", "first"]
        constraints = [
            models.UniqueConstraint(fields=["run", "first"], name="one_block_a_row")
        ]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.first} to {self.last} {self.status}"

    def __len__(self) -> int:
        return self.last - self.first
