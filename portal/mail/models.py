"""Mails that wait, are under way, were sent or failed; and the keys that were used."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from post_office.models import Email

from portal.mail.querysets import MailQuerySet


class Mail(Email):
    """A mail in post_office's table, with the questions that the queue asks.

    The status is post_office's; none means that a worker is sending it, and then
    `scheduled_time` is when that worker counts as lost. Otherwise it is the next try.
    `number_of_retries` counts the tries, and is the token of the worker that made it.
    """

    objects = MailQuerySet.as_manager()

    class Meta:
        proxy = True
        verbose_name = _("mail")
        verbose_name_plural = _("mails")

    @property
    def tries(self) -> int:
        return self.number_of_retries or 0


class MailKey(models.Model):
    """Says that the mail of this name has been queued, for good.

    A key names its occasion ("reminder-10-months:profile:17:2026-11-01"), no person.
    """

    key = models.CharField(_("key"), max_length=200, unique=True)
    mail = models.ForeignKey(
        Email, verbose_name=_("mail"), on_delete=models.SET_NULL, null=True, blank=True
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("key of a mail")
        verbose_name_plural = _("keys of mails")

    def __str__(self) -> str:
        return self.key
