"""How easy a text is to read, by the measure of its language. Pure; nothing is loaded.

The three measures rest on the same two counts, words a sentence (ASL) and syllables a
word (ASW); 100 is very easy, 0 very hard.

- English: 206.835 - 1.015 ASL - 84.6 ASW. R. Flesch, "A new readability yardstick",
  Journal of Applied Psychology 32 (1948), 221-233.
- German: 180 - ASL - 58.5 ASW. T. Amstad, "Wie verständlich sind unsere Zeitungen?",
  Zürich 1978.
- French: 207 - 1.015 ASL - 73.6 ASW. L. Kandel and A. Moles, "Application de l'indice
  de Flesch à la langue française", Cahiers d'études de radio-télévision 19 (1958),
  253-274.

Flesch counts syllables as they are spoken. Places at which a word may be parted, as
Pyphen knows them, are fewer ("o-der", "a-re-a" are not parted after one letter), and
the score would be too good. So vowels are counted that are spoken, by the spelling
rules of each language; where the spelling leaves it open (French "-ent", "e" inside of
a word) a syllable is counted, so that a score is rather too strict.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

WORD = re.compile(r"[^\W_]+(?:['’\-‑][^\W_]+)*")
_END = re.compile(r"[.!?…]+[»”“\"')\]]*(?=\s|$)")
# Points that end no sentence.
_SHORT = re.compile(
    r"\b(?:e\.\s?g|i\.\s?e|z\.\s?B|d\.\s?h|u\.\s?a|p\.\s?ex|etc|usw|bzw|ca|vs|cf|vgl"
    r"|Nr|No|Art|Abs|St|Dr|Mr|Ms)\.(?=\s)|(?<=\d)\.(?=\s\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Ease:
    """The score of a text and the counts it rests on."""

    score: float
    words: int
    sentences: int
    syllables: int


def reading_ease(blocks: Iterable[str], language: str) -> Ease:
    """Measure running text; each block (a paragraph, a point) ends a sentence.

    Without a word the score is 0.
    """
    syllables_of, base, per_sentence, per_word = _MEASURES[language]
    words: list[str] = []
    sentences = 0
    for block in blocks:
        found = WORD.findall(block)
        if found:
            words += found
            sentences += count_sentences(block)
    if not words:
        return Ease(0.0, 0, 0, 0)
    syllables = sum(_of_compound(word, syllables_of) for word in words)
    score = (
        base - per_sentence * len(words) / sentences - per_word * syllables / len(words)
    )
    return Ease(score, len(words), sentences, syllables)


def count_sentences(block: str) -> int:
    """Sentences of one block; what follows the last full stop is one too."""
    pieces = _END.split(_SHORT.sub(" ", block))
    return max(1, sum(1 for piece in pieces if WORD.search(piece)))


def count_syllables(word: str, language: str) -> int:
    """Syllables of a word, or of all parts of a compound with hyphens."""
    return _of_compound(word, _MEASURES[language][0])


def _of_compound(word: str, syllables_of: Callable[[str], int]) -> int:
    return sum(_of_part(part, syllables_of) for part in re.split(r"[\-‑]", word))


def _of_part(part: str, syllables_of: Callable[[str], int]) -> int:
    """A number has a syllable a digit: nobody writes out how it is read."""
    if part.isdigit():
        return len(part)
    return max(1, syllables_of(part.lower().replace("’", "'")))


# English: groups of vowels, less a silent "e", more where two vowels are spoken.
_EN_GROUP = re.compile(r"[aeiouy]+")
_EN_SILENT = re.compile(
    r"(?<=[^aeiouy])e$(?<![^aeiouy]le)|(?<=[^aeiouysxzcgh])es$(?<![^aeiouy]les)"
    r"|(?<=[^aeiouytd])ed$|(?<=[^aeiouyl])e(?=(?:ly|ment|ments|ful|less|ness)$)"
    r"|(?<=^som)e(?=[btwh])|(?<=bus)i(?=ness)|(?<=stak)e(?=h)|(?<=[sl])e(?=where$)"
)
_EN_TWO = re.compile(
    r"(?<![tcsxglnaeouq])i[ao]|(?<=[^l]l)i[ao]|(?<=[^io]n)ia|(?<=[^i]n)io(?!n)|iu"
    r"|(?<=[rldbvh])ie(?=n[ct])|^scie|(?<=c)ie(?=t)|(?<=r)ie(?=t)"
    r"|(?<=[^gqaeo])u[aeo](?=[ltnsr])|[^gqb]ui(?=t[yio]|d|n)|[aeouy]ing|rea$|idea"
    r"|(?<=cr)ea(?=t)|(?<=[^p])eo(?=[^pu])|coop|coord|sm$|sms$|(?<=n)uous|reali|reac"
)


def _english(word: str) -> int:
    word = re.sub(r"'s?$", "", word)
    spoken = len(_EN_GROUP.findall(word)) + len(_EN_TWO.findall(word))
    return spoken - len(_EN_SILENT.findall(word)) + word.count("n't")


# German: each vowel but those of pairs; "ie" is two at the end of some foreign words.
_DE_VOWEL = re.compile(r"aa|ee|oo|ie|ei|ai|au|äu|eu|ey|ay|oi|[aeiouyäöüàáâéèêó]")
_DE_TWO = re.compile(
    r"[aeiouäöü][^aeiouäöü]{1,4}ien$|ie(?=ll|nz)|(?<=[^d])ie(?=nt)"
    r"|een$|eum|[il][ln]ie$|^(?:be|ge)(?=end)|(?<=r)ie(?=t[äa])"
)


def _german(word: str) -> int:
    word = word.replace("qu", "q")
    return len(_DE_VOWEL.findall(word)) + len(_DE_TWO.findall(word))


# French: groups of vowels without the silent "e" at the end.
_FR_VOWEL = "aeiouyàâäéèêëîïôöùûüœæ"
_FR_GROUP = re.compile(f"[{_FR_VOWEL}]+")
_FR_SILENT = re.compile(f"(?<=[^{_FR_VOWEL}])es?$")
_FR_TWO = re.compile(
    f"é(?=[aioué]|e[rnz])|oo(?!l)|o(?=[éèaï])|a(?=[oïé])|(?<=[{_FR_VOWEL}])y(?=[{_FR_VOWEL}])"
    "|(?<=[bcdfgptv][lr])i(?=[aéoè]|e(?!s?$))|^pays|ë|(?<=u)ï"
)


def _french(word: str) -> int:
    word = re.sub(r"gu(?=[eiéèêy])", "g", word.replace("qu", "q"))
    # What is elided before an apostrophe belongs to the syllable after it.
    word = re.sub(r"\b\w{1,2}'", "", word)
    spoken = len(_FR_GROUP.findall(word)) + len(_FR_TWO.findall(word))
    return spoken - len(_FR_SILENT.findall(word))


_Measure = tuple[Callable[[str], int], float, float, float]
_MEASURES: dict[str, _Measure] = {
    "en": (_english, 206.835, 1.015, 84.6),
    "de": (_german, 180.0, 1.0, 58.5),
    "fr": (_french, 207.0, 1.015, 73.6),
}
