"""Where somebody reads on, by chapter; rooms that are not there give no link."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from portal.guide.assessments.shapes import Dimension


@dataclass(frozen=True)
class ChapterLinks:
    """Addresses about one chapter of the guide; "" for what is not there."""

    chapter: str
    checklist: str
    practices: str
    peers: str


def chapter_links(slug: str) -> ChapterLinks:
    """Where to read, check, see how others did it, and ask them."""
    page = _address("guide:chapter", language=get_language() or "en", slug=slug)
    query = urlencode({"chapter": slug})
    practices = _address("guide:practices:list")
    peers = _address("guide:peers:ask")
    return ChapterLinks(
        chapter=page,
        checklist=f"{page}#checklist" if page else "",
        practices=f"{practices}?{query}" if practices else "",
        peers=f"{peers}?{query}" if peers else "",
    )


def chapters_of(dimension: Dimension) -> list[str]:
    """The chapters that a dimension leads to, its own first."""
    named = [dimension.chapter_of(one) for one in dimension.questions]
    return list(dict.fromkeys([dimension.chapter, *named]))


def _address(name: str, **arguments: str) -> str:
    try:
        return reverse(name, kwargs=arguments or None)
    except NoReverseMatch:
        return ""
