"""Letters to people: their words, in the reader's language."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.mail.rendering import absolute_url
from portal.mail.services import one_click_headers, queue_mail
from portal.web.errors import PortalError

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Letter:
    """What a letter says. `quoted` is what a person wrote, `path` leads on.

    `stop` is the path by which its reader ends letters of this kind by one click.
    """

    subject: str
    lines: tuple[str, ...]
    quoted: str = ""
    path: str = ""
    label: str = ""
    reason: str = ""
    stop: str = ""


Words = Callable[[], Letter]


def tell(person: User, words: Words, *, key: str = "") -> bool:
    """Queue a letter to this person; False if that of this key has been there before.

    `words` is called in the reader's language. An address to which nothing can be sent
    undoes nothing of what the letter is about: False, and a line in the log.
    """
    try:
        return write_to(person.email, words, language_of(person), key=key)
    except PortalError:
        log.warning("No letter to person %s: the address is not one.", person.pk)
        return False


def tell_all(people: Iterable[User], words: Words, *, key: str = "") -> None:
    """Queue the letter to each of them; a key counts for each by himself."""
    for person in people:
        tell(person, words, key=f"{key}:{person.pk}" if key else "")


def tell_curators(words: Words, *, key: str = "") -> None:
    """Queue the letter to all who check records."""
    tell_all(User.objects.filter(is_staff=True, is_active=True), words, key=key)


def write_to(address: str, words: Words, language: str, *, key: str = "") -> bool:
    """Queue a letter to an address, which need not be anybody's here."""
    with override(language):
        letter = words()
        stop_url = absolute_url(letter.stop) if letter.stop else ""
        context = {
            "letter": letter,
            "url": absolute_url(letter.path) if letter.path else "",
            "reason": letter.reason or _reason(),
            "stop_url": stop_url,
        }
    mail = queue_mail(
        to=address,
        template="notice",
        context=context,
        language=language,
        key=key,
        headers=one_click_headers(stop_url) if stop_url else None,
    )
    return mail is not None


def language_of(person: User | None) -> str:
    """The language in which this person, or else the present reader, is written to."""
    known = dict(settings.LANGUAGES)
    chosen = person.language if person else ""
    return chosen if chosen in known else get_language() or settings.LANGUAGE_CODE


def _reason() -> str:
    return _("You get this mail because you have an account in the portal.")
