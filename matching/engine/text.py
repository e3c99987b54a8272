"""Words: from text to counts, in the same way for every language we read."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import cache

from matching.engine.stopwords import STOP_WORDS

_WORD = re.compile(r"[^\W_]{2,}")
_OTHER = re.compile(r"[^\x00-\x7f]")
# Letters that Unicode does not take apart into a base letter and an accent.
_WHOLE = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"}
)


def fold(text: str) -> str:
    """Return the text in lower case without accents: "Énergie" is "energie".

    Letter by letter: what the letters around it are changes nothing.
    """
    if text.isascii():
        return text.lower()
    return _OTHER.sub(lambda found: _folded(found[0]), text).casefold()


@cache
def _folded(letter: str) -> str:
    parts = unicodedata.normalize("NFKD", letter.casefold())
    bare = "".join(char for char in parts if not unicodedata.combining(char))
    return bare.casefold().translate(_WHOLE)


def tokenize(text: str) -> list[str]:
    """Return words of two or more letters or digits, without stop words, in order."""
    return [word for word in _WORD.findall(fold(text)) if word not in STOP_WORDS]


def words_of(texts: Mapping[str, str]) -> list[str]:
    """Return the words of all text fields together; no word spans two of them."""
    return tokenize("\n".join(texts[name] for name in sorted(texts)))


def count_words(texts: Mapping[str, str]) -> Counter[str]:
    """Count the words of all text fields together."""
    return Counter(words_of(texts))


def dampened(count: int) -> float:
    """Return 1 + ln(count): the tenth mention says less than the first."""
    return 1 + math.log(count)
