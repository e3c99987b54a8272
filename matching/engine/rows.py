"""Profiles as arrays: one row each, the same for the register and for an idea."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, vstack


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

        Column by column, so that only one of them is there twice at a time.
        """
        columns: dict[str, list] = {}
        for part in parts:
            for name, column in vars(part).items():
                columns.setdefault(name, []).append(column)
        return cls(**{name: _end_to_end(columns.pop(name)) for name in list(columns)})


def _end_to_end(parts: list) -> np.ndarray | csr_matrix:
    if len(parts) == 1:
        return parts[0]
    if isinstance(parts[0], csr_matrix):
        return vstack(parts, format="csr")
    return np.concatenate(parts)
