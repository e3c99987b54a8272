"""Notices, the pace that people choose, and the digests that were sent."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.notices.querysets import NoticeQuerySet


class Pace(models.TextChoices):
    """How soon a notice is mailed; in the portal it is shown at once."""

    NOW = "now", _("at once")
    DAILY = "daily", _("once a day")
    WEEKLY = "weekly", _("once a week")
    NEVER = "never", _("never, in the portal only")


class Notice(models.Model):
    """One thing that one person is told. `key` names the occasion, told once.

    The text is made from `facts` when it is read: see `portal.notices.kinds`.
    `mailed_at` is set in the transaction that queues the mail or digest.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="notices",
    )
    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("occasion"), max_length=150)
    facts = models.JSONField(_("facts"), default=dict)
    path = models.CharField(_("leads to"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("told at"), default=timezone.now)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("mailed at"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="notice_once")
        ]
        indexes = [
            models.Index(fields=["user", "-created_at"], name="notice_user_time"),
            # Asked on each page of who is signed in.
            models.Index(
                fields=["user"],
                condition=models.Q(read_at=None),
                name="notice_unread",
            ),
            # Digests go through these person by person.
            models.Index(
                fields=["user", "created_at"],
                condition=models.Q(mailed_at=None, read_at=None),
                name="notice_waits",
            ),
            models.Index(fields=["created_at"], name="notice_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class NoticeChoice(models.Model):
    """The pace at which a person wants a group of notices by mail."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="notice_choices",
    )
    group = models.CharField(_("group of notices"), max_length=40)
    pace = models.CharField(_("pace"), max_length=6, choices=Pace)

    class Meta:
        verbose_name = _("choice of a pace")
        verbose_name_plural = _("choices of a pace")
        constraints = [
            models.UniqueConstraint(fields=["user", "group"], name="notice_choice_once")
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.pace}"


class Digest(models.Model):
    """Says that a person has had the digest of this pace of this day, for good.

    `day` is a Monday for weekly ones. The row, the mail in the queue and `mailed_at`
    of its notices are one transaction, so there is all of a digest or nothing.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="notice_digests",
    )
    pace = models.CharField(_("pace"), max_length=6, choices=Pace)
    day = models.DateField(_("day"))
    created_at = models.DateTimeField(_("written at"), default=timezone.now)

    class Meta:
        verbose_name = _("digest of notices")
        verbose_name_plural = _("digests of notices")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "pace", "day"], name="notice_digest_once"
            )
        ]
        indexes = [models.Index(fields=["day"], name="notice_digest_day")]

    def __str__(self) -> str:
        return f"{self.pace} {self.day}"
