"""How near a practice is to a question. Pure: words, topics and chapters in.

Words count by their rarity among all practices, so that "cluster" says little and
"voucher" much.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# What each sign adds; together 1.
WORDS, TOPICS, CHAPTER = 0.5, 0.2, 0.3
# Shared words are counted in full from this share of the question's words on.
FULL_WORDS = 0.5
# Fainter likeness is chance: one word that many use.
LEAST = 0.1


@dataclass(frozen=True)
class Text:
    """A question or a practice as signs: stems of words, codes of topics, chapters."""

    words: frozenset[str]
    topics: frozenset[str] = frozenset()
    chapters: frozenset[str] = frozenset()


def rarity(practices: Iterable[Text]) -> dict[str, float]:
    """What each word of the practices weighs: ln (1 + N / n), n of N having it."""
    texts = list(practices)
    uses = Counter(word for one in texts for word in one.words)
    return {word: math.log(1 + len(texts) / n) for word, n in uses.items()}


def relevance(
    question: Text, practice: Text, weights: Mapping[str, float], *, is_named: bool
) -> float:
    """How near a practice is to a question, 0 to 1; 1 for the one that it names.

    Words count as far as any practice uses them: what nobody writes about says nothing
    about whom to ask. Below `LEAST` it is 0.
    """
    if is_named:
        return 1.0
    known = sum(weights.get(word, 0.0) for word in question.words)
    shared = sum(weights.get(word, 0.0) for word in question.words & practice.words)
    found = 0.0
    if known:
        found += WORDS * min(1.0, shared / known / FULL_WORDS)
    if question.topics:
        both = len(question.topics & practice.topics)
        found += TOPICS * both / len(question.topics)
    if question.chapters & practice.chapters:
        found += CHAPTER
    return found if found >= LEAST else 0.0
