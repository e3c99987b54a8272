"""What tests of mail share: a mail server, letters to send, a clock to move."""

import pytest
from django.db import transaction

from portal.mail.models import Mail
from portal.mail.services import queue_mail
from tests.installation import free_port
from tests.mail.server import MailServer

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def letter():
    """Queue one mail of the portal and return it."""

    def queued(to: str = "ada@example.org", **fields) -> Mail | None:
        values = {"template": "check", "context": {"asked_by": "Ada"}, "language": "en"}
        with transaction.atomic():
            return queue_mail(to=to, **values | fields)

    return queued


@pytest.fixture
def deliver_through(settings):
    """Let the queue deliver through this backend of Django."""

    def through(backend: str) -> None:
        settings.POST_OFFICE = settings.POST_OFFICE | {"BACKENDS": {"default": backend}}

    return through


@pytest.fixture
def closed_port(settings, deliver_through) -> int:
    """The mail server's address is known, and nobody listens there."""
    deliver_through(SMTP)
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_TIMEOUT = 5
    return settings.EMAIL_PORT


@pytest.fixture
def mail_server(closed_port):
    """A mail server that answers there."""
    with MailServer(closed_port) as server:
        yield server
