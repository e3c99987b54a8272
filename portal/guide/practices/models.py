"""A practice: what a region did about a challenge, with what result, for others to use.

Its chapters are rows and not a list in one field: both databases filter by them.
"""

import datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.models import POINT
from portal.accounts.models import person_link
from portal.guide.practices.choices import (
    CostBand,
    Instrument,
    PolicyStage,
    PracticeAct,
    ResultState,
)
from portal.guide.practices.querysets import PracticeMatchQuerySet, PracticeQuerySet
from regions.models import Cluster, Profile, Provenance, Region, Status

LONGEST_TEXT = 3_000
SHORT_TEXT = 1_500
YEARS = [MinValueValidator(1950), MaxValueValidator(2100)]


def _text(words: object, *, longest: int = LONGEST_TEXT) -> models.TextField:
    return models.TextField(words, max_length=longest, blank=True)


def _moment(words: object) -> models.DateTimeField:
    return models.DateTimeField(words, null=True, blank=True, editable=False)


def _year(words: object) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        words, null=True, blank=True, validators=YEARS
    )


def _organisation(model: type[models.Model], words: object) -> models.ForeignKey:
    return models.ForeignKey(
        model,
        verbose_name=words,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )


class Practice(Provenance):
    """One practice. It belongs to the organisation that submitted it, not to a person;
    one from a public source has none, and its region's or cluster's people keep it."""

    slug = models.SlugField(_("address"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language it is written in"), max_length=2)
    region = models.ForeignKey(
        Region,
        verbose_name=_("region"),
        on_delete=models.PROTECT,
        related_name="practices",
    )
    cluster = _organisation(Cluster, _("cluster"))
    owner_region = _organisation(Region, _("submitted by the region"))
    owner_cluster = _organisation(Cluster, _("submitted by the cluster"))

    challenge = _text(_("the challenge"))
    action = _text(_("what was done"))
    result_state = models.CharField(
        _("is a result known?"),
        max_length=10,
        choices=ResultState,
        default=ResultState.NOT_YET,
    )
    result = _text(_("the result"))
    figures = _text(_("figures of the result"), longest=SHORT_TEXT)
    measured = _text(_("how the figures were measured"), longest=SHORT_TEXT)
    period_from = _year(_("from the year"))
    period_to = _year(_("to the year"))
    cost = models.CharField(
        _("cost"), max_length=10, choices=CostBand, default=CostBand.NOT_KNOWN
    )
    funding = models.CharField(_("funding source"), max_length=200, blank=True)
    stage = models.CharField(
        _("stage of the policy"), max_length=10, choices=PolicyStage, blank=True
    )
    instrument = models.CharField(
        _("kind of instrument"), max_length=14, choices=Instrument, blank=True
    )
    transfer_needs = _text(_("what one needs for it"), longest=SHORT_TEXT)
    transfer_adapt = _text(_("what would have to be adapted"), longest=SHORT_TEXT)
    transfer_failed = _text(_("what did not work"), longest=SHORT_TEXT)
    topics = models.ManyToManyField(
        "regions.Topic", verbose_name=_("topics"), related_name="+", blank=True
    )

    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.DRAFT
    )
    # Raised by each act of a person; 0 as long as only the seed has written it.
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    created_at = models.DateTimeField(_("begun at"), default=timezone.now)
    edited_at = models.DateTimeField(_("edited at"), default=timezone.now)
    edited_by = person_link(_("edited by"), editable=False)
    submitted_at = _moment(_("submitted at"))
    submitted_by = person_link(_("submitted by"), editable=False)
    decided_at = _moment(_("decided at"))
    decided_by = person_link(_("decided by"), editable=False)
    reasons = models.TextField(_("reason of the decision"), blank=True)
    published_at = _moment(_("first published at"))
    # The run whose weights its matches were scored with: 0 before the first run, none
    # while it waits to be scored.
    matched_run = models.PositiveBigIntegerField(null=True, editable=False)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("practice")
        verbose_name_plural = _("practices")
        ordering = ["title", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_from=None)
                | Q(period_to=None)
                | Q(period_from__lte=F("period_to")),
                name="practice_period_first",
            ),
            models.CheckConstraint(
                condition=Q(owner_region=None) | Q(owner_cluster=None),
                name="practice_one_owner",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "region"], name="practice_status_region"),
            models.Index(fields=["status", "submitted_at"], name="practice_waiting"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("guide:practices:detail", args=[self.slug])

    @property
    def organisation(self) -> Region | Cluster | None:
        """Who submitted it; None for one that was taken from a public source."""
        return self.owner_cluster or self.owner_region

    @property
    def keeper(self) -> Region | Cluster:
        """Whose people keep it true and are asked about it."""
        return self.organisation or self.cluster or self.region

    @property
    def chapters(self) -> list[str]:
        """The chapters it belongs to, by their slugs."""
        return [one.chapter for one in self.chapter_links.all()]

    @property
    def unstated(self) -> list[str]:
        """What nobody has said about transferring it, in words."""
        names = ("transfer_needs", "transfer_adapt", "transfer_failed")
        missing = (name for name in names if not getattr(self, name))
        return [str(self._meta.get_field(name).verbose_name) for name in missing]

    @property
    def is_published(self) -> bool:
        return self.status == Status.PUBLISHED

    @property
    def counted_from(self) -> datetime.datetime:
        """When it was last confirmed, or else when it came into the portal."""
        return self.confirmed_at or self.created_at


class PracticeChapter(models.Model):
    """A practice belongs to a chapter of the guide."""

    practice = models.ForeignKey(
        Practice,
        verbose_name=_("practice"),
        on_delete=models.CASCADE,
        related_name="chapter_links",
    )
    chapter = models.SlugField(_("chapter"), max_length=60)

    class Meta:
        verbose_name = _("chapter of a practice")
        verbose_name_plural = _("chapters of practices")
        ordering = ["practice", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "chapter"], name="practice_chapter_once"
            )
        ]
        indexes = [models.Index(fields=["chapter"], name="practice_chapter")]

    def __str__(self) -> str:
        return f"{self.practice_id}: {self.chapter}"


class PracticeMatch(models.Model):
    """A profile that a practice fits; made anew after each run and each edit of it."""

    practice = models.ForeignKey(
        Practice,
        verbose_name=_("practice"),
        on_delete=models.CASCADE,
        related_name="matches",
    )
    profile = models.ForeignKey(
        Profile,
        verbose_name=_("profile"),
        on_delete=models.CASCADE,
        related_name="practice_matches",
    )
    score = models.PositiveSmallIntegerField(_("score in hundredths of a point"))
    rank = models.PositiveSmallIntegerField(_("rank"))

    objects = PracticeMatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("profile that a practice fits")
        verbose_name_plural = _("profiles that practices fit")
        ordering = ["practice", "rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "profile"], name="practice_match_once"
            )
        ]
        indexes = [
            models.Index(F("profile"), F("score").desc(), name="practice_match_best")
        ]

    def __str__(self) -> str:
        return f"{self.practice_id}: {self.rank}. {self.profile_id}"

    @property
    def points(self) -> float:
        return self.score / POINT


class PracticeEvent(models.Model):
    """Who did what with a practice, and when; a row stays when its person leaves."""

    practice = models.ForeignKey(
        Practice,
        verbose_name=_("practice"),
        on_delete=models.CASCADE,
        related_name="events",
    )
    act = models.CharField(_("act"), max_length=10, choices=PracticeAct)
    by = person_link(_("person"), editable=False)
    is_curator = models.BooleanField(_("as a curator"), default=False)
    at = models.DateTimeField(_("moment"), default=timezone.now)
    # The revision that the practice has since.
    revision = models.PositiveIntegerField(_("revision"), default=0)
    note = models.TextField(_("note"), blank=True)
    # Which fields changed, as {name: [before, after]}.
    details = models.JSONField(_("details"), default=dict, blank=True)

    class Meta:
        verbose_name = _("event of a practice")
        verbose_name_plural = _("events of practices")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.practice_id}: {self.act}"
