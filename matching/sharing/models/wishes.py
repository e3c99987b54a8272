"""Wishes to invest together, collected until enough regions share one."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.sharing.querysets import MemberQuerySet, WishQuerySet
from regions.models import Profile, Stage
from regions.models.stages import bits_to_stages

# A wish asks for at least so many regions, and so many countries.
LEAST = 3
QUORUM = (MinValueValidator(LEAST), MaxValueValidator(30))


class CostBand(models.TextChoices):
    """What it would cost as a whole, roughly."""

    UNDER_1 = "under1", _("under 1 million euro")
    TO_5 = "to5", _("1 to 5 million euro")
    TO_20 = "to20", _("5 to 20 million euro")
    OVER_20 = "over20", _("over 20 million euro")
    UNKNOWN = "unknown", _("not known yet")


class Share(models.TextChoices):
    """What a member could give; only what all give together is shown, roughly."""

    TO_50K = "to50k", _("up to 50,000 euro")
    TO_250K = "to250k", _("50,000 to 250,000 euro")
    TO_1M = "to1m", _("250,000 euro to 1 million euro")
    TO_5M = "to5m", _("1 to 5 million euro")
    OVER_5M = "over5m", _("over 5 million euro")
    OPEN = "open", _("not decided yet")


class WishState(models.TextChoices):
    OPEN = "open", _("collects members")
    REACHED = "reached", _("enough regions share it")
    EXPIRED = "expired", _("ended: too few in time")
    WITHDRAWN = "withdrawn", _("withdrawn")


class InvestmentWish(models.Model):
    """`profile` would invest in something together with others."""

    profile = models.ForeignKey(
        Profile,
        verbose_name=_("opened by the profile"),
        on_delete=models.CASCADE,
        related_name="wishes_opened",
    )
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("what it is"), max_length=3000)
    topics = models.ManyToManyField(
        "regions.Topic", verbose_name=_("topics"), related_name="+", blank=True
    )
    stage_bits = models.PositiveSmallIntegerField(_("value-chain stages"), default=0)
    cost = models.CharField(_("rough cost"), max_length=8, choices=CostBand)
    regions_needed = models.PositiveSmallIntegerField(
        _("regions needed"), default=LEAST, validators=QUORUM
    )
    countries_needed = models.PositiveSmallIntegerField(
        _("countries needed"), default=LEAST, validators=QUORUM
    )
    until = models.DateField(_("until"))
    state = models.CharField(
        _("state"), max_length=9, choices=WishState, default=WishState.OPEN
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("opened by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now)
    reached_at = models.DateTimeField(_("enough since"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    # What its members made of it.
    partnership = models.ForeignKey(
        "partnerships.Partnership",
        verbose_name=_("partnership"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish to invest together")
        verbose_name_plural = _("wishes to invest together")
        ordering = ["until", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage_bits__lt=1 << len(Stage)), name="wish_stages_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    countries_needed__gte=LEAST,
                    regions_needed__gte=models.F("countries_needed"),
                ),
                name="wish_quorum",
            ),
        ]
        indexes = [models.Index(fields=["state", "until"], name="wish_open")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("sharing:wish", args=[self.pk])

    @property
    def stages(self) -> list[Stage]:
        return bits_to_stages(self.stage_bits)

    @property
    def is_running(self) -> bool:
        return self.state in (WishState.OPEN, WishState.REACHED)

    @property
    def can_be_joined(self) -> bool:
        return self.is_running and self.until >= timezone.localdate()


class WishMember(models.Model):
    """A profile shares a wish; what it could give is shown to nobody else."""

    wish = models.ForeignKey(
        InvestmentWish,
        verbose_name=_("wish to invest together"),
        on_delete=models.CASCADE,
        related_name="members",
    )
    profile = models.ForeignKey(
        Profile,
        verbose_name=_("profile"),
        on_delete=models.CASCADE,
        related_name="wish_shares",
    )
    share = models.CharField(_("what it could give"), max_length=8, choices=Share)
    joined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("joined by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    joined_at = models.DateTimeField(_("joined at"), default=timezone.now)
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("share of a wish to invest together")
        verbose_name_plural = _("shares of wishes to invest together")
        ordering = ["joined_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["wish", "profile"],
                condition=Q(left_at=None),
                name="wish_member_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.wish_id}: {self.profile_id}"
