"""The best k of each row, in one order: score descending, then key ascending."""

import numpy as np


def best(ranks: np.ndarray, keys: np.ndarray, count: int) -> np.ndarray:
    """Return the columns of the best candidates, shape (b, count), -1 where none.

    ranks (b, n) are whole numbers, larger is better; 0 or less is no candidate. Keeps
    every tie at the edge before ordering, so the choice among equals is by key.
    """
    rows, width = ranks.shape
    found = np.full((rows, count), -1, dtype=np.int64)
    if not width or not count:
        return found
    edge = np.maximum(_nth_largest(ranks, min(count, width)), 1)
    for row in range(rows):
        kept = np.flatnonzero(ranks[row] >= edge[row])
        order = np.lexsort((keys[kept], -ranks[row, kept]))[:count]
        found[row, : order.size] = kept[order]
    return found


def _nth_largest(ranks: np.ndarray, count: int) -> np.ndarray:
    place = ranks.shape[1] - count
    return np.partition(ranks, place, axis=1)[:, place]
