"""The Markdown of the guide: tokens with the guide's own links, marks and figures.

`[word](term:key)`, `[words](chapter:slug)` and `[words](page:name)` are links inside of
the portal, `[^id]` is the mark of a source, and `{{ figure:name }}` stands for a number
that is read from the register when a page is made.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

SOURCE = "source_mark"
FIGURE = "figure"
SCHEMES = ("term", "chapter", "page", "http", "https")
_SOURCE_MARK = re.compile(r"\[\^([a-z0-9-]+)\]")
_FIGURE_MARK = re.compile(r"\{\{ ?figure:([a-z0-9_]+) ?\}\}")


def _source_rule(state: StateInline, silent: bool) -> bool:
    return _mark(state, silent, _SOURCE_MARK, SOURCE)


def _figure_rule(state: StateInline, silent: bool) -> bool:
    return _mark(state, silent, _FIGURE_MARK, FIGURE)


def _mark(
    state: StateInline, silent: bool, pattern: re.Pattern[str], name: str
) -> bool:
    found = pattern.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        token = state.push(name, "", 0)
        token.content = found[1]
    state.pos = found.end()
    return True


def _parser() -> MarkdownIt:
    # HTML is parsed so that it can be refused by name, and not shown as letters.
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    parser.use(front_matter_plugin)
    parser.inline.ruler.before("link", SOURCE, _source_rule)
    parser.inline.ruler.before("link", FIGURE, _figure_rule)
    return parser


PARSER = _parser()


def parse(text: str) -> list[Token]:
    """The tokens of a whole file; the first one is its front matter, if it has any."""
    return PARSER.parse(text)


def parse_line(text: str) -> list[Token]:
    """The tokens of one paragraph, without the paragraph."""
    return PARSER.parseInline(text)[0].children or []


def inline_tokens(tokens: Iterable[Token]) -> Iterator[tuple[Token, int]]:
    """Each token inside of a line, with the number of the line its block begins on."""
    for token in tokens:
        for child in token.children or ():
            yield child, (token.map[0] + 1 if token.map else 1)


def link_of(token: Token) -> tuple[str, str]:
    """Scheme and rest of a link's target."""
    scheme, _, rest = str(token.attrGet("href") or "").partition(":")
    return scheme, rest


def plain(tokens: Sequence[Token] | None, figure: str = "12") -> str:
    """The words of a line without marks, with `figure` where a number will be."""
    parts = []
    for token in tokens or ():
        if token.type in ("text", "code_inline"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif token.type == FIGURE:
            parts.append(figure)
    return "".join(parts).strip()
