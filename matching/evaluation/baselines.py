"""Six simple rankings that ours must beat, or say that it does not.

Each gives a value to every NUTS-2 unit and to every profile; a unit's value for what
profiles say is that of its best profile. None reads anything of the case but its theme.
"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from matching.engine import ProfileInput
from matching.engine.text import count_words, dampened
from matching.evaluation.cases import Case
from matching.evaluation.metrics import SEED
from matching.evaluation.places import Places
from matching.evaluation.register import Known, Register

BASELINES = ("random", "size", "popularity", "jaccard", "tfidf", "bm25")
ECONOMIC = "economic"
K1, B = 1.2, 0.75  # the usual constants of BM25


@dataclass(frozen=True)
class Scores:
    """Values of the NUTS-2 units (R,), and of the profiles (n,)."""

    units: np.ndarray
    profiles: np.ndarray


class Baselines:
    """Everything that does not change from case to case, made once."""

    def __init__(self, register: Register, places: Places):
        profiles = register.inputs.profiles
        self._places = places
        self._size = np.array([register.population.get(c, 0) for c in places.units])
        self._size_of_profiles = places.by_profile(self._size)
        schemes = register.inputs.topics.schemes
        self._codes = [_economic(profile, schemes) for profile in profiles]
        self._schemes = schemes
        self._words = _Words(profiles)

    def scores(self, case: Case, known: Sequence[Known]) -> dict[str, Scores]:
        """Return the scores of every baseline for the theme of a case."""
        popularity = popularity_of(known, self._places)
        return {
            "random": self._random(case),
            "size": Scores(self._size, self._size_of_profiles),
            "popularity": Scores(popularity, self._places.by_profile(popularity)),
            "jaccard": self._best(self._jaccard(case.theme)),
            "tfidf": self._best(self._words.cosine(case.theme)),
            "bm25": self._best(self._words.bm25(case.theme)),
        }

    def _best(self, values: np.ndarray) -> Scores:
        return Scores(self._places.best(values), values)

    def _random(self, case: Case) -> Scores:
        """The same for a project wherever it stands in the truth."""
        random = np.random.default_rng([SEED, zlib.crc32(case.key.encode())])
        units = random.random(len(self._places.units))
        return Scores(units, random.random(len(self._codes)))

    def _jaccard(self, theme: ProfileInput) -> np.ndarray:
        mine = _economic(theme, self._schemes)
        either = (len(mine | codes) or 1 for codes in self._codes)
        both = (len(mine & codes) for codes in self._codes)
        return np.array([b / e for b, e in zip(both, either, strict=True)])


def popularity_of(known: Sequence[Known], places: Places) -> np.ndarray:
    """Return in how many known projects each NUTS-2 unit took part, (R,).

    A part of a unit counts for it. A larger region that is named does not count for
    its units, unless it is one: which of them took part is not known.
    """
    found = np.zeros(len(places.units))
    for project in known:
        named = {places.units_of(code) for code in project.regions}
        units = sorted({units[0] for units in named if len(units) == 1})
        found[places.numbers(units)] += 1
    return found


def _economic(profile: ProfileInput, schemes) -> frozenset[str]:
    return frozenset(code for code in profile.topics if schemes[code] == ECONOMIC)


class _Words:
    """All profiles as bags of words, read as the engine reads them."""

    def __init__(self, profiles: Sequence[ProfileInput]):
        words = {word for one in profiles for word in count_words(one.texts)}
        self._columns = {word: column for column, word in enumerate(sorted(words))}
        counts = _counts(profiles, self._columns)
        uses = np.bincount(counts.indices, minlength=counts.shape[1])
        total = max(len(profiles), 1)
        self._idf = np.log((1 + total) / (1 + uses)) + 1
        self._rare = np.log(1 + (total - uses + 0.5) / (uses + 0.5))
        self._tfidf = _unit(_weighted(counts, self._idf))
        self._saturated = _saturated(counts)

    def cosine(self, theme: ProfileInput) -> np.ndarray:
        """Return the cosine of TF-IDF vectors, (n,)."""
        query = _unit(_weighted(_counts((theme,), self._columns), self._idf))
        return (self._tfidf @ query.T).toarray()[:, 0]

    def bm25(self, theme: ProfileInput) -> np.ndarray:
        """Return Okapi BM25 of each profile for the words of the theme, (n,)."""
        query = _counts((theme,), self._columns).toarray()[0]
        return self._saturated @ (query * self._rare)


def _counts(profiles: Sequence[ProfileInput], columns: Mapping[str, int]) -> csr_matrix:
    rows, places, values = [], [], []
    for row, profile in enumerate(profiles):
        for word, count in sorted(count_words(profile.texts).items()):
            if word in columns:
                rows.append(row)
                places.append(columns[word])
                values.append(float(count))
    shape = len(profiles), len(columns)
    return csr_matrix((values, (rows, places)), shape=shape)


def _weighted(counts: csr_matrix, idf: np.ndarray) -> csr_matrix:
    found = counts.copy()
    found.data = np.array([dampened(value) for value in counts.data])
    found.data *= idf[counts.indices]
    return found


def _unit(rows: csr_matrix) -> csr_matrix:
    length = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)))[:, 0]
    length[length == 0] = 1
    found = rows.copy()
    found.data /= np.repeat(length, np.diff(rows.indptr))
    return found


def _saturated(counts: csr_matrix) -> csr_matrix:
    length = np.asarray(counts.sum(axis=1))[:, 0]
    norm = K1 * (1 - B + B * length / max(length.mean() if length.size else 1, 1e-9))
    found = counts.copy()
    row = np.repeat(norm, np.diff(counts.indptr))
    found.data = counts.data * (K1 + 1) / (counts.data + row)
    return found
