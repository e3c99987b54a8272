"""What the register's own texts teach about the words of an idea; kept by version."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from matching.associations import LABEL_COUNT, Associations, Text
from matching.everyday_words import FILLERS
from matching.features import all_words_of, words_of
from matching.languages import Lexicon, Reading, cognates, languages_of, stem_english
from portal.web.versioned import kept_under_version
from regions.models import Profile
from regions.queries.vocabulary import Vocabulary, vocabulary
from regions.register.lexicon import read_lexicon

# Of the forms of a word the register's usual ones are taken: those used at least this
# often beside the most frequent. A rare form would outweigh all else.
USUAL_SHARE = 0.25


@dataclass(frozen=True)
class ReadText:
    """A text in the register's words, and the topics that it speaks of, best first."""

    words: tuple[str, ...]
    topics: tuple[str, ...]


@dataclass(frozen=True)
class Reader:
    """Reads ideas: a lexicon, the forms of the register's words, and their topics."""

    lexicon: Lexicon
    forms: Mapping[str, tuple[str, ...]]
    associations: Associations

    def read(self, text: str) -> ReadText:
        """Say in the register's words what a text says, in whichever language it is."""
        readings = _readings(self.lexicon, text, self.forms)
        words = _known(self.lexicon, readings, self.forms, keep_original=True)
        usual = (self.forms[stem] for stem in map(stem_english, words))
        found = tuple(word for forms in usual for word in forms)
        english = _known(self.lexicon, readings, self.forms)
        return ReadText(found, self.associations.best([english]))


@kept_under_version
def kept_reader(version: str) -> Reader:
    """The reader of this version of the register; three queries."""
    words = vocabulary()
    profiles = Profile.objects.listed().order_by("pk")
    links = Profile.topics.through.objects.filter(profile__in=profiles)
    topics: dict[int, list[str]] = defaultdict(list)
    for key, code in links.order_by("topic_id").values_list("profile_id", "topic_id"):
        topics[key].append(code)
    rows = profiles.values_list("pk", "title", "summary", "keywords")
    texts = [
        Text([words_of(one) for one in (title, summary, *keywords)], topics[key])
        for key, title, summary, keywords in rows
    ]
    forms, lexicon = _usual_forms(texts), kept_lexicon()
    texts += _labels(words, lexicon, forms)
    schemes = {code: str(topic.scheme) for code, topic in words.topics.items()}
    return Reader(lexicon, forms, Associations.of(texts, schemes))


@lru_cache(maxsize=1)
def kept_lexicon() -> Lexicon:
    """The lexicon, read once a process."""
    return Lexicon.of(read_lexicon(), words_of)


def _usual_forms(texts: Iterable[Text]) -> dict[str, tuple[str, ...]]:
    """For each stem the forms that the register mostly uses, most frequent first."""
    uses: Counter[str] = Counter()
    for text in texts:
        uses.update({word for phrase in text.phrases for word in phrase})
    found: dict[str, list[str]] = defaultdict(list)
    for word in sorted(uses, key=lambda one: (-uses[one], one)):
        same = found[stem_english(word)]
        if not same or uses[word] >= USUAL_SHARE * uses[same[0]]:
            same.append(word)
    return {stem: tuple(same) for stem, same in found.items()}


def _labels(words: Vocabulary, lexicon: Lexicon, forms: Mapping) -> Iterable[Text]:
    """The labels of topics, in all languages, each as a text about its topic."""
    for code, topic in words.topics.items():
        yield Text([words_of(topic.label_en)], [code], LABEL_COUNT)
        for label in (topic.label_de, topic.label_fr):
            if label:
                yield Text(
                    [_known(lexicon, _readings(lexicon, label, forms), forms)], [code]
                )


def _readings(lexicon: Lexicon, text: str, forms: Mapping) -> list[Reading]:
    languages = languages_of(all_words_of(text))
    found = lexicon.read(words_of(text), languages)
    return [
        _with_cognate(one, languages, forms)
        for one in found
        if not FILLERS.issuperset(one.words)
    ]


def _with_cognate(
    reading: Reading, languages: tuple[str, ...], forms: Mapping
) -> Reading:
    """A word that nobody knows may be an English one with another ending."""
    if reading.english or stem_english(reading.words[0]) in forms:
        return reading
    tries = cognates(reading.words[0], languages)
    known = (word for word in tries if stem_english(word) in forms)
    return Reading(reading.words, tuple(islice(known, 1)))


def _known(
    lexicon: Lexicon,
    readings: Iterable[Reading],
    forms: Mapping,
    *,
    keep_original: bool = False,
) -> list[str]:
    """The English words that the register knows; untranslated ones as they stand.

    Kept originals find what the register names in German or French, as many clusters
    do. They say little about a theme, and are rare: topics are read without them.
    """
    found: list[str] = []
    for reading in readings:
        is_english = len(reading.words) == 1 and reading.words[0] in lexicon.english
        keeps = keep_original or is_english or not reading.english
        original = reading.words if keeps else ()
        # One form of a word is enough: buses and bus are the same.
        said = {stem_english(word): word for word in original}
        said |= {stem_english(word): word for word in reading.english}
        found += [word for stem, word in said.items() if stem in forms]
    return found
