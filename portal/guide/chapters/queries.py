"""What the guide's pages show."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from portal.guide.chapters.links import page_url
from portal.guide.chapters.loading import texts_of
from portal.guide.chapters.parts import parts
from portal.guide.chapters.rendering import chapter_html, figures_in, line_html
from portal.guide.chapters.shapes import Card, Chapter
from regions.register.search_kinds import search_kinds


@dataclass(frozen=True)
class WayIn:
    """Where somebody of one role begins: chapters, and pages by name and words."""

    title: str | Promise
    text: str | Promise
    chapters: tuple[str, ...]
    pages: tuple[tuple[str, str | Promise], ...]


WAYS_IN = (
    WayIn(
        _("You work for a region"),
        _("You write or carry out a strategy, and look for regions to do it with."),
        ("smart-specialisation", "designing-a-programme", "monitoring-and-evaluation"),
        (
            ("guide:assessments:overview", _("Assess your cluster policy")),
            ("guide:peers:ask", _("Ask a region that has done it")),
            ("claim-new", _("Claim your region or cluster")),
        ),
    ),
    WayIn(
        _("You manage a cluster"),
        _("You bring firms together, and look for partners, sites and money for them."),
        ("what-makes-clusters-succeed", "internationalisation", "financing"),
        (
            ("guide:assessments:overview", _("Assess your cluster’s management")),
            ("calls:list", _("Find a call")),
            ("requests:list", _("See who looks for partners")),
        ),
    ),
    WayIn(
        _("You run a facility or a laboratory"),
        _("You have a pilot line or a test bed that others could use."),
        ("sharing-infrastructures", "cooperation"),
        (("regions:facility-list", _("See which facilities are open")),),
    ),
    WayIn(
        _("You are new to the subject"),
        _("You want to know what clusters are, what they bring, and what they do not."),
        ("what-clusters-are", "why-clusters-matter", "using-this-portal"),
        (
            ("guide:glossary", _("Look a word up")),
            ("guide:practices:list", _("Read what regions did")),
        ),
    ),
)
# The kinds of search entries that are the guide's own.
GUIDE_KINDS = ("chapter", "card", "term", "practice")


@dataclass(frozen=True)
class ShownCard:
    """A card with its texts as HTML and the addresses it leads to."""

    card: Card
    text: SafeString
    evidence: SafeString
    url: str
    chapter: Chapter | None


def contents_context(language: str) -> dict[str, Any]:
    """Chapters, ways in, and which kinds a search in the guide looks through."""
    texts = texts_of(language)
    known = {one.name for one in search_kinds()}
    return {
        "language": language,
        "texts": texts,
        "minutes": sum(one.minutes for one in texts.chapters),
        "ways_in": [_shown_way(one, language) for one in WAYS_IN],
        "search_kinds": [name for name in GUIDE_KINDS if name in known],
    }


def _shown_way(one: WayIn, language: str) -> dict[str, Any]:
    """A way in with what there is; pages of rooms that are not there are left out."""
    found = [texts_of(language).chapter(slug) for slug in one.chapters]
    pages = [(page_url(name, language), words) for name, words in one.pages]
    return {
        "title": one.title,
        "text": one.text,
        "chapters": [each for each in found if each],
        "pages": [(url, words) for url, words in pages if url],
    }


def chapter_context(chapter: Chapter) -> dict[str, Any]:
    """A chapter, its neighbours, and what rooms above add to it."""
    texts = texts_of(chapter.language)
    at = texts.chapters.index(chapter)
    return {
        "language": chapter.language,
        "chapter": chapter,
        "count": len(texts.chapters),
        "text": chapter_html(chapter),
        "before": texts.chapters[at - 1] if at else None,
        "after": texts.chapters[at + 1] if at + 1 < len(texts.chapters) else None,
        "cards": [one for one in texts.cards if one.chapter == chapter.slug],
        "parts": parts(),
        "checklist_parts": parts("checklist"),
    }


def whole_context(language: str) -> dict[str, Any]:
    """All there is to print; ids of a chapter begin with its slug."""
    texts = texts_of(language)
    numbers = figures_in(*texts.chapters)
    shown = [
        (one, chapter_html(one, f"{one.slug}-", numbers)) for one in texts.chapters
    ]
    return {
        "language": language,
        "chapters": shown,
        "groups": card_groups(language),
    }


def card_groups(language: str) -> list[tuple[str, str | Promise, list[ShownCard]]]:
    """The do's, then the don'ts: kind, heading, cards."""
    texts = texts_of(language)
    headings = {"do": _("Do"), "dont": _("Don’t")}
    return [
        (
            kind,
            heading,
            [_shown_card(one, language) for one in texts.cards if one.kind == kind],
        )
        for kind, heading in headings.items()
    ]


def _shown_card(card: Card, language: str) -> ShownCard:
    return ShownCard(
        card=card,
        text=line_html(card.text, language),
        evidence=line_html(card.evidence, language),
        url=page_url(card.page, language),
        chapter=texts_of(language).chapter(card.chapter),
    )
