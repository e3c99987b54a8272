"""An introduction asks another profile to meet; both consent, or a clock ends it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.introductions.querysets import OPEN, IntroductionQuerySet
from regions.models import Profile


class Cooperation(models.TextChoices):
    """What kind of cooperation is sought: the first of the three questions."""

    JOINT_PROJECT = "joint_project", _("a joint project or application")
    INVESTMENT = "investment", _("a joint investment or demonstration")
    FACILITY = "facility", _("use of a facility")
    BUSINESS = "business", _("business between companies")
    EXPERIENCE = "experience", _("exchange of experience in policy")
    SKILLS = "skills", _("people and skills")


class State(models.TextChoices):
    """Where an introduction stands; only the first two go on."""

    ASKED = "asked", _("waits for an answer")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    EXPIRED = "expired", _("not answered in time")
    WITHDRAWN = "withdrawn", _("withdrawn")
    CLOSED = "closed", _("closed")
    STOPPED = "stopped", _("stopped by a curator")


class DeclineReason(models.TextChoices):
    NO_FIT = "no_fit", _("it does not fit what we do")
    NOT_NOW = "not_now", _("not at this time")
    NO_CAPACITY = "no_capacity", _("we have no people for it now")
    HAVE_PARTNER = "have_partner", _("we have a partner for this")
    WRONG_ADDRESS = "wrong_address", _("others are in charge of this")
    OTHER = "other", _("another reason")


class Side(models.TextChoices):
    ASKING = "asking", _("who asked")
    ASKED = "asked", _("who is asked")


class Introduction(models.Model):
    """`profile` asks `partner` to meet. `low` and `high` are the pair, sorted.

    A pair has at most one that is open, whoever asked first: the database says so, and
    two sides that press at the same moment get one introduction.
    """

    profile = models.ForeignKey(
        Profile,
        verbose_name=_("profile that asks"),
        on_delete=models.CASCADE,
        related_name="introductions_asked",
    )
    partner = models.ForeignKey(
        Profile,
        verbose_name=_("profile that is asked"),
        on_delete=models.CASCADE,
        related_name="introductions_received",
    )
    low = models.PositiveBigIntegerField(editable=False)
    high = models.PositiveBigIntegerField(editable=False)
    cooperation = models.CharField(
        _("kind of cooperation"), max_length=13, choices=Cooperation
    )
    brings = models.TextField(_("what we bring"), max_length=1500)
    seeks = models.TextField(_("what we seek"), max_length=1500)
    occasion = models.CharField(
        _("for which call or partnership"), max_length=250, blank=True
    )
    state = models.CharField(
        _("state"), max_length=9, choices=State, default=State.ASKED
    )
    reply_by = models.DateField(_("reply by"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    decline_reason = models.CharField(
        _("reason"), max_length=13, choices=DeclineReason, blank=True
    )
    answer = models.TextField(_("answer"), max_length=1500, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    # Who withdrew or closed it: nobody where the clock or a merger of records did.
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ended by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    closing = models.TextField(_("closing words"), max_length=1500, blank=True)
    # Since when each side sees the other's contact data; none before both consent.
    contacts_open_since = models.DateTimeField(
        _("contact data open since"), null=True, blank=True
    )
    reminders_sent = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(low__lt=models.F("high")), name="introduction_pair_sorted"
            ),
            models.UniqueConstraint(
                fields=["low", "high"],
                condition=Q(state__in=OPEN),
                name="introduction_open_once",
            ),
            models.CheckConstraint(
                condition=Q(contacts_open_since=None) | Q(answered_at__isnull=False),
                name="introduction_contacts_after_answer",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "reply_by"], name="introduction_due"),
            models.Index(fields=["partner", "-asked_at"], name="introduction_received"),
        ]

    def __str__(self) -> str:
        return f"{self.profile} → {self.partner}"

    def save(self, *args, **kwargs) -> None:
        self.low, self.high = sorted((self.profile_id, self.partner_id))
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("introductions:detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class Consent(models.Model):
    """A side agreed that the other sees its contact data; the row is the log of it."""

    introduction = models.ForeignKey(
        Introduction,
        verbose_name=_("introduction"),
        on_delete=models.CASCADE,
        related_name="consents",
    )
    side = models.CharField(_("side"), max_length=6, choices=Side)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("given by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    given_at = models.DateTimeField(_("given at"), default=timezone.now)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["given_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["introduction", "side"], name="consent_once_a_side"
            )
        ]

    def __str__(self) -> str:
        return f"{self.introduction_id}: {self.side}"


# Models of the same app; they need those above.
from matching.introductions import models_talk  # noqa: E402, F401
