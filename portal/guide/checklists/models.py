"""What a region or cluster says of one point of a chapter's checklist, and its past."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.guide.checklists.querysets import MarkQuerySet
from regions.models import Cluster, Region

LONGEST_NOTE = 300


class Standing(models.TextChoices):
    """Where a point stands for an organisation."""

    OPEN = "open", _("not done")
    DONE = "done", _("done")
    NOT_FOR_US = "not_for_us", _("does not apply")


class Mark(models.Model):
    """An organisation's mark at one point: one row, changed by its people in turn.

    A point about which nobody has said anything has no row. `revision` rises with each
    change, of which `MarkChange` keeps what the mark said from then on.
    """

    region = models.ForeignKey(
        Region,
        verbose_name=_("region"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    cluster = models.ForeignKey(
        Cluster,
        verbose_name=_("cluster"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    chapter = models.SlugField(_("chapter"), max_length=60)
    item = models.SlugField(_("point"), max_length=60)
    # What the point said in English when it was marked: it outlives a later guide.
    text = models.CharField(_("text"), max_length=500, blank=True)
    standing = models.CharField(
        _("state"), max_length=10, choices=Standing, default=Standing.OPEN
    )
    done_on = models.DateField(_("done on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=LONGEST_NOTE, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("changed by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)

    objects = MarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("mark in a checklist")
        verbose_name_plural = _("marks in checklists")
        ordering = ["chapter", "item", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(region=None) ^ Q(cluster=None),
                name="checklist_mark_of_one",
            ),
            models.CheckConstraint(
                condition=Q(standing="done", done_on__isnull=False)
                | (~Q(standing="done") & Q(done_on=None)),
                name="checklist_day_if_done",
            ),
            models.UniqueConstraint(
                fields=["region", "chapter", "item"],
                condition=Q(cluster=None),
                name="checklist_once_a_region",
            ),
            models.UniqueConstraint(
                fields=["cluster", "chapter", "item"],
                condition=Q(region=None),
                name="checklist_once_a_cluster",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chapter}: {self.item}"

    @property
    def organisation(self) -> Region | Cluster:
        found = self.region or self.cluster
        assert found is not None
        return found

    @property
    def said(self) -> tuple[str, Any, str]:
        """What people can change of it."""
        return self.standing, self.done_on, self.note


class MarkChange(models.Model):
    """What a mark said from one change on, who made it and when; never written over."""

    mark = models.ForeignKey(
        Mark,
        verbose_name=_("mark"),
        on_delete=models.CASCADE,
        related_name="changes",
    )
    revision = models.PositiveIntegerField(_("change"))
    standing = models.CharField(_("state"), max_length=10, choices=Standing)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=LONGEST_NOTE, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("change in a checklist")
        verbose_name_plural = _("changes in checklists")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["mark", "revision"], name="checklist_change_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.mark} ({self.revision})"

    @property
    def said(self) -> tuple[str, Any, str]:
        """What the mark said from then on."""
        return self.standing, self.done_on, self.note
