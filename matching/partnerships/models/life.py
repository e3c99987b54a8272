"""What happens in a partnership: milestones, phases, half-yearly reports."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.partnerships.choices import Phase
from matching.partnerships.models.partnership import (
    LONGEST_TEXT,
    Partnership,
    person_link,
)
from matching.partnerships.querysets import ReportQuerySet


class Milestone(models.Model):
    """Something the partnership wants to have done by a day."""

    partnership = models.ForeignKey(
        Partnership,
        verbose_name=_("partnership"),
        on_delete=models.CASCADE,
        related_name="milestones",
    )
    phase = models.CharField(_("phase"), max_length=13, choices=Phase)
    title = models.CharField(_("milestone"), max_length=200)
    due_on = models.DateField(_("due on"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    created_at = models.DateTimeField(_("set at"), default=timezone.now)
    created_by = person_link(_("set by"))
    done_by = person_link(_("marked as done by"))

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "phase", "title", "due_on"],
                name="milestone_once",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_late(self) -> bool:
        return self.done_on is None and self.due_on < timezone.localdate()


class PhaseChange(models.Model):
    """The log of phases: from which to which, when, by whom and why."""

    partnership = models.ForeignKey(
        Partnership,
        verbose_name=_("partnership"),
        on_delete=models.CASCADE,
        related_name="phase_changes",
    )
    before = models.CharField(
        _("phase before"), max_length=13, choices=Phase, blank=True
    )
    phase = models.CharField(_("phase"), max_length=13, choices=Phase)
    at = models.DateTimeField(_("changed at"), default=timezone.now)
    by = person_link(_("changed by"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("change of phase")
        verbose_name_plural = _("changes of phase")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.partnership_id}: {self.before} → {self.phase}"


class Report(models.Model):
    """What a partnership did in half a year.

    `facts` is what the portal counted when the report was submitted; the rest is said
    by a lead. The clock makes the row when a half-year is over.
    """

    partnership = models.ForeignKey(
        Partnership,
        verbose_name=_("partnership"),
        on_delete=models.CASCADE,
        related_name="reports",
    )
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("to"))
    due_on = models.DateField(_("due on"))
    facts = models.JSONField(_("what the portal counted"), default=dict, blank=True)
    progress = models.TextField(_("progress"), max_length=LONGEST_TEXT, blank=True)
    obstacles = models.TextField(_("obstacles"), max_length=LONGEST_TEXT, blank=True)
    next_steps = models.TextField(_("next steps"), max_length=LONGEST_TEXT, blank=True)
    is_public = models.BooleanField(_("shown to everybody"), default=True)
    saved_at = models.DateTimeField(_("saved at"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    submitted_by = person_link(_("submitted by"))
    reminded_at = models.DateTimeField(null=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of a partnership")
        verbose_name_plural = _("reports of partnerships")
        ordering = ["-first_day", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "first_day"], name="report_once_a_period"
            ),
            models.CheckConstraint(
                condition=Q(last_day__gt=models.F("first_day")),
                name="report_period_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership_id}: {self.first_day} – {self.last_day}"

    @property
    def is_submitted(self) -> bool:
        return self.submitted_at is not None

    @property
    def is_late(self) -> bool:
        return not self.is_submitted and self.due_on < timezone.localdate()
