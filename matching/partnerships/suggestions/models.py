"""A suggested partnership: who, around which theme, why, and what a curator decided."""

import hashlib
from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.models import POINT
from matching.partnerships.models import Partnership
from matching.partnerships.suggestions.querysets import (
    SeatQuerySet,
    SuggestionQuerySet,
)
from regions.models import Profile

LONGEST_NOTE = 1_000


class State(models.TextChoices):
    NEW = "new", _("waits for a curator")
    ADOPTED = "adopted", _("adopted as it was")
    EDITED = "edited", _("adopted with changes")
    DISMISSED = "dismissed", _("dismissed")


class DismissReason(models.TextChoices):
    """Why a curator does not want it; the same group is not suggested again."""

    TOO_BROAD = "too_broad", _("the theme is too broad")
    NO_THEME = "no_theme", _("the members do not share a theme")
    EXISTS = "exists", _("there is such a partnership elsewhere")
    NO_INTEREST = "no_interest", _("the regions are not interested")
    WRONG_DATA = "wrong_data", _("it rests on wrong data")
    OTHER = "other", _("another reason, see the note")


class SeatRole(models.TextChoices):
    MEMBER = "member", _("member")
    SUPPORTER = "supporter", _("supporter")


def key_of(profile_ids: Iterable[int]) -> str:
    """The name of a group by its members, in whichever order they come."""
    text = ",".join(map(str, sorted(profile_ids)))
    return hashlib.sha256(text.encode()).hexdigest()


class PartnershipSuggestion(models.Model):
    """A group that the worker found. Once decided it is not touched by it any more."""

    key = models.CharField(_("key of the members"), max_length=64, unique=True)
    title = models.CharField(_("proposed title"), max_length=200)
    # Words as members write them, the best first.
    theme = models.JSONField(_("words of the theme"), default=list)
    topics = models.ManyToManyField(
        "regions.Topic", verbose_name=_("topics"), related_name="+", blank=True
    )
    # Hundredths: what orders the list; see quality.py.
    score = models.PositiveIntegerField(_("worth"))
    # Codes with what they count; worded when they are read.
    reasons = models.JSONField(_("reasons"), default=list, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.NEW)
    run_id = models.PositiveBigIntegerField(_("match run"))
    found_at = models.DateTimeField(_("found at"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    reason = models.CharField(
        _("reason"), max_length=11, choices=DismissReason, blank=True
    )
    note = models.TextField(_("note"), max_length=LONGEST_NOTE, blank=True)
    partnership = models.ForeignKey(
        Partnership,
        verbose_name=_("partnership made of it"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="suggestions",
    )

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggested partnership")
        verbose_name_plural = _("suggested partnerships")
        ordering = ["-score", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="new", decided_at=None)
                | (~Q(state="new") & Q(decided_at__isnull=False)),
                name="suggestion_decided_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="dismissed") | ~Q(reason=""),
                name="suggestion_dismissed_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["state", "-score"], name="suggestion_state")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("suggestion", args=[self.pk])

    @property
    def is_new(self) -> bool:
        return self.state == State.NEW


class SuggestionSeat(models.Model):
    """A profile in a suggestion: a priority as member, a cluster as supporter."""

    suggestion = models.ForeignKey(
        PartnershipSuggestion,
        verbose_name=_("suggested partnership"),
        on_delete=models.CASCADE,
        related_name="seats",
    )
    profile = models.ForeignKey(
        Profile,
        verbose_name=_("profile"),
        on_delete=models.CASCADE,
        related_name="suggestion_seats",
    )
    role = models.CharField(_("role"), max_length=9, choices=SeatRole)
    # Hundredths of the mean score with the members it is linked with.
    strength = models.PositiveSmallIntegerField(_("mean score"), default=0)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("profile in a suggestion")
        verbose_name_plural = _("profiles in suggestions")
        ordering = ["suggestion", "role", "-strength", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion", "profile"], name="suggestion_seat_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.suggestion_id}: {self.profile_id}"

    @property
    def points(self) -> float:
        return self.strength / POINT


class SuggestionRound(models.Model):
    """The last time the worker looked; there is one row."""

    run_id = models.PositiveBigIntegerField(_("match run"))
    made_at = models.DateTimeField(_("made at"))
    found = models.PositiveIntegerField(_("groups found"), default=0)
    seconds = models.FloatField(_("seconds"), default=0)

    class Meta:
        verbose_name = _("search for partnerships")
        verbose_name_plural = _("searches for partnerships")

    def __str__(self) -> str:
        return f"{self.run_id}: {self.found}"
