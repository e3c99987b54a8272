"""Words of three languages as the register's English ones. Pure: no files, no Django.

The register is written in English. The words of an idea are looked up in a lexicon of
English, German and French; what it lacks stays as it is. Every word comes in folded: in
lower case, without accents.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Protocol

from matching.everyday_words import FUNCTION_WORDS

Split = Callable[[str], list[str]]
Key = tuple[str, ...]
LANGUAGES = ("en", "de", "fr")
LONGEST_PHRASE = 4
SHORTEST_STEM = 3
SHORTEST_PART = 4
# A compound counts as read when known parts make up this share of its letters.
READ_SHARE = 0.5
# ... or when the part at its beginning or end has at least so many.
CLEAR_PART = 6
# What only looks like a form of another word: training is nothing about trains.
OTHERS = frozenset(["training"])
# Endings of words that the three languages share, and the English ones.
COGNATES = {
    "de": (("isch", "ic"), ("itat", "ity"), ("ik", "ics"), ("ie", "y"), ("", "")),
    "fr": (("iqu", "ic"), ("it", "ity"), ("i", "y"), ("eur", "or"), ("", "")),
}
LINKS = ("", "s", "es", "n", "en", "er", "e")
# A language is read when it has this share of the function words of the most frequent.
LANGUAGE_SHARE = 0.4


class Named(Protocol):
    """One thing and its names in each language."""

    @property
    def en(self) -> Sequence[str]: ...
    @property
    def de(self) -> Sequence[str]: ...
    @property
    def fr(self) -> Sequence[str]: ...


def stem_english(word: str) -> str:
    """Cut what English inflects: recycle, recycled and recycling are one."""
    if word in OTHERS:
        return word
    word = word.replace("iz", "is") if len(word) > 5 else word
    if word.endswith("ies"):
        word = f"{word[:-3]}y"
    elif word.endswith(("ses", "xes", "ches", "shes")):
        word = _cut(word, "es")
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = _cut(word, "s")
    for ending in ("ing", "ed", "e"):
        if word.endswith(ending):
            rest = _cut(word, ending)
            word = rest if len(rest) > SHORTEST_STEM else word
            break
    return _single(word[:-1] + "i" if word.endswith("y") else word)


def stem_german(word: str) -> str:
    """Cut endings of case and number."""
    for ending in ("ern", "en", "er", "em", "es", "e", "n", "s"):
        if word.endswith(ending):
            rest = _cut(word, ending)
            if len(rest) > SHORTEST_STEM and rest != word:
                return _single(rest)
    return _single(word)


def stem_french(word: str) -> str:
    """Cut endings of number and gender: industriels and industrielle are one."""
    word = re.sub("aux$", "al", word) if len(word) > 5 else word
    word = _cut(word, word[-1]) if word.endswith(("s", "x")) else word
    for ending, base in (("ive", "if"), ("euse", "eur")):
        if word.endswith(ending):
            word = word.removesuffix(ending) + base
    word = _cut(word, "e") if word.endswith("e") else word
    return _single(word)


STEMS = {"en": stem_english, "de": stem_german, "fr": stem_french}


def _cut(word: str, ending: str) -> str:
    rest = word.removesuffix(ending)
    return rest if len(rest) >= SHORTEST_STEM else word


def _single(word: str) -> str:
    """Write a doubled last consonant once: shipping is ship."""
    is_double = len(word) > SHORTEST_STEM and word[-1] == word[-2]
    return word[:-1] if is_double and word[-1] not in "aeiou" else word


def cognates(word: str, languages: Iterable[str]) -> Iterator[str]:
    """English words that a German or French one may be: insekten may be insect."""
    for language in languages:
        for ending, english in COGNATES.get(language, ()):
            stem = STEMS[language](word)
            if stem.endswith(ending):
                found = stem.removesuffix(ending) + english
                yield found
                yield found.replace("k", "c")


def languages_of(words: Iterable[str]) -> tuple[str, ...]:
    """Which languages a text seems to be in, by its function words; all if it has none.

    `words` are folded, with function words: a text may well be in two languages.
    """
    found = Counter(words)
    counts = {
        language: sum(found[word] for word in known)
        for language, known in FUNCTION_WORDS.items()
    }
    least = LANGUAGE_SHARE * max(counts.values())
    return tuple(one for one in LANGUAGES if counts[one] >= least)


@dataclass(frozen=True)
class Reading:
    """A word or phrase as it stood, and the English words it means (none: unknown)."""

    words: tuple[str, ...]
    english: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """Stems of words and phrases of each language, with the English words they mean."""

    meanings: Mapping[str, Mapping[Key, tuple[str, ...]]]
    parts: Mapping[str, tuple[str, ...]]
    english: frozenset[str] = frozenset()

    @classmethod
    def of(cls, entries: Sequence[Named], split: Split) -> "Lexicon":
        """Make a lexicon; `split` folds a text into words, without stop words."""
        meanings: dict[str, dict[Key, tuple[str, ...]]] = {
            language: {} for language in LANGUAGES
        }
        parts: dict[str, tuple[str, ...]] = {}
        for entry in entries:
            english = tuple(split(entry.en[0]))
            for language in LANGUAGES:
                names = getattr(entry, language)[1 if language == "en" else 0 :]
                for words in _spellings(names, language, split):
                    _add(meanings[language], _key(words, language), english)
                    if language == "de" and len(words) == 1:
                        _add(parts, words[0], english)
            for word in english:
                parts.setdefault(word, (word,))
        names = chain(*(entry.en for entry in entries))
        return cls(meanings, parts, frozenset(chain(*map(split, names))))

    def read(self, words: Sequence[str], languages: Sequence[str]) -> list[Reading]:
        """Read words in these languages, the longest known phrase first."""
        found, place = [], 0
        stems = {one: _key(words, one) for one in languages}
        while place < len(words):
            size, english = self._longest(stems, place)
            if not english and "de" in languages:
                english = self._compound(words[place])
            found.append(Reading(tuple(words[place : place + size]), english))
            place += size
        return found

    def _longest(
        self, stems: Mapping[str, Key], place: int
    ) -> tuple[int, tuple[str, ...]]:
        """The longest known phrase that begins at a place, and what it means."""
        for size in range(LONGEST_PHRASE, 0, -1):
            keys = {one: own[place : place + size] for one, own in stems.items()}
            found = [self.meanings[one].get(key, ()) for one, key in keys.items()]
            if any(found):
                return min(len(key) for key in keys.values()), tuple(
                    dict.fromkeys(chain(*found))
                )
        return 1, ()

    def _compound(self, word: str) -> tuple[str, ...]:
        """What the known parts of a German compound mean, or () if too few are known.

        "Wasserstofftechnologie" is hydrogen and technology.
        """
        if len(word) < 2 * SHORTEST_PART or word in self.parts:
            return ()
        found, place, read = [], 0, 0
        while place < len(word) and (part := self._part_at(word, place)):
            found.append(part)
            read = place + len(part)
            place = self._after_link(word, read)
        if read < min(CLEAR_PART, READ_SHARE * len(word)):
            found = [part] if (part := self._last_part(word)) else []
        return tuple(dict.fromkeys(chain(*(self._meaning[part] for part in found))))

    def _part_at(self, word: str, place: int) -> str:
        for end in range(len(word), place + SHORTEST_PART - 1, -1):
            if word[place:end] in self._meaning:
                return word[place:end]
        return ""

    def _last_part(self, word: str) -> str:
        """The longest known part at the end: it says what kind of thing it is."""
        for start in range(1, len(word) - SHORTEST_PART):
            if word[start:] in self._meaning:
                return word[start:]
        return ""

    def _after_link(self, word: str, place: int) -> int:
        """Where the next part begins, behind the letters that join two parts."""
        for link in LINKS:
            after = place + len(link)
            if word.startswith(link, place) and self._part_at(word, after):
                return after
        return place

    @cached_property
    def _meaning(self) -> dict[str, tuple[str, ...]]:
        """Parts of compounds, each also without its ending."""
        bare = {
            stem: english
            for part, english in sorted(self.parts.items())
            for stem in (part.removesuffix("e"), stem_german(part))
        }
        return {
            part: english
            for part, english in (bare | dict(self.parts)).items()
            if len(part) >= SHORTEST_PART
        }


def _key(words: Sequence[str], language: str) -> Key:
    # A long text says most of its words more than once.
    stems = {word: STEMS[language](word) for word in set(words)}
    return tuple(map(stems.__getitem__, words))


def _add(found: dict, key: str | Key, english: tuple[str, ...]) -> None:
    """A name of several things means all of them."""
    found[key] = tuple(dict.fromkeys((*found.get(key, ()), *english)))


def _spellings(
    names: Iterable[str], language: str, split: Split
) -> Iterable[list[str]]:
    """The words of each name; German also with ae, oe and ue for its umlauts."""
    umlauts = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
    for name in names:
        low = name.casefold()
        variants = {low, low.translate(umlauts)} if language == "de" else {low}
        yield from (words for one in sorted(variants) if (words := split(one)))
