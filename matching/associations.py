"""Which topics a text speaks of, learned from the register's own texts. Pure.

What counts is how much more often a topic is stated by the profiles that use a word
than by all. A word that everybody uses, or that goes with every topic, says nothing.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from matching.everyday_words import NO_THEME
from matching.languages import stem_english

# So many imagined profiles that state every topic as often as all do stand beside those
# that use a word: a word of one profile proves little.
DOUBT = 4.0
# A label counts as so many profiles that state its topic.
LABEL_COUNT = 2
# A topic is taken with this score, and this share of the best of its scheme.
LEAST_SCORE = 0.2
LEAST_SHARE = 0.35
# What a topic says about a concept is told by this part.
TOLD = 0.5
# What a word still counts beside a known pair that it is part of: the cells of fuel
# cells are no others.
PAIRED = 0.5
# Of a long text the concepts that weigh most are read.
MOST_CONCEPTS = 80
MOST_TOPICS = {"economic": 3, "scientific": 2, "policy": 2}


@dataclass(frozen=True)
class Text:
    """What is learned from: words by phrase, and the topics they go with."""

    phrases: Sequence[Sequence[str]]
    topics: Sequence[str]
    count: int = 1


def concepts_of(phrases: Iterable[Sequence[str]]) -> list[str]:
    """Stems of the words, and of each two that stand side by side, in either order."""
    found = []
    for phrase in phrases:
        stems = [stem_english(word) for word in phrase]
        stems = [stem for stem in stems if stem not in NO_THEME]
        found += stems
        found += [" ".join(sorted(pair)) for pair in pairwise(stems)]
    return found


@dataclass(frozen=True)
class Associations:
    """How much each concept speaks for each topic, and how rare it is."""

    weights: Mapping[str, Mapping[str, float]]
    rarity: Mapping[str, float]
    schemes: Mapping[str, str]

    @classmethod
    def of(cls, texts: Iterable[Text], schemes: Mapping[str, str]) -> "Associations":
        """Count once which concepts and topics go together."""
        total = 0
        uses: Counter[str] = Counter()
        stated: Counter[str] = Counter()
        together: dict[str, Counter[str]] = defaultdict(Counter)
        for text in texts:
            total += text.count
            topics = dict.fromkeys(text.topics, text.count)
            stated.update(topics)
            for concept in set(concepts_of(text.phrases)):
                uses[concept] += text.count
                together[concept].update(topics)
        share = {code: count / total for code, count in stated.items()}
        return cls(
            weights={
                concept: _weights(counts, uses[concept], share)
                for concept, counts in together.items()
            },
            rarity={c: math.log(1 + (total + 1) / (n + 1)) for c, n in uses.items()},
            schemes=schemes,
        )

    def best(self, phrases: Iterable[Sequence[str]]) -> tuple[str, ...]:
        """The few topics that the words speak for clearly, best first in each scheme.

        Each further topic counts for what the ones before it leave open: in "photonics
        for food" the second is photonics, and not a second one about food.
        """
        values = self._values(phrases)
        whole = sum(
            value * min(1.0, max(self.weights[concept].values(), default=0.0))
            for concept, value in values.items()
        )
        if not whole:
            return ()
        shares = {concept: value / whole for concept, value in values.items()}
        found = (self._top(shares, scheme) for scheme in MOST_TOPICS)
        return tuple(chain(*found))

    def _values(self, phrases: Iterable[Sequence[str]]) -> dict[str, float]:
        """The concepts that are known, the rarest and most frequent ones only."""
        counts = Counter(concepts_of(phrases))
        pairs = [one for one in counts if " " in one and one in self.weights]
        paired = {stem for pair in pairs for stem in pair.split()}
        values = {
            concept: (1 + math.log(count))
            * self.rarity[concept]
            * (PAIRED if concept in paired else 1)
            for concept, count in counts.items()
            if concept in self.weights
        }
        order = sorted(values, key=lambda concept: (-values[concept], concept))
        return {concept: values[concept] for concept in order[:MOST_CONCEPTS]}

    def _top(self, shares: Mapping[str, float], scheme: str) -> list[str]:
        told = dict.fromkeys(shares, 0.0)
        found: list[str] = []
        least = LEAST_SCORE
        while len(found) < MOST_TOPICS[scheme]:
            scores = self._scores(shares, told, scheme)
            left = scores.keys() - set(found)
            code = min(left, key=lambda one: (-scores[one], one), default="")
            if not code or scores[code] < least:
                break
            found.append(code)
            least = max(least, LEAST_SHARE * scores[code])
            for concept in told:
                weight = TOLD * self.weights[concept].get(code, 0.0)
                told[concept] = max(told[concept], weight)
        return found

    def _scores(
        self, shares: Mapping[str, float], told: Mapping[str, float], scheme: str
    ) -> dict[str, float]:
        """How much the concepts speak for each topic beyond what is told already."""
        found: dict[str, float] = defaultdict(float)
        for concept, share in shares.items():
            for code, weight in self.weights[concept].items():
                if self.schemes[code] == scheme and weight > told[concept]:
                    found[code] += share * (weight - told[concept])
        return found


def _weights(
    counts: Mapping[str, int], uses: int, share: Mapping[str, float]
) -> dict[str, float]:
    """How often a topic is stated beside the concept, and how surprising that is."""
    found = {}
    for code, count in counts.items():
        likely = (count + DOUBT * share[code]) / (uses + DOUBT)
        gain = math.log(likely / share[code])
        if gain > 0:
            found[code] = likely * gain / (1 + gain)
    return found
