"""Profiles as arrays: one row each, the same for the register and for an idea."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from matching.engine.chain import stage_mask
from matching.engine.combine import freshness
from matching.engine.constants import ITEM_KINDS, SCHEMES
from matching.engine.exchange import ANY, WIDTH, demand, supply
from matching.engine.regions import strength_of
from matching.engine.spaces import (
    RegionSpace,
    TopicSpace,
    inverse_frequency,
)
from matching.engine.statistics import Statistics
from matching.engine.text import count_words, dampened
from matching.engine.topics import focus_vector, scheme_mask
from matching.engine.types import ProfileInput

DIRECT = SCHEMES[:2]  # schemes that say what a profile works on, not what it is for
ECONOMIC = SCHEMES[0]


@dataclass(frozen=True)
class Vocabulary:
    """The register's words: column of each, and in how many profiles it occurs."""

    columns: Mapping[str, int]
    statistics: Statistics

    @classmethod
    def of(
        cls, texts: Iterable[Mapping[str, str]], statistics: Statistics
    ) -> "Vocabulary":
        """Give each word of the texts a column, in word order."""
        words = {word for one in texts for word in count_words(one)}
        columns = {word: column for column, word in enumerate(sorted(words))}
        return cls(columns, statistics)

    def extended(self, texts: Iterable[Mapping[str, str]]) -> "Vocabulary":
        """Give new words columns behind the others, whose columns stay."""
        words = {word for one in texts for word in count_words(one)}
        new = sorted(words - self.columns.keys())
        more = {word: len(self.columns) + n for n, word in enumerate(new)}
        return Vocabulary({**self.columns, **more}, self.statistics)

    def idf(self, word: str) -> float:
        uses = self.statistics.word_uses.get(word, 0)
        return inverse_frequency(self.statistics.text_count, uses)


@dataclass(frozen=True)
class Rows:
    """n profiles. C topics, V words; matrices are CSR, float64, columns in order.

    keys, schemes, stages, fresh  (n,)
    has_words, offering, needing  (n,) bool
    focus    (n, C)  unit vector of each scheme, times sqrt of its weight
    words    (n, V)  unit TF-IDF vector
    supply   (n, 8C) o: what the offers give, by topic, and by topic and kind
    demand   (n, 8C) idf n / sum of idf: what covering each need is worth
    strong   (n, C)  idf * s(region, topic) of its economic topics with a known s
    figures  (n, C)  idf of the same topics
    economic (n, C)  1 for its economic topics
    direct   (n, C)  1 for its economic and scientific topics
    """

    keys: np.ndarray
    schemes: np.ndarray
    stages: np.ndarray
    fresh: np.ndarray
    has_words: np.ndarray
    offering: np.ndarray
    needing: np.ndarray
    focus: csr_matrix
    words: csr_matrix
    supply: csr_matrix
    demand: csr_matrix
    strong: csr_matrix
    figures: csr_matrix
    economic: csr_matrix
    direct: csr_matrix

    def take(self, rows: np.ndarray) -> "Rows":
        """Return these rows, in this order."""
        return Rows(**{name: column[rows] for name, column in vars(self).items()})


def encode(
    profiles: Sequence[ProfileInput],
    topics: TopicSpace,
    regions: RegionSpace,
    vocabulary: Vocabulary,
) -> Rows:
    """Turn checked profiles into rows, in their order."""
    column = {code: place for place, code in enumerate(topics.codes)}
    width = len(column)

    def matrix(cells: Callable[[ProfileInput], Mapping[str, float]]) -> csr_matrix:
        return _csr([cells(p) for p in profiles], column.__getitem__, width)

    def exchange_column(cell: tuple[str, str]) -> int:
        kind = 0 if cell[1] == ANY else 1 + ITEM_KINDS.index(cell[1])
        return column[cell[0]] * WIDTH + kind

    figures = [_figures(profile, topics, regions) for profile in profiles]
    supplies = [supply(profile.offers, topics) for profile in profiles]
    demands = [demand(profile.needs, topics) for profile in profiles]
    words = [word_vector(profile, vocabulary) for profile in profiles]
    return Rows(
        keys=np.array([p.key for p in profiles], dtype=np.int64),
        schemes=_numbers((scheme_mask(p.topics, topics) for p in profiles), np.uint8),
        stages=_numbers((stage_mask(p.stages) for p in profiles), np.uint8),
        fresh=_numbers(
            (freshness(p.confidence, p.months_unconfirmed) for p in profiles), float
        ),
        has_words=_numbers(map(bool, words), bool),
        offering=_numbers(map(bool, supplies), bool),
        needing=_numbers(map(bool, demands), bool),
        focus=matrix(lambda p: focus_vector(p.topics, topics)),
        words=_known_words(words, vocabulary),
        supply=_csr(supplies, exchange_column, width * WIDTH),
        demand=_csr(demands, exchange_column, width * WIDTH),
        strong=_csr(
            [{t: topics.idf[t] * s for t, s in found.items()} for found in figures],
            column.__getitem__,
            width,
        ),
        figures=_csr(
            [{t: topics.idf[t] for t in found} for found in figures],
            column.__getitem__,
            width,
        ),
        economic=matrix(lambda p: dict.fromkeys(_within(p, topics, (ECONOMIC,)), 1.0)),
        direct=matrix(lambda p: dict.fromkeys(_within(p, topics, DIRECT), 1.0)),
    )


def word_vector(profile: ProfileInput, vocabulary: Vocabulary) -> dict[str, float]:
    """Return the unit TF-IDF vector; words the register lacks count in its length."""
    counts = count_words(profile.texts)
    vector = {w: dampened(counts[w]) * vocabulary.idf(w) for w in sorted(counts)}
    length = math.sqrt(sum(value * value for value in vector.values()))
    return {word: value / length for word, value in vector.items()}


def _known_words(vectors: list[dict[str, float]], vocabulary: Vocabulary) -> csr_matrix:
    columns = vocabulary.columns
    kept = [{w: v for w, v in vector.items() if w in columns} for vector in vectors]
    return _csr(kept, columns.__getitem__, len(columns))


def _figures(
    profile: ProfileInput, topics: TopicSpace, regions: RegionSpace
) -> dict[str, float]:
    found = {}
    for topic in _within(profile, topics, (ECONOMIC,)):
        strength = strength_of(regions, profile.region, topic)
        if strength is not None:
            found[topic] = strength
    return found


def _within(
    profile: ProfileInput, topics: TopicSpace, schemes: tuple[str, ...]
) -> list[str]:
    return sorted({t for t in profile.topics if topics.schemes[t] in schemes})


def _numbers(values: Iterable, dtype: type) -> np.ndarray:
    return np.fromiter(values, dtype=dtype)


def _csr(cells: list, place: Callable, width: int) -> csr_matrix:
    """Build a matrix from one mapping a row; columns are sorted within each row."""
    starts, columns, values = [0], [], []
    for row in cells:
        for column, value in sorted((place(name), v) for name, v in row.items()):
            columns.append(column)
            values.append(value)
        starts.append(len(columns))
    arrays = (
        np.array(values, dtype=float),
        np.array(columns, dtype=np.int32),
        np.array(starts, dtype=np.int64),
    )
    return csr_matrix(arrays, shape=(len(cells), width))
