"""Finding regions by typing, and those that are chosen in a form."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.web.text import fold, folded_words
from portal.web.versioned import kept_under_version
from regions.editing.topics import TopicChoice, TopicOption
from regions.queries.vocabulary import Place, Vocabulary, kept_vocabulary

MOST_SHOWN = 12
# How well a region answers what was typed; the best is first.
EXACT, BEGINS, HOLDS, AROUND = range(4)


def place_choice(
    name: str,
    codes: Sequence[str],
    words: Vocabulary,
    query: str | None = None,
    *,
    is_single: bool = False,
) -> TopicChoice:
    """A field's regions; with a query also the matches, without those it has."""
    known = [code for code in dict.fromkeys(codes) if code in words.places]
    matches = [] if query is None else find_places(query, words)
    return TopicChoice(
        name=name,
        chosen=[place_option(code, words) for code in known],
        query=query or "",
        matches=[one for one in matches if one.code not in known],
        is_searched=query is not None,
        unknown=tuple(code for code in codes if code and code not in words.places),
        is_single=is_single,
    )


def place_option(code: str, words: Vocabulary) -> TopicOption:
    """A region with those around it, in the reader's language."""
    around = [words.region_label(one) for one in _around(code, words)]
    return TopicOption(code, words.region_label(code), " › ".join(around), "")


def find_places(
    query: str, words: Vocabulary, shown: int = MOST_SHOWN
) -> list[TopicOption]:
    """Regions whose code or name, in any language, holds all typed words.

    The best first, larger regions before their parts; nothing for nothing.
    """
    wanted = folded_words(query)
    if not wanted:
        return []
    ranked = []
    for entry in _entries(words.version):
        rank = _rank(entry, wanted, fold(query).strip())
        if rank is not None:
            ranked.append((rank, len(entry.code), entry.code))
    return [place_option(code, words) for *_order, code in sorted(ranked)[:shown]]


@dataclass(frozen=True)
class _Entry:
    code: str
    names: tuple[str, ...]
    words: tuple[str, ...]
    around: tuple[str, ...]


@kept_under_version
def _entries(version: str) -> list[_Entry]:
    """What typed words are compared with; some thousand regions, kept in memory."""
    words = kept_vocabulary(version)
    names = {code: _names(place) for code, place in words.places.items()}
    return [
        _Entry(
            code,
            tuple(fold(name) for name in names[code]),
            _words([*names[code], code]),
            _words([name for one in _around(code, words) for name in names[one]]),
        )
        for code in words.places
    ]


def _words(names: list[str]) -> tuple[str, ...]:
    return tuple(folded_words(" ".join(names)))


def _names(place: Place) -> list[str]:
    return [name for name in dict.fromkeys(place.names.values()) if name]


def _around(code: str, words: Vocabulary) -> list[str]:
    """The country and the regions that a code lies in, as far as they are known."""
    larger = (code[:length] for length in range(2, len(code)))
    return [one for one in larger if one in words.places]


def _rank(entry: _Entry, wanted: list[str], text: str) -> int | None:
    if text == fold(entry.code) or text in entry.names:
        return EXACT
    if any(name.startswith(text) for name in entry.names):
        return BEGINS
    for rank, known in ((HOLDS, entry.words), (AROUND, entry.words + entry.around)):
        if all(any(one.startswith(word) for one in known) for word in wanted):
            return rank
    return None
