"""What is wrong with the guide's texts: the command says it, and a test asks for none.

Faults of a single file are found by the loader. Here the languages are compared, and
what a text points to is looked for: terms, chapters, pages, figures.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from markdown_it.token import Token

from portal.guide.chapters import loading
from portal.guide.chapters.fields import TextFault
from portal.guide.chapters.figures import FIGURES
from portal.guide.chapters.links import page_url
from portal.guide.chapters.markdown import (
    FIGURE,
    SOURCE,
    inline_tokens,
    link_of,
    parse_line,
)
from portal.guide.chapters.readability import Ease, reading_ease
from portal.guide.chapters.shapes import CHAPTERS, Card, Chapter, Texts
from portal.guide.glossary import terms_of

# The language that others are translated from.
ORIGINAL = "en"
CHECKLIST_ITEMS = range(5, 9)
CARDS_OF_A_KIND = 8
# The least reading ease, each by the measure of its language.
EASE = {"en": 50, "de": 42, "fr": 50}


@dataclass(frozen=True)
class Problem:
    """Something to mend in one file."""

    file: str
    words: str

    def __str__(self) -> str:
        return f"{self.file}: {self.words}"


def languages() -> list[str]:
    """The portal's languages, the original first."""
    codes = [code for code, _name in settings.LANGUAGES]
    return sorted(codes, key=lambda code: code != ORIGINAL)


def ease_of(chapter: Chapter) -> Ease:
    """How easy a chapter's running text is; headings and tables do not count."""
    blocks = [block for section in chapter.sections for block in section.prose]
    return reading_ease(blocks, chapter.language)


def text_problems(folder: Path | None = None) -> list[Problem]:
    """All that is wrong with the texts, file by file."""
    folder = folder or loading.FOLDER
    found, texts = [], {}
    for language in languages():
        texts[language], faults = _read(folder, language)
        found += faults
    original = texts[ORIGINAL]
    terms = known_terms()
    for language, own in texts.items():
        for chapter in own.chapters:
            found += _problems_of_chapter(chapter, terms)
            other = original.chapter(chapter.slug)
            if language != ORIGINAL and other:
                found += _translation_problems(chapter, other)
        found += _problems_of_cards(own, terms)
        if language != ORIGINAL and original.cards:
            found += _card_translation_problems(own, original)
    return found


def known_terms() -> Collection[str]:
    """The keys of the glossary."""
    return terms_of(ORIGINAL).by_key.keys()


def _read(folder: Path, language: str) -> tuple[Texts, list[Problem]]:
    """The texts that can be read, and a problem for each that is missing or faulty."""
    found: list[Problem] = []
    chapters = []
    for slug in CHAPTERS:
        path = folder / language / f"{slug}.md"
        if not path.exists():
            found.append(Problem(f"{language}/{slug}.md", "It is missing."))
            continue
        try:
            chapters.append(loading.read_chapter(path, language))
        except TextFault as fault:
            found.append(Problem(fault.file, fault.where))
    path = folder / language / loading.CARDS_FILE
    texts = Texts(language, tuple(chapters))
    if not path.exists():
        return texts, [*found, Problem(f"{language}/{path.name}", "It is missing.")]
    try:
        return Texts(language, tuple(chapters), *loading.read_cards(path)), found
    except TextFault as fault:
        return texts, [*found, Problem(fault.file, fault.where)]


def _problems_of_chapter(chapter: Chapter, terms: Collection[str]) -> Iterator[Problem]:
    file = _file(chapter)
    if len(chapter.checklist) not in CHECKLIST_ITEMS:
        least, most = CHECKLIST_ITEMS[0], CHECKLIST_ITEMS[-1]
        yield Problem(file, f"checklist: It has no {least} to {most} points.")
    used = set()
    for token, line in inline_tokens(chapter.tokens):
        if token.type == SOURCE:
            used.add(token.content)
        for words in _pointing(token, terms):
            yield Problem(file, f"near line {line}: {words}")
    for source in chapter.sources:
        if source.id not in used:
            yield Problem(file, f"sources: No statement rests on {source.id!r}.")
    ease = ease_of(chapter)
    if ease.score < EASE[chapter.language]:
        least = EASE[chapter.language]
        yield Problem(
            file, f"Its reading ease is {ease.score:.0f}, at least {least} is wanted."
        )


def _pointing(token: Token, terms: Collection[str]) -> Iterator[str]:
    """What one token points to that is not there."""
    if token.type == FIGURE and token.content not in FIGURES:
        yield f"There is no figure {token.content!r}."
    if token.type != "link_open":
        return
    scheme, rest = link_of(token)
    if scheme == "term" and rest not in terms:
        yield f"The glossary has no term {rest!r}."
    if scheme == "chapter" and rest.partition("#")[0] not in CHAPTERS:
        yield f"There is no chapter {rest!r}."
    if scheme == "page" and not page_url(rest, ORIGINAL):
        yield f"There is no page {rest!r} that takes no more than a language."


def _translation_problems(own: Chapter, original: Chapter) -> Iterator[Problem]:
    file = _file(own)
    if own.source_digest != original.digest:
        yield Problem(file, _outdated(own.source_digest))
    yield from _compared(file, "checklist", own.checklist, original.checklist)
    yield from _compared(file, "sources", own.sources, original.sources)
    if own.sources != original.sources and _ids(own.sources) == _ids(original.sources):
        yield Problem(file, "sources: Titles, addresses and days differ from English.")
    levels = [[one.level for one in each.sections] for each in (own, original)]
    if levels[0] != levels[1]:
        counts = [len(each) - 1 for each in levels]
        yield Problem(
            file,
            f"It has {counts[0]} headings, English {counts[1]}, or of other levels.",
        )
    marks = [_marks(each) for each in (own, original)]
    for what in sorted(marks[0] ^ marks[1]):
        side = "only here" if what in marks[0] else "only in English"
        yield Problem(file, f"{what} is {side}.")


def _marks(chapter: Chapter) -> set[str]:
    """The sources and figures that a text names, and where its links lead."""
    found = set()
    for token, _line in inline_tokens(chapter.tokens):
        if token.type == SOURCE:
            found.add(f"[^{token.content}]")
        elif token.type == FIGURE:
            found.add(f"figure:{token.content}")
        elif token.type == "link_open" and link_of(token)[0] in ("chapter", "page"):
            found.add(":".join(link_of(token)))
    return found


def _problems_of_cards(texts: Texts, terms: Collection[str]) -> Iterator[Problem]:
    file = f"{texts.language}/{loading.CARDS_FILE}"
    for kind in ("do", "dont") if texts.cards else ():
        count = sum(one.kind == kind for one in texts.cards)
        if count != CARDS_OF_A_KIND:
            yield Problem(file, f"{count} of {CARDS_OF_A_KIND} are of kind {kind!r}.")
    for card in texts.cards:
        if not page_url(card.page, texts.language):
            yield Problem(file, f"{card.id}: There is no page {card.page!r}.")
        for text in (card.text, card.evidence):
            for token in parse_line(text):
                for words in _pointing(token, terms):
                    yield Problem(file, f"{card.id}: {words}")


def _card_translation_problems(own: Texts, original: Texts) -> Iterator[Problem]:
    file = f"{own.language}/{loading.CARDS_FILE}"
    if own.cards and own.cards_source_digest != original.cards_digest:
        yield Problem(file, _outdated(own.cards_source_digest))
    if [_fixed(one) for one in own.cards] != [_fixed(one) for one in original.cards]:
        yield Problem(
            file, "Ids, kinds, sources, pages or chapters differ from English."
        )


def _fixed(card: Card) -> tuple:
    """What of a card is the same in each language."""
    return card.id, card.kind, card.sources, card.page, card.chapter


def _compared(
    file: str, field: str, own: Sequence, original: Sequence
) -> Iterator[Problem]:
    if _ids(own) != _ids(original):
        different = sorted(set(_ids(own)) ^ set(_ids(original)))
        words = ", ".join(different) or "their order"
        yield Problem(file, f"{field}: Not the ids of the English file: {words}.")


def _ids(rows: Sequence) -> list[str]:
    return [one.id for one in rows]


def _outdated(digest: str) -> str:
    if not digest:
        return "source_digest is missing; write it with `guide_texts --mark`."
    return "The English text has changed since it was translated."


def _file(chapter: Chapter) -> str:
    return f"{chapter.language}/{chapter.slug}.md"
