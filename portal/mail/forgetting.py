"""What mails to others say about people who are gone."""

import re
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils.html import escape
from post_office.models import STATUS

from portal.mail.models import Mail

_TEXTS = ("subject", "message", "html_message")
BLANK = "…"


@transaction.atomic
def forget_words(*, words: Iterable[str]) -> int:
    """Take these names and addresses out of all mails; return how many had them.

    A mail that was sent loses its text, and the words in its subject. One that may
    still be sent is of use to its reader, so it loses these words only.
    """
    wanted = sorted({word for word in words if word.strip()}, key=len, reverse=True)
    if not wanted:
        return 0
    pattern, named = _pattern(wanted), 0
    rows = Mail.objects.filter(_holds(wanted)).only("status", *_TEXTS)
    for mail in rows.iterator():
        texts = {field: getattr(mail, field) for field in _TEXTS}
        kept = {field: pattern.sub(BLANK, text) for field, text in texts.items()}
        if kept == texts:
            continue
        if mail.status == STATUS.sent:
            kept |= {"message": "", "html_message": ""}
        named += Mail.objects.filter(pk=mail.pk).update(**kept)
    return named


def _holds(words: list[str]) -> Q:
    """Mails that may hold one of the words, also as a part of another word."""
    found = Q()
    for form in _forms(words):
        for field in _TEXTS:
            found |= Q(**{f"{field}__contains": form})
    return found


def _forms(words: list[str]) -> list[str]:
    """The words as the text has them, and as the HTML has them."""
    return list({form: None for word in words for form in (word, escape(word))})


def _pattern(words: list[str]) -> re.Pattern:
    """The words by themselves: never a part of a word, of an address or of a tag.

    Whoever calls himself “https” or “div” must not spoil the mails of others.
    """
    before, after = r"(?<![\w/@.=-])", r"(?![\w/@=-]|[.:][\w/])"
    either = "|".join(
        re.escape(form) if "@" in form else rf"(?<!<){re.escape(form)}"
        for form in _forms(words)
    )
    return re.compile(f"{before}(?:{either}){after}")
