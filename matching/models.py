"""Runs and matches. A run is the truth about scoring; it is switched in at once."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from matching.querysets import (
    ListEditQuerySet,
    MatchBlockQuerySet,
    MatchQuerySet,
    MatchRunQuerySet,
)

# Stored numbers are hundredths of a point: whole numbers add up exactly.
POINT = 100


class Kind(models.IntegerChoices):
    """Why two profiles fit."""

    ALIKE = 0, _("alike")
    COMPLEMENTARY = 1, _("complementary")
    BRIDGE = 2, _("bridge")


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


class ListEdit(models.Model):
    """One edit of a profile that lists have to take up, in the order of the numbers.

    `read_by` is the first run whose inputs hold the edit, `run` the one whose lists
    took it up afterwards. The profile is named by its key alone: it may be gone.
    """

    class What(models.TextChoices):
        CHANGED = "changed", _("changed")
        CONFIRMED = "confirmed", _("confirmed")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")
        DELETED = "deleted", _("deleted")

    profile_key = models.PositiveBigIntegerField(_("profile"), db_index=True)
    what = models.CharField(_("what was done"), max_length=9, choices=What)
    created_at = models.DateTimeField(_("edited at"), auto_now_add=True)
    read_by = models.ForeignKey(
        MatchRun,
        verbose_name=_("run that read it"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    run = models.ForeignKey(
        MatchRun,
        verbose_name=_("run whose lists took it up"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="edits",
    )
    done_at = models.DateTimeField(_("taken up at"), null=True, blank=True)

    objects = ListEditQuerySet.as_manager()

    class Meta:
        verbose_name = _("edit for the lists")
        verbose_name_plural = _("edits for the lists")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.pk}: {self.profile_key} {self.what}"


class Match(models.Model):
    """An ordered candidate for a profile. Numbers are in hundredths of a point.

    Narrow on purpose: the key is (run, profile, rank), nothing else is indexed, and
    reasons are worded from the stored fields of both sides when they are read.
    """

    pk = models.CompositePrimaryKey("run_id", "profile_id", "rank")
    run = models.ForeignKey(
        MatchRun,
        verbose_name=_("run"),
        on_delete=models.CASCADE,
        related_name="matches",
        db_index=False,
    )
    profile = models.ForeignKey(
        "regions.Profile",
        verbose_name=_("profile"),
        on_delete=models.CASCADE,
        related_name="matches",
        db_index=False,
    )
    rank = models.PositiveSmallIntegerField(_("rank"))
    partner = models.ForeignKey(
        "regions.Profile",
        verbose_name=_("partner"),
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
    )
    score = models.PositiveSmallIntegerField(_("score"))
    kind = models.PositiveSmallIntegerField(_("kind"), choices=Kind)
    # Bit k is set when component k is known; see the engine's order of components.
    known = models.PositiveSmallIntegerField(_("known components"))
    freshness = models.PositiveSmallIntegerField(_("freshness factor"))
    focus = models.PositiveSmallIntegerField(_("focus"))
    words = models.PositiveSmallIntegerField(_("words"))
    receive = models.PositiveSmallIntegerField(_("you gain"))
    give = models.PositiveSmallIntegerField(_("they gain"))
    chain = models.PositiveSmallIntegerField(_("value chain"))
    strength = models.PositiveSmallIntegerField(_("strength"))
    track_record = models.PositiveSmallIntegerField(_("track record"))
    reach = models.PositiveSmallIntegerField(_("reach"))

    objects = MatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        ordering = ["profile_id", "rank"]

    def __str__(self) -> str:
        return f"{self.profile_id} → {self.partner_id}: {self.score / POINT:.1f}"


class Exposure(models.Model):
    """How often a profile tops the lists of others in a run, and its bonus for it.

    Written once, when a run has scored everything. Without a row there is no bonus.
    """

    pk = models.CompositePrimaryKey("run_id", "profile_id")
    run = models.ForeignKey(
        MatchRun,
        verbose_name=_("run"),
        on_delete=models.CASCADE,
        related_name="exposures",
        db_index=False,
    )
    profile = models.ForeignKey(
        "regions.Profile",
        verbose_name=_("profile"),
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
    )
    # Lists of others in which it is among the first, by score alone.
    top10 = models.PositiveIntegerField(_("among the first ten"))
    top20 = models.PositiveIntegerField(_("among the first twenty"))
    # Hundredths of a point that count for the order, never for the score.
    bonus = models.PositiveSmallIntegerField(_("bonus"))
    # Bits: see matching.exposure.Why.
    why = models.PositiveSmallIntegerField(_("reasons for the bonus"))

    class Meta:
        verbose_name = _("exposure")
        verbose_name_plural = _("exposures")

    def __str__(self) -> str:
        return f"{self.profile_id}: {self.top20}, +{self.bonus / POINT:.2f}"
