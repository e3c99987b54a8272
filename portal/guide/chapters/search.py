"""What the search finds of the guide: chapters by section, and cards."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.guide.chapters.links import chapter_url
from portal.guide.chapters.loading import texts_of
from portal.guide.chapters.markdown import parse_line, plain
from portal.guide.chapters.shapes import Card, Chapter, Section
from portal.web.languages import languages
from regions.register.search_kinds import Entry, RoomKind, Shown


def _key(chapter: Chapter, number: int) -> str:
    """The same section has the same key in each language."""
    return f"{chapter.slug}:{number}"


def _sections(language: str) -> Iterable[tuple[str, Chapter, Section]]:
    for chapter in texts_of(language).chapters:
        for number, section in enumerate(chapter.sections):
            yield _key(chapter, number), chapter, section


def section_entries(keys: Collection[str] | None = None) -> Iterable[Entry]:
    """A section each, found by its heading, its text and the chapter's title."""
    for language in languages():
        for key, chapter, section in _sections(language):
            if keys is None or key in keys:
                title = section.title or chapter.title
                words = [chapter.title, *section.prose]
                if not section.id:
                    points = [one.text for one in chapter.checklist]
                    words = [chapter.summary, *section.prose, *points]
                yield Entry(key, title[:300], words, language)


def shown_sections(
    keys: Collection[str], language: str, user: Any
) -> Mapping[str, Shown]:
    """Each leads to its heading."""
    found = {}
    for key, chapter, section in _sections(language):
        if key in keys:
            anchor = f"#{section.id}" if section.id else ""
            found[key] = Shown(
                title=section.title or chapter.title,
                url=chapter_url(chapter.slug, language) + anchor,
                snippet=" ".join(section.prose) if section.id else chapter.summary,
                place=chapter.title if section.id else "",
            )
    return found


def card_entries(keys: Collection[str] | None = None) -> Iterable[Entry]:
    for language in languages():
        for card in texts_of(language).cards:
            if keys is None or card.id in keys:
                words = [plain(parse_line(one)) for one in (card.text, card.evidence)]
                yield Entry(card.id, card.title, words, language)


def shown_cards(keys: Collection[str], language: str, user: Any) -> Mapping[str, Shown]:
    cards: Iterable[Card] = texts_of(language).cards
    url = reverse("guide:cards", args=[language])
    return {
        card.id: Shown(
            title=card.title,
            url=f"{url}#{card.id}",
            snippet=plain(parse_line(card.text)),
        )
        for card in cards
        if card.id in keys
    }


CHAPTERS_KIND = RoomKind(
    name="chapter",
    word=_("guide"),
    words=_("Guide"),
    icon="document",
    entries=section_entries,
    shown=shown_sections,
    order=10,
)
CARDS_KIND = RoomKind(
    name="card",
    word=_("do or don’t"),
    words=_("Do’s and don’ts"),
    icon="check",
    entries=card_entries,
    shown=shown_cards,
    order=20,
)
