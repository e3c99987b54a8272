"""Edits of profiles that lists have to take up."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from matching.models.runs import MatchRun
from matching.querysets import ListEditQuerySet


class ListEdit(models.Model):
    """One edit of a profile that lists have to take up, in the order of the numbers.

    `read_by` is the first run whose inputs hold the edit, `run` the one whose lists
    took it up afterwards, as part of its `edits_done` number `done_as`. The profile is
    named by its key alone: it may be gone.
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
    done_as = models.PositiveIntegerField(_("taken up as number"), default=0)
    done_at = models.DateTimeField(_("taken up at"), null=True, blank=True)

    objects = ListEditQuerySet.as_manager()

    class Meta:
        verbose_name = _("edit for the lists")
        verbose_name_plural = _("edits for the lists")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.pk}: {self.profile_key} {self.what}"
