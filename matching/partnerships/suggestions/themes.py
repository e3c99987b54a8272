"""What a profile speaks of, as terms that can be compared, and which are specific.

A term is a keyword, or a part of one that others use as a keyword of its own: "smart
textiles" is also about "textiles". Pure.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log

from matching.languages import stem_english

# A term of more profiles than this share says nothing specific, nor does one of fewer
# than this number.
MOST_SHARE = 0.03
LEAST_USES = 4
# A part of a keyword is a term where so many use it by itself.
LEAST_ALONE = 3
# Small registers have specific terms too.
LEAST_MOST = 12
# What stands in names of all kinds of things and is no theme.
BROAD = frozenset(
    [
        "component",
        "communication",
        "cooperation",
        "development",
        "digitalisation",
        "environment",
        "equipment",
        "experience",
        "industry",
        "information",
        "innovation",
        "integration",
        "knowledge",
        "management",
        "manufacturing",
        "monitoring",
        "product",
        "production",
        "processing",
        "quality",
        "research",
        "safety",
        "science",
        "service",
        "solution",
        "system",
        "technology",
        "digital",
        "data",
        "energy",
        "material",
        "health",
        "engineering",
        "event",
        "sustainability",
        "sustainable",
        "training",
        "climate",
        "nature",
        "entrepreneurship",
        "skill",
        "education",
    ]
)
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


@dataclass(frozen=True)
class Terms:
    """The specific terms of each profile, their uses, and how they are written."""

    of: Mapping[int, frozenset[str]]
    uses: Mapping[str, int]
    written: Mapping[str, str]
    profiles: int
    alone: frozenset[str] = frozenset()

    def read(self, keywords: Iterable[str]) -> frozenset[str]:
        """The specific terms in keywords of a profile that was not counted."""
        found = {term for word in keywords for term in _terms_of(word, self.alone)}
        return frozenset(found & self.uses.keys())

    def rarity(self, term: str) -> float:
        """From 0 for a term of all profiles to 1 for one of a single profile."""
        if self.profiles < 2:
            return 1.0
        return 1 - log(self.uses[term]) / log(self.profiles)


def specific_terms(keywords: Mapping[int, Sequence[str]]) -> Terms:
    """Read the terms of profiles from their keywords, by key."""
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for words in keywords.values():
        forms = {stem_of(word): word.strip().lower() for word in words}
        for stem, word in forms.items():
            written[stem][word] += 1
    broad = {stem_of(word) for word in BROAD}
    alone = {stem for stem, forms in written.items() if forms.total() >= LEAST_ALONE}
    alone -= broad
    found = {
        key: {term for word in words for term in _terms_of(word, alone)} - broad
        for key, words in keywords.items()
    }
    uses = Counter(term for own in found.values() for term in own)
    most = max(MOST_SHARE * len(found), LEAST_MOST)
    specific = {term: n for term, n in uses.items() if LEAST_USES <= n <= most}
    return Terms(
        of={key: frozenset(own & specific.keys()) for key, own in found.items()},
        uses=specific,
        written={
            stem: min(forms, key=lambda form: (-forms[form], form))
            for stem, forms in written.items()
        },
        profiles=len(found),
        alone=frozenset(alone),
    )


def _terms_of(keyword: str, alone: Collection[str]) -> Iterable[str]:
    """The keyword itself, and its parts that others use by themselves."""
    stems = stem_of(keyword).split()
    if stems:
        yield " ".join(stems)
    for first, last in combinations(range(len(stems) + 1), 2):
        part = " ".join(stems[first:last])
        if part in alone:
            yield part


def stem_of(keyword: str) -> str:
    """A keyword as a term: in lower case, each word without its endings."""
    return " ".join(map(stem_english, _WORD.findall(keyword.lower())))
