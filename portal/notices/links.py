"""Links in mails: to what a notice is about, and to the end of mails of a group.

The latter are signed, without an end, and good for no more: mail programs send them by
themselves, long after the mail, and nobody should have to sign in to be left alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

from portal.notices.models import Notice

_SALT = "portal.notices.stop"


class LinkForged(Exception):
    """Nobody here made this link, or a part of it is missing."""


@dataclass(frozen=True)
class StopLink:
    """Whose mails, of which groups."""

    person_id: int
    groups: tuple[str, ...]


def open_path(notice: Notice) -> str:
    """The path that leads to what a notice is about, and marks it as read on the way.

    Only for its reader, who is signed in: programs that look into mails mark nothing.
    """
    return reverse("notice-open", args=[notice.pk]) if notice.path else ""


def stop_path(person_id: int, groups: Iterable[str]) -> str:
    """The path that ends mails of these groups to this person."""
    token = signing.dumps([person_id, *groups], salt=_SALT)
    return reverse("notices-stop", kwargs={"token": token})


def read_token(token: str) -> StopLink:
    """What the signed part of a path says; LinkForged for any other text."""
    try:
        person_id, *groups = signing.loads(token, salt=_SALT)
    except signing.BadSignature as error:
        raise LinkForged from error
    return StopLink(person_id, tuple(groups))
