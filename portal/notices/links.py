"""Links in mails that end mails of a group: signed, without an end, good for no more.

Mail programs send such a link by themselves, long after the mail, and nobody should
have to sign in to be left alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

_SALT = "portal.notices.stop"


class LinkForged(Exception):
    """Nobody here made this link, or a part of it is missing."""


@dataclass(frozen=True)
class StopLink:
    """Whose mails, of which groups."""

    person_id: int
    groups: tuple[str, ...]


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
