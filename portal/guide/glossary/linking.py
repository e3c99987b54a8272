"""Where a term's entry is for the reader, and which terms a label says."""

import re
from functools import lru_cache

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from portal.guide.glossary.loading import SOURCE_LANGUAGE, term, terms_of
from portal.guide.glossary.shapes import Term

# Words that are short or everyday in a language: they count only as a whole label.
_WHOLE_ONLY = frozenset({"transition"})


def reading_language() -> str:
    """The language of the page that is being made, of those the portal has."""
    known = [code for code, _name in settings.LANGUAGES]
    language = (get_language() or SOURCE_LANGUAGE).split("-")[0]
    return language if language in known else SOURCE_LANGUAGE


def term_here(key: str) -> Term:
    """A term in the reader's language; an unknown key is a KeyError."""
    return term(reading_language(), key)


def address_of(key: str = "") -> str:
    """The address of the glossary in the reader's language, or of one entry of it."""
    page = reverse("guide:glossary", args=[reading_language()])
    return f"{page}#{term_here(key).key}" if key else page


def found_in(label: str) -> list[tuple[int, int, str]]:
    """Where a label says terms, as (start, end, key), from left to right, each once.

    A label that is a term as a whole counts for any term; within a longer one only
    technical terms do, the longest that fits at each place.
    """
    language = reading_language()
    text = label.strip()
    whole = _labels(language).get(text.casefold())
    if whole:
        start = label.index(text)
        return [(start, start + len(text), whole)]
    found: dict[str, tuple[int, int, str]] = {}
    pattern, keys = _pattern(language)
    for match in pattern.finditer(label):
        key = keys[match.group().casefold()]
        found.setdefault(key, (match.start(), match.end(), key))
    return list(found.values())


@lru_cache(maxsize=8)
def _labels(language: str) -> dict[str, str]:
    """Each spelling of each term, folded in case; the earlier term keeps its own."""
    spellings: dict[str, str] = {}
    for one in terms_of(language):
        spellings.setdefault(one.word.casefold(), one.key)
    for one in terms_of(language):
        for form in one.forms:
            spellings.setdefault(form.casefold(), one.key)
    return spellings


@lru_cache(maxsize=8)
def _pattern(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds technical terms within a text, and the key of each spelling."""
    keys = {
        spelling.casefold(): one.key
        for one in terms_of(language)
        if one.is_technical
        for spelling in one.spellings
        if spelling not in _WHOLE_ONLY
    }
    longest_first = sorted(keys, key=len, reverse=True)
    words = "|".join(re.escape(one) for one in longest_first)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE), keys
