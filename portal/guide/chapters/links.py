"""Where the links of the guide's texts lead: terms, chapters, pages, the web."""

from django.urls import NoReverseMatch, reverse
from markdown_it.token import Token

from portal.guide.chapters.markdown import link_of
from portal.guide.chapters.shapes import CHAPTERS


def target_of(token: Token, language: str) -> str:
    """The address behind a link's token; "" where there is no such page.

    A text with a slip is still shown; `guide_texts --check` tells of it.
    """
    scheme, rest = link_of(token)
    if scheme == "term":
        glossary = page_url("guide:glossary", language)
        return f"{glossary}#{rest}" if glossary else ""
    if scheme == "chapter":
        slug, mark, anchor = rest.partition("#")
        known = slug in CHAPTERS
        return f"{chapter_url(slug, language)}{mark}{anchor}" if known else ""
    if scheme == "page":
        return page_url(rest, language)
    return str(token.attrGet("href"))


def chapter_url(slug: str, language: str) -> str:
    """The address of a chapter."""
    return reverse("guide:chapter", args=[language, slug])


def page_url(name: str, language: str) -> str:
    """The address of a page by its name; pages of the guide get the language. Or ""."""
    for arguments in ({}, {"language": language}):
        try:
            return reverse(name, kwargs=arguments)
        except NoReverseMatch:
            continue
    return ""
