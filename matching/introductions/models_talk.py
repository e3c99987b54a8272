"""What two sides write to each other, when they meet, and what they report."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.introductions.models import Introduction, Side
from matching.introductions.querysets_talk import (
    AskingBanQuerySet,
    MeetingQuerySet,
    MessageFileQuerySet,
    MessageQuerySet,
    ReportQuerySet,
)
from portal.accounts.models import person_link
from regions.models import Cluster, Region

LONGEST_MESSAGE = 4_000
LONGEST_REASONS = 3_000


class Message(models.Model):
    """What somebody wrote for one side. `token` is the form's: pressed twice, it is
    sent once.

    A message that a curator has hidden stays in the thread without its words.
    """

    introduction = models.ForeignKey(
        Introduction,
        verbose_name=_("introduction"),
        on_delete=models.CASCADE,
        related_name="messages",
    )
    side = models.CharField(_("side"), max_length=6, choices=Side)
    by = person_link(_("written by"))
    text = models.TextField(_("message"), max_length=LONGEST_MESSAGE)
    at = models.DateTimeField(_("at"), default=timezone.now)
    token = models.UUIDField(editable=False)
    hidden_at = models.DateTimeField(_("hidden at"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message of an introduction")
        verbose_name_plural = _("messages of introductions")
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["introduction", "token"], name="message_sent_once"
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]


class MessageFile(models.Model):
    """A small file sent with a message; it lies in the database and goes with it."""

    message = models.ForeignKey(
        Message,
        verbose_name=_("message"),
        on_delete=models.CASCADE,
        related_name="files",
    )
    name = models.CharField(_("name"), max_length=120)
    media_type = models.CharField(_("media type"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    content = models.BinaryField(_("content"))

    objects = MessageFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a message")
        verbose_name_plural = _("files of messages")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Reading(models.Model):
    """Up to which message a person has read the thread; it goes with the person."""

    introduction = models.ForeignKey(
        Introduction, on_delete=models.CASCADE, related_name="readings"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    upto = models.PositiveBigIntegerField(_("last message read"), default=0)

    class Meta:
        verbose_name = _("mark of what was read")
        verbose_name_plural = _("marks of what was read")
        constraints = [
            models.UniqueConstraint(
                fields=["introduction", "user"], name="reading_once_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.introduction_id}: {self.upto}"


class Meeting(models.Model):
    """A time for both sides to meet; each change raises `sequence`, as calendars want.

    `side` is the one that proposed this time: the other one answers. An introduction
    has one at most that is ahead or not answered for.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        AGREED = "agreed", _("agreed")
        DECLINED = "declined", _("declined")
        CANCELLED = "cancelled", _("cancelled")

    OPEN = (State.PROPOSED, State.AGREED)

    introduction = models.ForeignKey(
        Introduction,
        verbose_name=_("introduction"),
        on_delete=models.CASCADE,
        related_name="meetings",
    )
    side = models.CharField(_("proposed by"), max_length=6, choices=Side)
    by = person_link(_("proposed by"))
    starts_at = models.DateTimeField(_("begins"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=45)
    place = models.CharField(_("place or link"), max_length=300)
    agenda = models.TextField(_("what to talk about"), max_length=1500, blank=True)
    state = models.CharField(
        _("state"), max_length=9, choices=State, default=State.PROPOSED
    )
    sequence = models.PositiveIntegerField(default=0, editable=False)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)
    # Whether they met, once one side has said so.
    has_met = models.BooleanField(_("has taken place"), null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["introduction"],
                condition=Q(state__in=("proposed", "agreed"), has_met=None),
                name="meeting_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.introduction_id}: {self.starts_at:%Y-%m-%d %H:%M} {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN and self.has_met is None

    @property
    def ends_at(self):
        return self.starts_at + timezone.timedelta(minutes=self.minutes)

    @property
    def is_past(self) -> bool:
        return self.ends_at < timezone.now()

    @property
    def asks_whether_met(self) -> bool:
        """An agreed time has passed, and nobody has said what came of it."""
        return self.state == self.State.AGREED and self.is_open and self.is_past


class Category(models.TextChoices):
    """What is wrong with an introduction or a message."""

    SPAM = "spam", _("mass mailing or advertising")
    FALSE = "false", _("it is not what it says")
    INSULT = "insult", _("insult, threat or hatred")
    PERSONAL_DATA = "personal_data", _("personal data of somebody")
    OTHER = "other", _("something else")


class Report(models.Model):
    """A notice of abuse, and the action on it: a decision with its reasons.

    `side` is the one that reports; the other one is reported. The measures stand in
    fields of their own, so that both sides can be told of each. Who is reported can
    appeal once, and a curator answers that.
    """

    class State(models.TextChoices):
        OPEN = "open", _("waits for a curator")
        UPHELD = "upheld", _("upheld")
        REJECTED = "rejected", _("rejected")

    introduction = models.ForeignKey(
        Introduction,
        verbose_name=_("introduction"),
        on_delete=models.CASCADE,
        related_name="reports",
    )
    # None where the introduction itself is meant, or the message is gone by now.
    message = models.ForeignKey(
        Message,
        verbose_name=_("message"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="reports",
    )
    is_about_message = models.BooleanField(default=False, editable=False)
    side = models.CharField(_("reported by"), max_length=6, choices=Side)
    by = person_link(_("reported by"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    category = models.CharField(_("what is wrong"), max_length=13, choices=Category)
    words = models.TextField(_("in your words"), max_length=LONGEST_REASONS)
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.OPEN
    )
    decided_by = person_link(_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reasons = models.TextField(
        _("statement of reasons"), max_length=LONGEST_REASONS, blank=True
    )
    hides_message = models.BooleanField(_("the message is hidden"), default=False)
    stops_introduction = models.BooleanField(
        _("the introduction is stopped"), default=False
    )
    bars_until = models.DateField(
        _("no new introductions until"), null=True, blank=True
    )
    appeal = models.TextField(_("appeal"), max_length=LONGEST_REASONS, blank=True)
    appealed_by = person_link(_("appealed by"))
    appealed_at = models.DateTimeField(_("appealed at"), null=True, blank=True)
    appeal_answer = models.TextField(
        _("answer to the appeal"), max_length=LONGEST_REASONS, blank=True
    )
    appeal_decided_by = person_link(_("appeal decided by"))
    appeal_decided_at = models.DateTimeField(
        _("appeal decided at"), null=True, blank=True
    )
    is_lifted = models.BooleanField(_("the measures are lifted"), default=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of abuse")
        verbose_name_plural = _("reports of abuse")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["state", "at"], name="report_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["introduction", "side"],
                condition=Q(state="open", is_about_message=False),
                name="report_introduction_once",
            ),
            models.UniqueConstraint(
                fields=["message", "side"],
                condition=Q(state="open", is_about_message=True),
                name="report_message_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()} ({self.get_state_display()})"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def reported_side(self) -> Side:
        return Side.ASKED if self.side == Side.ASKING else Side.ASKING

    @property
    def may_be_appealed(self) -> bool:
        return self.state == self.State.UPHELD and self.appealed_at is None

    @property
    def appeal_waits(self) -> bool:
        return self.appealed_at is not None and self.appeal_decided_at is None


class AskingBan(models.Model):
    """An organisation may not ask for introductions until the day is over."""

    region = models.ForeignKey(
        Region, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    cluster = models.ForeignKey(
        Cluster, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    report = models.OneToOneField(
        Report,
        verbose_name=_("report of abuse"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="ban",
    )
    until = models.DateField(_("until"))
    reasons = models.TextField(_("statement of reasons"), max_length=LONGEST_REASONS)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)

    objects = AskingBanQuerySet.as_manager()

    class Meta:
        verbose_name = _("ban on asking")
        verbose_name_plural = _("bans on asking")
        ordering = ["-until", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(region__isnull=False) ^ Q(cluster__isnull=False),
                name="ban_of_one_region_or_cluster",
            )
        ]

    def __str__(self) -> str:
        return f"{self.region or self.cluster}: {self.until}"
