"""Chapters and the whole guide as PDF files, from the same tokens as the pages."""

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.guide.chapters.blocks import blocks_of, source_label
from portal.guide.chapters.links import chapter_url, page_url
from portal.guide.chapters.loading import texts_of
from portal.guide.chapters.markdown import parse_line, plain
from portal.guide.chapters.shapes import Card, Chapter, Source, Texts
from portal.web.typesetting import typeset
from portal.web.versioned import data_version, kept_under_version

FOLDER = Path(__file__).parent / "documents"
TEMPLATE = FOLDER / "guide.typ"


def chapter_pdf(chapter: Chapter) -> bytes:
    """One chapter, in its language."""
    return typeset(TEMPLATE, chapter_data(chapter))


def whole_pdf(language: str) -> bytes:
    """All chapters and cards, with a table of contents; kept while it says the same.

    Forty pages take a second or more.
    """
    return _kept_whole(data_version(), language, timezone.localdate())


@kept_under_version
def _kept_whole(version: str, language: str, today: date) -> bytes:
    return typeset(TEMPLATE, whole_data(texts_of(language)))


def chapter_data(chapter: Chapter) -> dict[str, Any]:
    """What the paper of a chapter says."""
    return {
        **_frame(chapter.title, chapter.language),
        "contents_word": "",
        "chapters": [{**_chapter(chapter, 0), "title": ""}],
        "cards": [],
    }


def whole_data(texts: Texts) -> dict[str, Any]:
    """What the paper of the whole guide says."""
    return {
        **_frame(_("Guide to cluster policy"), texts.language),
        "contents_word": _("Contents"),
        "chapters": [_chapter(one, 1) for one in texts.chapters],
        "cards": [
            {
                "title": heading,
                "rows": [_card(one, texts) for one in texts.cards if one.kind == kind],
            }
            for kind, heading in (("do", _("Do")), ("dont", _("Don’t")))
            if texts.cards
        ],
    }


def _frame(title: str, language: str) -> dict[str, Any]:
    """What each paper says around its text."""
    day = date_format(timezone.localdate(), "DATE_FORMAT")
    return {
        "title": title,
        "lang": language,
        "footer": _("Smart Regions, guide to cluster policy, %(day)s") % {"day": day},
        "page_word": _("Page"),
        "checklist_word": _("Checklist"),
        "sources_word": _("Sources"),
        "evidence_word": _("Evidence"),
        # A paper of facts names its columns; there are none here.
        "fact_head": ["", ""],
    }


def _chapter(chapter: Chapter, shift: int) -> dict[str, Any]:
    minutes = ngettext("%(n)d minute to read", "%(n)d minutes to read", chapter.minutes)
    return {
        "title": f"{chapter.number}. {chapter.title}",
        "summary": chapter.summary,
        "minutes": minutes % {"n": chapter.minutes},
        "url": f"{settings.BASE_URL}{chapter_url(chapter.slug, chapter.language)}",
        "level": shift + 1,
        "blocks": blocks_of(chapter, shift),
        "checklist": [one.text for one in chapter.checklist],
        "sources": [
            {"label": source_label(chapter, one.id), **_source(one)}
            for one in chapter.sources
        ],
    }


def _source(source: Source) -> dict[str, str]:
    """Who says it and when, the title that leads to it, and whether it was read."""
    year = f" ({source.year})" if source.year else ""
    if source.confidence == "read":
        day = date_format(source.read_on, "DATE_FORMAT")
        state = _("Read on %(day)s.") % {"day": day}
    else:
        state = _("From general knowledge, not read for this guide.")
    return {
        "by": f"{source.publisher}{year}" + _(": "),
        "name": source.title,
        "url": source.url,
        "state": state,
    }


def _card(card: Card, texts: Texts) -> dict[str, Any]:
    url = page_url(card.page, texts.language)
    return {
        "title": card.title,
        "said": plain(parse_line(card.text)),
        "evidence": plain(parse_line(card.evidence)),
        "sources": [_source(one) for one in card.sources],
        "page": card.page_words,
        "url": f"{settings.BASE_URL}{url}" if url else "",
    }
