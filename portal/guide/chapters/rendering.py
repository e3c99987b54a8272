"""Texts of the guide as HTML, from the tokens that were parsed once.

Nothing is changed in the tokens: all threads share them. What is written is escaped by
the renderer, and there is no HTML in the texts: the loader refuses it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from portal.guide.chapters.figures import figures
from portal.guide.chapters.links import target_of
from portal.guide.chapters.markdown import FIGURE, PARSER, inline_tokens, parse_line
from portal.guide.chapters.shapes import Chapter

Tokens = Sequence[Token]


def chapter_html(
    chapter: Chapter, prefix: str = "", numbers: Mapping[str, str] | None = None
) -> SafeString:
    """The text of a chapter.

    Where several are shown, `prefix` goes before each id, and `numbers` are the figures
    of them all.
    """
    env = {
        "language": chapter.language,
        "prefix": prefix,
        "figures": figures_in(chapter) if numbers is None else numbers,
        "sources": {
            one.id: (at, one) for at, one in enumerate(chapter.sources, start=1)
        },
    }
    return _shown(chapter.tokens, env)


def line_html(text: str, language: str) -> SafeString:
    """One paragraph of Markdown without the paragraph, as cards have them."""
    tokens = parse_line(text)
    numbers = figures({one.content for one in tokens if one.type == FIGURE})
    env = {"language": language, "figures": numbers, "sources": {}, "prefix": ""}
    found = _RENDERER.renderInline(tokens, PARSER.options, env)
    return mark_safe(found)  # noqa: S308 - the renderer escapes, see above


def figures_in(*chapters: Chapter) -> Mapping[str, str]:
    """The figures that these texts name, as the present language writes them."""
    tokens = (one for chapter in chapters for one, _line in _inline(chapter))
    return figures({one.content for one in tokens if one.type == FIGURE})


def _inline(chapter: Chapter) -> Iterator[tuple[Token, int]]:
    return inline_tokens(chapter.tokens)


def _shown(tokens: Tokens, env: dict[str, Any]) -> SafeString:
    found = _RENDERER.render(tokens, PARSER.options, env)
    return mark_safe(found)  # noqa: S308 - the renderer escapes, see above


class _Renderer(RendererHTML):
    """The rules for what is ours; methods have the names of the tokens' types."""

    def heading_open(
        self, tokens: Tokens, at: int, options: OptionsDict, env: dict
    ) -> str:
        token = tokens[at]
        return format_html(
            '<{} id="{}{}">', token.tag, env["prefix"], token.attrGet("id")
        )

    def link_open(
        self, tokens: Tokens, at: int, options: OptionsDict, env: dict
    ) -> str:
        token = tokens[at]
        href = target_of(token, env["language"])
        # There are no links in links, so one word is enough to know what to close.
        env["is_linked"] = bool(href)
        if not href:
            return ""
        is_term = str(token.attrGet("href")).startswith("term:")
        return format_html(
            '<a{} href="{}">', SafeString(' class="term"' if is_term else ""), href
        )

    def link_close(
        self, tokens: Tokens, at: int, options: OptionsDict, env: dict
    ) -> str:
        return "</a>" if env["is_linked"] else ""

    def source_mark(
        self, tokens: Tokens, at: int, options: OptionsDict, env: dict
    ) -> str:
        number, source = env["sources"][tokens[at].content]
        return format_html(
            '<a class="source-mark" href="#{}source-{}" aria-label="{}">{}</a>',
            env["prefix"],
            source.id,
            _("Source %(number)s: %(title)s")
            % {"number": number, "title": source.title},
            number,
        )

    def figure(self, tokens: Tokens, at: int, options: OptionsDict, env: dict) -> str:
        return format_html("{}", env["figures"][tokens[at].content])

    def table_open(
        self, tokens: Tokens, at: int, options: OptionsDict, env: dict
    ) -> str:
        env["tables"] = env.get("tables", 0) + 1
        label = _("Table %(number)s") % {"number": env["tables"]}
        return format_html(
            '<div class="table-responsive" tabindex="0" role="region"'
            ' aria-label="{}"><table class="table">',
            label,
        )

    def table_close(
        self, tokens: Tokens, at: int, options: OptionsDict, env: dict
    ) -> str:
        return "</table></div>"

    def th_open(self, tokens: Tokens, at: int, options: OptionsDict, env: dict) -> str:
        return f'<th scope="col"{_aligned(tokens[at])}>'

    def td_open(self, tokens: Tokens, at: int, options: OptionsDict, env: dict) -> str:
        return f"<td{_aligned(tokens[at])}>"


def _aligned(token: Token) -> str:
    """A class in place of a style, which our content policy does not let through."""
    is_right = "right" in str(token.attrGet("style") or "")
    return ' class="number"' if is_right else ""


_RENDERER = _Renderer()
