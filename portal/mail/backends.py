"""Where mails go: Django's `send_mail` into the queue, the queue into a folder."""

import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from post_office.models import PRIORITY

from portal.mail.services import store_message


class QueueBackend(BaseEmailBackend):
    """Puts what Django and its apps send into the queue, as part of the transaction.

    post_office's own backend would render the finished text once more as a template,
    so that a name with a template tag in it would be executed.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            store_message(message, priority=PRIORITY.high)
        return len(email_messages)


class FolderBackend(BaseEmailBackend):
    """Writes each mail as one .eml file into MAIL_FOLDER, which only we may read."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.MAIL_FOLDER)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            self._write(folder, message)
        return len(email_messages)

    def _write(self, folder: Path, message: EmailMessage) -> None:
        """Whoever looks into the folder sees whole mails only."""
        name = f"{timezone.now():%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}"
        part = folder / f"{name}.part"
        with os.fdopen(os.open(part, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as file:
            file.write(message.message().as_bytes())
        part.replace(folder / f"{name}.eml")
