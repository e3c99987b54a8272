"""The texts of the guide, read from their files once and kept in each process.

`<language>/<slug>.md` is a chapter, `<language>/cards.yaml` holds the cards. Chapters
that are not there are left out; a file with a fault raises `TextFault`, which names
file, line and field.
"""

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from django.utils.text import slugify
from markdown_it.token import Token

from portal.guide.chapters.fields import Fields, TextFault, read_fields
from portal.guide.chapters.markdown import (
    SCHEMES,
    SOURCE,
    inline_tokens,
    link_of,
    parse,
    plain,
)
from portal.guide.chapters.shapes import (
    CHAPTERS,
    Card,
    Chapter,
    ChecklistItem,
    Section,
    Source,
    Texts,
)

FOLDER = Path(__file__).parent / "texts"
CARDS_FILE = "cards.yaml"
DIGEST_LENGTH = 12
_CHAPTER_FIELDS = ("title", "summary", "source_digest", "checklist", "sources")
_SOURCE_FIELDS = ("id", "title", "publisher", "year", "url", "confidence", "read_on")
_CARD_FIELDS = ("id", "kind", "title", "text", "evidence", "sources")
_CARD_LINKS = ("page", "page_words", "chapter")
# What the guide does without: one level of title, no picture, no code, no rule.
_REFUSED = {
    "html_block": "HTML",
    "html_inline": "HTML",
    "image": "an image",
    "fence": "a block of code",
    "code_block": "a block of code",
    "hr": "a rule",
}
_WORD = re.compile(r"\w+(?:['’\-]\w+)*")


def texts_of(language: str) -> Texts:
    """All texts of a language, in order. An unknown language has none."""
    return _kept(FOLDER, language)


def chapter(language: str, slug: str) -> Chapter | None:
    """One chapter, or None where there is none of this slug in this language."""
    return texts_of(language).chapter(slug)


@lru_cache(maxsize=16)
def _kept(folder: Path, language: str) -> Texts:
    return read_texts(folder, language)


def read_texts(folder: Path, language: str) -> Texts:
    """Read the files of one language anew."""
    own = folder / language
    chapters = tuple(
        read_chapter(own / f"{slug}.md", language)
        for slug in CHAPTERS
        if (own / f"{slug}.md").exists()
    )
    if not (own / CARDS_FILE).exists():
        return Texts(language, chapters)
    return Texts(language, chapters, *read_cards(own / CARDS_FILE))


def digest_of(path: Path) -> str:
    """What a translation notes of the English file that it was made from."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:DIGEST_LENGTH]


def read_chapter(path: Path, language: str) -> Chapter:
    """One chapter from its file."""
    file = _short(path)
    tokens = parse(path.read_text(encoding="utf-8"))
    if not tokens or tokens[0].type != "front_matter":
        raise TextFault(file, 1, "", "It begins with no front matter between `---`.")
    # The line after the one of three hyphens.
    fields = read_fields(tokens[0].content, file, first_line=2)
    fields.only(_CHAPTER_FIELDS)
    sources = _sources(fields)
    body = tokens[1:]
    _check_body(body, file, {one.id for one in sources})
    sections = _sections(body)
    return Chapter(
        slug=path.stem,
        language=language,
        number=CHAPTERS.index(path.stem) + 1,
        title=fields.text("title"),
        summary=fields.text("summary"),
        checklist=tuple(
            ChecklistItem(one.identifier("id"), one.text("text"))
            for one in fields.items("checklist")
        ),
        sources=sources,
        sections=sections,
        tokens=tuple(body),
        words=_words(body),
        source_digest=fields.text("source_digest", ""),
        digest=digest_of(path),
    )


def _sources(fields: Fields) -> tuple[Source, ...]:
    return tuple(_source(one) for one in fields.items("sources"))


def _source(one: Fields) -> Source:
    one.only(_SOURCE_FIELDS)
    confidence = one.choice("confidence", ("read", "recalled"))
    url, read_on = one.address("url"), one.day("read_on")
    if confidence == "read" and not url:
        raise one.fault("url", "What was read was read somewhere.")
    if confidence == "read" and not read_on:
        raise one.fault("read_on", "What was read was read on some day.")
    return Source(
        id=one.identifier("id"),
        title=one.text("title"),
        publisher=one.text("publisher"),
        confidence=confidence,
        year=one.number("year"),
        url=url,
        read_on=read_on,
    )


def _check_body(tokens: Sequence[Token], file: str, sources: set[str]) -> None:
    """Refuse what the guide does without, and what points to nothing."""
    for token in tokens:
        line = token.map[0] + 1 if token.map else 1
        if token.type == "heading_open" and token.tag not in ("h2", "h3"):
            raise TextFault(file, line, "", "Headings are `##` and `###`.")
        _refuse(token, file, line)
    for token, line in inline_tokens(tokens):
        _refuse(token, file, line)
        if token.type == SOURCE and token.content not in sources:
            raise TextFault(
                file, line, "", f"[^{token.content}] is the id of no source."
            )
        if token.type == "link_open" and link_of(token)[0] not in SCHEMES:
            known = ", ".join(SCHEMES)
            raise TextFault(file, line, "", f"A link begins with one of: {known}.")


def _refuse(token: Token, file: str, line: int) -> None:
    if token.type in _REFUSED:
        raise TextFault(file, line, "", f"There is no {_REFUSED[token.type]} here.")


def _sections(tokens: Sequence[Token]) -> tuple[Section, ...]:
    """The text under each heading; ids are set on the headings' tokens too."""
    found: list[tuple[str, str, int, list[str]]] = [("", "", 1, [])]
    ids: set[str] = set()
    in_table = False
    for at, token in enumerate(tokens):
        if token.type in ("table_open", "table_close"):
            in_table = token.type == "table_open"
        if token.type == "heading_open":
            title = plain(tokens[at + 1].children)
            token.attrSet("id", _anchor(title, ids))
            found.append((str(token.attrGet("id")), title, int(token.tag[1]), []))
        elif token.type == "inline" and not in_table and not _is_title(tokens, at):
            found[-1][3].append(plain(token.children))
    return tuple(
        Section(key, title, level, tuple(prose)) for key, title, level, prose in found
    )


def _is_title(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at - 1].type == "heading_open"


def _anchor(title: str, ids: set[str]) -> str:
    own = slugify(title.replace("’", " ")) or "section"
    anchor, number = own, 2
    while anchor in ids:
        anchor, number = f"{own}-{number}", number + 1
    ids.add(anchor)
    return anchor


def _words(tokens: Sequence[Token]) -> int:
    return sum(
        len(_WORD.findall(plain(one.children)))
        for one in tokens
        if one.type == "inline"
    )


def read_cards(path: Path) -> tuple[tuple[Card, ...], str, str]:
    """The cards, the digest they were translated from, and their own."""
    file = _short(path)
    fields = read_fields(path.read_text(encoding="utf-8"), file)
    fields.only(("source_digest", "sources", "cards"))
    sources = {one.id: one for one in _sources(fields)}
    cards = tuple(_card(one, sources) for one in fields.items("cards"))
    return cards, fields.text("source_digest", ""), digest_of(path)


def _card(one: Fields, sources: dict[str, Source]) -> Card:
    one.only(_CARD_FIELDS + _CARD_LINKS)
    named = one.texts("sources")
    for name in named:
        if name not in sources:
            raise one.fault("sources", f"{name!r} is the id of no source.")
    return Card(
        id=one.identifier("id"),
        kind=one.choice("kind", ("do", "dont")),
        title=one.text("title"),
        text=one.text("text"),
        evidence=one.text("evidence"),
        sources=tuple(sources[name] for name in named),
        page=one.text("page"),
        page_words=one.text("page_words"),
        chapter=one.choice("chapter", CHAPTERS),
    )


def _short(path: Path) -> str:
    """Language and name: enough to find the file, and the same on every machine."""
    return f"{path.parent.name}/{path.name}"
