"""The chapters of the guide as a practice names them, and its part on their pages."""

from django.utils.translation import get_language

from portal.guide.chapters import CHAPTERS, chapter
from portal.guide.chapters.parts import Part, register_part

__all__ = ["CHAPTERS", "chapter_choices", "chapter_title", "register_chapter_part"]


def chapter_choices() -> list[tuple[str, str]]:
    """Slugs and titles in the reader's language, in the order of the guide."""
    return [(slug, chapter_title(slug)) for slug in CHAPTERS]


def chapter_title(slug: str) -> str:
    """The chapter's title; while its text is not written, the words of its address."""
    found = chapter((get_language() or "en")[:2], slug) or chapter("en", slug)
    return found.title if found else slug.replace("-", " ").capitalize()


def register_chapter_part() -> None:
    """Show practices on the pages of their chapters; once, when the app is ready."""
    template = "guide/practices/_chapter_part.html"
    register_part(Part("practices", template, order=30))
