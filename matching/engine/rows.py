"""Profiles as arrays: one row each, the same for the register and for an idea."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix


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

    @classmethod
    def joined(cls, parts: Iterable["Rows"]) -> "Rows":
        """Return the rows of all parts, one after the other; there is at least one.

        A part is asked for when the one before has been taken up, and columns grow in
        place, so that a large register is not held twice.
        """
        parts = iter(parts)
        first = next(parts)
        columns: dict[str, _Array | _Matrix] = {}
        for part in parts:
            for name, column in vars(part).items():
                if name not in columns:
                    columns[name] = _growing(getattr(first, name))
                columns[name].add(column)
        if not columns:
            return first
        return cls(**{name: column.whole() for name, column in columns.items()})


class _Array:
    """An array that grows at its end, in place where the system can."""

    def __init__(self, first: np.ndarray) -> None:
        self._whole = first.copy()

    def __len__(self) -> int:
        return len(self._whole)

    def add(self, part: np.ndarray) -> None:
        size = len(self)
        self._whole.resize(size + len(part), refcheck=False)
        self._whole[size:] = part

    def whole(self) -> np.ndarray:
        return self._whole


class _Matrix:
    """A matrix that grows by rows."""

    def __init__(self, first: csr_matrix) -> None:
        self._width = first.shape[1]
        self._data, self._indices = _Array(first.data), _Array(first.indices)
        self._ptr = _Array(first.indptr.astype(np.int64))

    def add(self, part: csr_matrix) -> None:
        self._ptr.add(len(self._data) + part.indptr[1:].astype(np.int64))
        self._data.add(part.data)
        self._indices.add(part.indices)

    def whole(self) -> csr_matrix:
        cells = self._data.whole(), self._indices.whole(), self._ptr.whole()
        return csr_matrix(cells, shape=(len(self._ptr) - 1, self._width))


def _growing(column: np.ndarray | csr_matrix) -> _Array | _Matrix:
    return _Matrix(column) if isinstance(column, csr_matrix) else _Array(column)
