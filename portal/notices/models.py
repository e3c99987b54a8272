"""Notices, the pace that people choose, and the digests that were sent."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Pace(models.TextChoices):
    """How soon a notice is mailed; in the portal it is shown at once."""

    NOW = "now", _("at once")
    DAILY = "daily", _("once a day")
    WEEKLY = "weekly", _("once a week")
    NEVER = "never", _("never, in the portal only")


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Nobody reads another person's notices."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    def unread(self):
        return self.filter(read_at=None)


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
            models.Index(
                fields=["created_at"],
                condition=models.Q(mailed_at=None),
                name="notice_not_mailed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind} {self.key}"


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
        return f"{self.user_id}: {self.group} {self.pace}"
