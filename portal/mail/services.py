"""Writes of the mail queue. Sending itself is in `sending.py`."""

import datetime
from collections.abc import Mapping
from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from post_office.models import PRIORITY, STATUS

from portal.mail.models import Mail, MailKey
from portal.mail.rendering import RenderedMail, render_mail
from portal.web.clock import ask_worker
from portal.web.errors import Conflict, PortalError

# The name of the job that sends mails; see `tasks.py`.
SEND_JOB = "send-mails"
BODIES_KEPT = datetime.timedelta(days=90)
MAILS_KEPT = datetime.timedelta(days=365)


@transaction.atomic
def queue_mail(
    *,
    to: str,
    template: str,
    context: Mapping[str, Any],
    language: str,
    key: str = "",
    headers: Mapping[str, str] | None = None,
) -> Mail | None:
    """Put a mail into the queue; None if the one of this key has been there before.

    Call it in the transaction of what the mail is about: both are stored or neither. It
    asks no mail server and no broker that could fail. `to` is one address, `template`
    a folder of templates/mail, `key` names the occasion for which one mail is enough.
    """
    _check_address(to)
    if key and not _use_key(key):
        return None
    rendered = render_mail(template, context, language)
    return _store(to, rendered, key, headers)


@transaction.atomic
def queue_in_bulk(
    *,
    to: str,
    rendered: RenderedMail,
    key: str,
    headers: Mapping[str, str] | None = None,
) -> Mail | None:
    """The same for one of very many, whose text was rendered before.

    So its transaction is short. It goes after mails that somebody waits for, and wakes
    no worker: call `wake_to_send` once for all, or leave them to the clock.
    """
    _check_address(to)
    if not _use_key(key):
        return None
    return _store(to, rendered, key, headers, priority=PRIORITY.low, wakes=False)


def one_click_headers(url: str) -> dict[str, str]:
    """By what a mail program stops such mails itself, by a POST to `url` (RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _use_key(key: str) -> bool:
    return MailKey.objects.get_or_create(key=key)[1]


def _store(
    to: str,
    rendered: RenderedMail,
    key: str,
    headers: Mapping[str, str] | None,
    **how: Any,
) -> Mail:
    message = EmailMultiAlternatives(
        rendered.subject, rendered.text, to=[to], headers=dict(headers or {})
    )
    message.attach_alternative(rendered.html, "text/html")
    mail = store_message(message, **how)
    if key:
        MailKey.objects.filter(key=key).update(mail=mail)
    return mail


def store_message(
    message: EmailMessage, *, priority: int = PRIORITY.medium, wakes: bool = True
) -> Mail:
    """Put one of Django's messages into the queue, and wake a worker on commit.

    A header with a line end raises BadHeaderError here and not with the worker.
    """
    if message.attachments:
        raise ValueError("The queue takes no attachments.")
    message.message()
    own = {name: str(value) for name, value in message.extra_headers.items()}
    headers = {"Auto-Submitted": "auto-generated"} | own
    if message.reply_to:
        headers.setdefault("Reply-To", ", ".join(map(str, message.reply_to)))
    host = urlsplit(settings.BASE_URL).hostname
    mail = Mail(
        from_email=message.from_email,
        to=list(message.to),
        cc=list(message.cc),
        bcc=list(message.bcc),
        subject=_storable(message.subject),
        message=_storable(message.body),
        html_message=_storable(_html_of(message)),
        headers=headers,
        # The same in each try, so that a doubled mail can be known as one.
        message_id=headers.pop("Message-ID", None) or make_msgid(domain=host),
        priority=priority,
        status=STATUS.queued,
    )
    mail.save(force_insert=True)
    if wakes:
        _wake_once_on_commit()
    return mail


def retry_mail(*, mail_id: int) -> Mail:
    """Have a mail that was given up sent now, with all its tries before it again."""
    renewed = Mail.objects.failed().filter(pk=mail_id).update(**_as_new())
    if not renewed:
        raise Conflict(_("This mail is not among the failed ones any more."))
    _wake_once_on_commit()
    return Mail.objects.get(pk=mail_id)


def retry_all_mails() -> int:
    """Have all failed and postponed mails sent now; return how many there are."""
    count = Mail.objects.failed().update(**_as_new())
    count += Mail.objects.postponed().update(scheduled_time=None)
    _wake_once_on_commit()
    return count


def clean_up_mails() -> str:
    """Empty mails that were sent 90 days ago, delete all of a year ago."""
    now = timezone.now()
    old = Mail.objects.sent().unchanged_since(now - BODIES_KEPT)
    emptied = old.exclude(message="", html_message="").update(
        message="", html_message="", headers=None
    )
    ended = Mail.objects.filter(status__in=(STATUS.sent, STATUS.failed))
    deleted = ended.unchanged_since(now - MAILS_KEPT).delete()[1]
    return f"{emptied} emptied, {deleted.get(Mail._meta.label, 0)} deleted"


@transaction.atomic
def forget_mails_to(*, address: str) -> int:
    """Delete all mails to this address, waiting ones too; return how many there were.

    For people whose account is deleted. Keys stay: they name no person.
    """
    return Mail.objects.filter(to=address).delete()[1].get(Mail._meta.label, 0)


def wake_to_send() -> bool:
    """Wake a worker if a mail is due; True: it was told. Never raises for a broker."""
    return Mail.objects.due().exists() and ask_worker(SEND_JOB)


def _check_address(to: str) -> None:
    try:
        validate_email(to)
    except ValidationError as error:
        raise PortalError(
            _("%(address)s is no e-mail address.") % {"address": to or "–"}
        ) from error


def _html_of(message: EmailMessage) -> str:
    alternatives = getattr(message, "alternatives", [])
    texts = [text for text, kind in alternatives if kind == "text/html"]
    return texts[-1] if texts else ""


def _storable(text: object) -> str:
    """PostgreSQL takes no NUL; one that a form let through must not stop a mail."""
    return str(text).replace("\x00", "")


def _as_new() -> dict[str, Any]:
    return {
        "status": STATUS.queued,
        "scheduled_time": None,
        "number_of_retries": None,
        "last_updated": timezone.now(),
    }


def _wake_once_on_commit() -> None:
    """One message is enough for all mails of a transaction."""
    waiting = transaction.get_connection().run_on_commit
    if all(call is not wake_to_send for _savepoints, call, _robust in waiting):
        transaction.on_commit(wake_to_send)
