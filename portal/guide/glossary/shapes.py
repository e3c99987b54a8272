"""What a term of the glossary is, once read from its file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from portal.web.text import fold


class TermFault(ValueError):
    """A file of terms cannot be used; the message names file, term and field."""

    def __init__(self, file: str, where: str, said: str) -> None:
        super().__init__(f"{file}, {where}: {said}" if where else f"{file}: {said}")


@dataclass(frozen=True)
class Source:
    """What a meaning rests on; `read` was seen at `url`, `recalled` was not."""

    title: str
    confidence: str
    url: str = ""
    read_on: date | None = None


@dataclass(frozen=True)
class Term:
    """A word of the portal in one language: what it means, and how it is also said.

    `key` is the same in each language, and the anchor of the entry. `see` are keys of
    other terms, `chapter` the slug of a chapter of the guide, or "".
    """

    key: str
    word: str
    meaning: str
    forms: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    chapter: str = ""
    source: Source | None = None
    # Whether it is no everyday word, so that a label that says it must lead here.
    is_technical: bool = False

    @property
    def alphabetical(self) -> tuple[str, str]:
        """By what the entry is ordered: accents count only between like words."""
        return fold(self.word).replace("-", " "), self.word

    @property
    def letter(self) -> str:
        """The letter under which the entry stands."""
        return fold(self.word)[0].upper()

    @property
    def heading(self) -> str:
        """The word as it begins an entry."""
        return self.word[0].upper() + self.word[1:]

    @property
    def spellings(self) -> tuple[str, ...]:
        """The word and its other forms."""
        return (self.word, *self.forms)


@dataclass(frozen=True)
class Terms:
    """All terms of one language, in the order of its alphabet."""

    language: str
    by_key: dict[str, Term]
    # Of the English file that a translation was made from, and of this very file.
    source_digest: str
    digest: str

    def __iter__(self) -> Iterator[Term]:
        return iter(self.by_key.values())

    def __len__(self) -> int:
        return len(self.by_key)
