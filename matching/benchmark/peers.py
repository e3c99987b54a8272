"""What else one would take for the same job, on the part of the score it can express.

A peer sees one sparse matrix: focus and words, each scaled so that the inner product of
two rows is their part of the score. Offers and needs, stages, strength, track record,
reach, freshness and what is not known are beyond it, so its lists are not the exact
ones; `recall` says how much of them it finds.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack

from matching.engine import EngineError, Index, Weights

PEERS = ("sklearn", "scipy", "sparse_dot_topn")
SCIPY_BLOCK = 256
Finder = Callable[[np.ndarray], np.ndarray]


def linear_part(index: Index, weights: Weights) -> csr_matrix:
    """Return focus and words as one matrix of unit rows, in float32."""
    rows = index.segments[0].rows
    parts = [rows.focus * weights.focus**0.5, rows.words * weights.words**0.5]
    matrix = hstack(parts, format="csr", dtype=np.float32)
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    matrix.data /= np.repeat(np.maximum(length, 1e-9), np.diff(matrix.indptr))
    return matrix


def peer_finder(name: str, matrix: csr_matrix, top: int, threads: int) -> Finder:
    """Return a function from row numbers to their best `top` rows, shape (b, top).

    Raises EngineError where the peer is not installed; it is a development dependency.
    """
    try:
        return _FINDERS[name](matrix, top, threads)
    except ImportError as error:
        raise EngineError(f"{name} is not installed (requirements-dev.txt)") from error


def _sklearn(matrix: csr_matrix, top: int, threads: int) -> Finder:
    neighbours = import_module("sklearn.neighbors").NearestNeighbors(
        n_neighbors=top + 1, algorithm="brute", metric="cosine", n_jobs=threads
    )
    neighbours.fit(matrix)

    def find(rows: np.ndarray) -> np.ndarray:
        found = neighbours.kneighbors(matrix[rows], return_distance=False)
        return _without_self(found, rows, top)

    return find


def _scipy(matrix: csr_matrix, top: int, threads: int) -> Finder:
    columns = matrix.T.tocsr()

    def find(rows: np.ndarray) -> np.ndarray:
        parts = []
        for start in range(0, len(rows), SCIPY_BLOCK):
            block = rows[start : start + SCIPY_BLOCK]
            scores = (matrix[block] @ columns).toarray()
            scores[np.arange(len(block)), block] = 0
            parts.append(np.argpartition(-scores, top, axis=1)[:, :top])
        return np.concatenate(parts)

    return find


def _sparse_dot_topn(matrix: csr_matrix, top: int, threads: int) -> Finder:
    product: Any = import_module("sparse_dot_topn").sp_matmul_topn
    columns = matrix.T.tocsr()

    def find(rows: np.ndarray) -> np.ndarray:
        best = product(
            matrix[rows], columns, top_n=top + 1, n_threads=threads, sort=True
        )
        found = np.full((len(rows), top + 1), -1, dtype=np.int64)
        for row in range(len(rows)):
            own = best.indices[best.indptr[row] : best.indptr[row + 1]]
            found[row, : len(own)] = own
        return _without_self(found, rows, top)

    return find


def _without_self(found: np.ndarray, rows: np.ndarray, top: int) -> np.ndarray:
    """Drop the row itself, or else the last place."""
    is_self = found == rows[:, None]
    is_self[~is_self.any(axis=1), -1] = True
    return found[~is_self].reshape(len(rows), top)


_FINDERS = {"sklearn": _sklearn, "scipy": _scipy, "sparse_dot_topn": _sparse_dot_topn}
