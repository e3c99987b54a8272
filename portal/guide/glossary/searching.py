"""The terms of the glossary in the portal's search, each in its own language."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.guide.glossary.loading import terms_of
from portal.guide.glossary.shapes import Term
from regions.register.search_kinds import (
    Entry,
    RoomKind,
    Shown,
    register_search_kind,
)

KIND = "term"


def entries(keys: Collection[str] | None) -> Iterator[Entry]:
    """All terms in all languages, or those of these keys."""
    for language, _name in settings.LANGUAGES:
        for one in terms_of(language):
            if keys is None or one.key in keys:
                words = (*one.forms, one.meaning)
                yield Entry(one.key, one.heading, words, language)


def shown(keys: Collection[str], language: str, reader: Any) -> Mapping[str, Shown]:
    """What a hit says of a term; everybody may read it."""
    page = reverse("guide:glossary", args=[language])
    by_key = terms_of(language).by_key
    return {key: _shown(by_key[key], page) for key in keys if key in by_key}


def _shown(term: Term, page: str) -> Shown:
    return Shown(term.heading, f"{page}#{term.key}", term.meaning)


def register() -> None:
    """Called once, when the app is ready."""
    register_search_kind(
        RoomKind(
            name=KIND,
            word=_("term"),
            words=_("Glossary"),
            icon="info",
            entries=entries,
            shown=shown,
            order=80,
        )
    )
