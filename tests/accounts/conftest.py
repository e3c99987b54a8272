"""People who sign in, and the letters they get."""

import base64
import hmac
import re
import time

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from portal.accounts.models import User
from portal.mail.sending import send_due_mails
from tests.factories import make_person

PASSWORD = "a-word-2-sign"
# Where people come who wanted no page in particular.
START = "/dashboard/"
CODE = re.compile(r"^[A-Z]{4}-[A-Z]{4}$", re.MULTILINE)


def sign_in(client, email: str, password: str = PASSWORD, **more):
    """Answer of the sign-in form."""
    form = {"login": email, "password": password} | more
    return client.post("/accounts/login/", form)


def is_signed_in(client) -> bool:
    return client.get("/accounts/").status_code == 200


def delivered() -> list[EmailMessage]:
    """All mails of this test so far; those that wait in the queue are delivered."""
    send_due_mails()
    return list(mail.outbox)


def last_code() -> str:
    """The code in the newest mail."""
    (code,) = CODE.findall(delivered()[-1].body)
    return code


def letters() -> list[tuple[list[str], str]]:
    """To whom, and with which subject."""
    return [(one.to, one.subject) for one in delivered()]


def forget_letters() -> None:
    """What was sent so far is of no interest any more."""
    delivered()
    mail.outbox.clear()


def app_code(secret: str, later: int = 0) -> str:
    """What an authenticator app shows now, or so many half minutes later (RFC 6238)."""
    counter = (int(time.time()) // 30 + later).to_bytes(8, "big")
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def text_of(answer) -> str:
    """What the page says, without its marks."""
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def make_ana(**fields) -> User:
    person = make_person("ana", **fields)
    person.name = "Ana"
    person.save()
    return person


@pytest.fixture
def person(db):
    return make_ana()


@pytest.fixture
def signed_in(client, person):
    """A browser in which Ana has signed in and has just proved again that it is her."""
    sign_in(client, person.email)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client
