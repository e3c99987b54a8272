"""What a chapter and a card are, once read from their files."""

from dataclasses import dataclass, field
from datetime import date

from markdown_it.token import Token

# The slugs of the chapters in their order, the same in each language.
CHAPTERS = (
    "what-clusters-are",
    "why-clusters-matter",
    "what-makes-clusters-succeed",
    "designing-a-programme",
    "instruments",
    "smart-specialisation",
    "cooperation",
    "internationalisation",
    "financing",
    "sharing-infrastructures",
    "monitoring-and-evaluation",
    "using-this-portal",
)
# Slow enough for a text on policy that is read to be used.
WORDS_A_MINUTE = 200


@dataclass(frozen=True)
class Source:
    """What a statement rests on; `read` was seen at `url`, `recalled` was not."""

    id: str
    title: str
    publisher: str
    confidence: str
    year: int | None = None
    url: str = ""
    read_on: date | None = None


@dataclass(frozen=True)
class ChecklistItem:
    """One thing that a region can do and date."""

    id: str
    text: str


@dataclass(frozen=True)
class Section:
    """A part of a chapter under one heading, or before the first (id and title "")."""

    id: str
    title: str
    level: int
    # Its running text: paragraphs and points, one each, without signs of markup.
    prose: tuple[str, ...]


@dataclass(frozen=True)
class Chapter:
    """A chapter in one language, parsed."""

    slug: str
    language: str
    number: int
    title: str
    summary: str
    checklist: tuple[ChecklistItem, ...]
    sources: tuple[Source, ...]
    sections: tuple[Section, ...]
    # Of the whole text, for the renderer; nobody changes them.
    tokens: tuple[Token, ...] = field(repr=False)
    words: int
    # Of the English file that a translation was made from, and of this very file.
    source_digest: str
    digest: str

    @property
    def minutes(self) -> int:
        """How long it takes to read, in whole minutes, one at least."""
        return max(1, round(self.words / WORDS_A_MINUTE))


@dataclass(frozen=True)
class Card:
    """One do or one don't, with its evidence and the page on which one acts on it.

    `text` and `evidence` are Markdown of one paragraph. `page` is the name of an
    address.
    """

    id: str
    kind: str
    title: str
    text: str
    evidence: str
    sources: tuple[Source, ...]
    page: str
    page_words: str
    chapter: str


@dataclass(frozen=True)
class Texts:
    """All texts of one language, in order."""

    language: str
    chapters: tuple[Chapter, ...]
    cards: tuple[Card, ...] = ()
    # Of the cards' file, as for a chapter; "" where there is none.
    cards_source_digest: str = ""
    cards_digest: str = ""

    def chapter(self, slug: str) -> Chapter | None:
        """The chapter of this slug, or None."""
        return next((one for one in self.chapters if one.slug == slug), None)
