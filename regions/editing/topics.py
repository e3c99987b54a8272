"""Finding topics of the three trees by typing, and those that are chosen in a form."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import get_language

from portal.web.text import fold, folded_words
from portal.web.versioned import kept_under_version
from regions.models import Scheme, Topic
from regions.queries.vocabulary import Vocabulary, kept_vocabulary
from regions.wording import SCHEME_WORDS

MOST_SHOWN = 12
# How well a topic answers what was typed; the best is first.
EXACT, BEGINS, HOLDS, IN_OTHERS, ABOVE = range(5)


@dataclass(frozen=True)
class TopicOption:
    """One topic as a reader chooses it: code, label, and the topics it is part of."""

    code: str
    label: str
    path: str
    scheme: str

    def as_json(self) -> dict[str, str]:
        return {
            "code": self.code,
            "label": self.label,
            "path": self.path,
            "scheme": self.scheme,
        }


@dataclass(frozen=True)
class TopicChoice:
    """The topics of one field of a form, and what was looked for beside it."""

    name: str
    chosen: list[TopicOption]
    query: str = ""
    matches: list[TopicOption] = field(default_factory=list)
    is_searched: bool = False
    unknown: tuple[str, ...] = ()
    is_single: bool = False


def topic_choice(
    name: str, codes: Sequence[str], words: Vocabulary, query: str | None = None
) -> TopicChoice:
    """A field's topics; with a query also the matches, without those it has already."""
    known = [code for code in dict.fromkeys(codes) if code in words.topics]
    matches = [] if query is None else find_topics(query, words)
    return TopicChoice(
        name=name,
        chosen=[topic_option(code, words) for code in known],
        query=query or "",
        matches=[one for one in matches if one.code not in known],
        is_searched=query is not None,
        unknown=tuple(code for code in codes if code not in words.topics),
    )


def topic_option(code: str, words: Vocabulary) -> TopicOption:
    """A topic with its path, in the reader's language."""
    topic = words.topics[code]
    above = [words.topics[one].label for one in words.lineage(code)[1:]]
    scheme = str(SCHEME_WORDS[Scheme(topic.scheme)])
    path = " › ".join([scheme, *reversed(above)])
    return TopicOption(code, topic.label, path, scheme)


def find_topics(
    query: str, words: Vocabulary, shown: int = MOST_SHOWN
) -> list[TopicOption]:
    """Topics whose code, label or parents hold all typed words, the best first.

    With nothing typed: the broadest topics, so that one can look around.
    """
    wanted = folded_words(query)
    if not wanted:
        top = [code for code, one in words.topics.items() if not one.parent_id]
        return [topic_option(code, words) for code in sorted(top)[:shown]]
    ranked = []
    for entry in _entries(words.version, get_language() or "en"):
        rank = _rank(entry, wanted, fold(query).strip())
        if rank is not None:
            ranked.append((rank, entry.level, entry.folded, entry.code))
    return [topic_option(code, words) for *_order, code in sorted(ranked)[:shown]]


@dataclass(frozen=True)
class _Entry:
    code: str
    level: int
    folded: str
    words: tuple[str, ...]
    languages: tuple[str, ...]
    above: tuple[str, ...]


@kept_under_version
def _entries(version: str, language: str) -> list[_Entry]:
    """What typed words are compared with; some hundred topics, kept in memory."""
    words = kept_vocabulary(version)
    found = []
    for code, topic in words.topics.items():
        above = " ".join(words.topics[one].label for one in words.lineage(code)[1:])
        found.append(
            _Entry(
                code,
                topic.level,
                fold(topic.label),
                tuple(folded_words(f"{topic.label} {code}")),
                tuple(folded_words(_in_all_languages(topic))),
                tuple(folded_words(above)),
            )
        )
    return found


def _in_all_languages(topic: Topic) -> str:
    """People look topics up in the language in which they know them."""
    return f"{topic.label_en} {topic.label_de} {topic.label_fr}"


def _rank(entry: _Entry, wanted: list[str], text: str) -> int | None:
    if text == fold(entry.code):
        return EXACT
    if entry.folded.startswith(text):
        return BEGINS
    groups = ((HOLDS, entry.words), (IN_OTHERS, entry.words + entry.languages))
    for rank, known in (*groups, (ABOVE, entry.words + entry.languages + entry.above)):
        if all(any(one.startswith(word) for one in known) for word in wanted):
            return rank
    return None
