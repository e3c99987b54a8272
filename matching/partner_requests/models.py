"""A partner request: what is sought, for which call, until when; its matches, answers.

Kinds, stages and roles are bits of small numbers, as a profile's stages are: both
databases filter by them in the same way.
"""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.introductions.models import Introduction
from matching.models import POINT
from matching.partner_requests.querysets import (
    RequestAnswerQuerySet,
    RequestMatchQuerySet,
    RequestQuerySet,
)
from regions.models import ItemKind, Profile, Stage

LONGEST_TEXT = 3_000


class Role(models.TextChoices):
    """What the partner would be in the project."""

    COORDINATOR = "coordinator", _("coordinator")
    PARTNER = "partner", _("partner")
    PILOT_SITE = "pilot_site", _("pilot site")
    END_USER = "end_user", _("end user")
    ASSOCIATED = "associated", _("associated partner")
    INVESTOR = "investor", _("investor")


class Audience(models.TextChoices):
    """Who may read a request."""

    PUBLIC = "public", _("everybody")
    REGISTERED = "registered", _("people who are signed in")


class State(models.TextChoices):
    OPEN = "open", _("open")
    FILLED = "filled", _("filled")
    CLOSED = "closed", _("closed")
    EXPIRED = "expired", _("ended")


class CloseReason(models.TextChoices):
    """Why the asking side closed it; one that is filled or ended needs none."""

    ELSEWHERE = "elsewhere", _("we found a partner elsewhere")
    NOT_NEEDED = "not_needed", _("no partner is needed any more")
    CALL_GONE = "call_gone", _("the call was withdrawn, or we do not apply")
    MISTAKE = "mistake", _("it was published by mistake")


def bits_of(choices: type[models.TextChoices], names: Iterable[str]) -> int:
    """The bit set of some of these choices; an unknown name is a ValueError."""
    order = choices.values
    return sum(1 << order.index(name) for name in set(names))


def names_of(choices: type[models.TextChoices], bits: int) -> list:
    """The choices of a bit set, in their order."""
    return [one for place, one in enumerate(choices) if bits >> place & 1]


def _bit_range(name: str, choices: type[models.TextChoices]) -> models.CheckConstraint:
    known = Q(**{f"{name}__lt": 1 << len(choices)})
    return models.CheckConstraint(condition=known, name=f"request_{name}_known")


class PartnerRequest(models.Model):
    """What a profile seeks. It belongs to the organisation, not to who wrote it."""

    profile = models.ForeignKey(
        Profile,
        verbose_name=_("profile"),
        on_delete=models.CASCADE,
        related_name="partner_requests",
    )
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("what is sought"), max_length=LONGEST_TEXT)
    topics = models.ManyToManyField(
        "regions.Topic", verbose_name=_("topics"), related_name="+", blank=True
    )
    kind_bits = models.PositiveSmallIntegerField(_("kinds sought"), default=0)
    stage_bits = models.PositiveSmallIntegerField(_("value-chain stages"), default=0)
    role_bits = models.PositiveSmallIntegerField(_("roles"), default=0)
    call = models.CharField(_("call"), max_length=200, blank=True)
    call_url = models.URLField(_("address of the call"), max_length=300, blank=True)
    deadline = models.DateField(_("answer by"))
    audience = models.CharField(
        _("who sees it"), max_length=10, choices=Audience, default=Audience.PUBLIC
    )
    state = models.CharField(
        _("state"), max_length=7, choices=State, default=State.OPEN
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    created_at = models.DateTimeField(_("published at"), default=timezone.now)
    edited_at = models.DateTimeField(_("edited at"), default=timezone.now)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    close_reason = models.CharField(
        _("reason"), max_length=10, choices=CloseReason, blank=True
    )
    chosen = models.ForeignKey(
        "RequestAnswer",
        verbose_name=_("chosen answer"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    # The run whose weights its matches were scored with: 0 before the first run, none
    # while it waits to be scored.
    matched_run = models.PositiveBigIntegerField(null=True, editable=False)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner request")
        verbose_name_plural = _("partner requests")
        ordering = ["deadline", "id"]
        constraints = [
            _bit_range("kind_bits", ItemKind),
            _bit_range("stage_bits", Stage),
            _bit_range("role_bits", Role),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None)
                | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="request_closed_has_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "deadline"], name="request_open"),
            models.Index(fields=["profile", "state"], name="request_of_profile"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("requests:detail", args=[self.slug])

    @property
    def kinds(self) -> list[ItemKind]:
        return names_of(ItemKind, self.kind_bits)

    @property
    def stages(self) -> list[Stage]:
        return names_of(Stage, self.stage_bits)

    @property
    def roles(self) -> list[Role]:
        return names_of(Role, self.role_bits)

    @property
    def is_open(self) -> bool:
        """Whether one can answer: its last day ends it before any job does."""
        return self.state == State.OPEN and self.days_left >= 0

    @property
    def shown_state(self) -> State:
        """The state as it is today."""
        if self.state == State.OPEN and not self.is_open:
            return State.EXPIRED
        return State(self.state)

    @property
    def days_left(self) -> int:
        return (self.deadline - timezone.localdate()).days


class RequestMatch(models.Model):
    """A profile that a request fits; made anew after each run and each edit of it."""

    request = models.ForeignKey(
        PartnerRequest,
        verbose_name=_("partner request"),
        on_delete=models.CASCADE,
        related_name="matches",
    )
    profile = models.ForeignKey(
        Profile,
        verbose_name=_("profile"),
        on_delete=models.CASCADE,
        related_name="request_matches",
    )
    score = models.PositiveSmallIntegerField(_("score in hundredths of a point"))
    rank = models.PositiveSmallIntegerField(_("rank"))

    objects = RequestMatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("profile that a request fits")
        verbose_name_plural = _("profiles that requests fit")
        ordering = ["request", "rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "profile"], name="request_match_once"
            )
        ]
        indexes = [
            models.Index(F("profile"), F("score").desc(), name="request_match_best")
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.rank}. {self.profile_id}"

    @property
    def points(self) -> float:
        return self.score / POINT


class RequestAnswer(models.Model):
    """A request is answered by asking for an introduction."""

    request = models.ForeignKey(
        PartnerRequest,
        verbose_name=_("partner request"),
        on_delete=models.CASCADE,
        related_name="answers",
    )
    introduction = models.OneToOneField(
        Introduction,
        verbose_name=_("introduction"),
        on_delete=models.CASCADE,
        related_name="answered_request",
    )

    objects = RequestAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to a partner request")
        verbose_name_plural = _("answers to partner requests")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.introduction_id}"
