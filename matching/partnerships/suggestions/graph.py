"""Who fits whom in both directions: an undirected graph from stored lists. Pure.

Two profiles are linked when each is among the first `LISTED` of the other's list, those
that are not grouped left aside. One-sided fits do not count: nobody is brought together
with somebody who gains nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import chain

import numpy as np

# So many of a profile's own list are looked at.
LISTED = 30
# A pair in which offers meet needs counts a tenth more: it has something to exchange.
EXCHANGE_PLUS = 0.1
# The columns of a row, in their order; numbers are hundredths of a point.
COLUMNS = ("profile_id", "partner_id", "score", "receive", "give")
_FULL = 10_000

Graph = Mapping[int, Mapping[int, float]]


def mutual_graph(
    parts: Iterable[np.ndarray], keys: Collection[int], listed: int = LISTED
) -> dict[int, dict[int, float]]:
    """Link the profiles `keys` that are in each other's lists; weights from 0 to 1.1.

    `parts` are arrays (m, 5) of COLUMNS, whole lists by profile and rank. A weight is
    the mean of both scores, with EXCHANGE_PLUS where offers of one side meet needs of
    the other.
    """
    known = np.array(sorted(keys), dtype=np.int64)
    firsts = [_first_of(rows, known, listed) for rows in parts]
    rows = np.concatenate(firsts) if firsts else np.empty((0, len(COLUMNS)), np.int64)
    graph: dict[int, dict[int, float]] = defaultdict(dict)
    for one, other, weight in _mutual(rows):
        graph[one][other] = graph[other][one] = weight
    return dict(graph)


def _first_of(rows: np.ndarray, known: np.ndarray, listed: int) -> np.ndarray:
    """The first rows of each list, of those whose both sides are known."""
    rows = rows[np.isin(rows[:, 0], known) & np.isin(rows[:, 1], known)]
    if not len(rows):
        return rows
    starts = np.flatnonzero(np.r_[True, rows[1:, 0] != rows[:-1, 0]])
    lengths = np.diff(np.r_[starts, len(rows)])
    places = np.arange(len(rows)) - np.repeat(starts, lengths)
    return rows[places < listed]


def _mutual(rows: np.ndarray) -> Iterable[tuple[int, int, float]]:
    """Pairs that stand in both directions, with their weights."""
    low, high = rows[:, :2].min(axis=1), rows[:, :2].max(axis=1)
    order = np.lexsort((high, low))
    rows, low, high = rows[order], low[order], high[order]
    same = np.flatnonzero((low[1:] == low[:-1]) & (high[1:] == high[:-1]))
    first, second = rows[same], rows[same + 1]
    weights = (first[:, 2] + second[:, 2]) / (2 * _FULL)
    gives = (first[:, 3:] > 0).any(axis=1) | (second[:, 3:] > 0).any(axis=1)
    weights = np.where(gives, weights * (1 + EXCHANGE_PLUS), weights)
    return zip(low[same].tolist(), high[same].tolist(), weights.tolist(), strict=True)


def pairs_within(graph: Graph, group: Collection[int]) -> dict[tuple[int, int], float]:
    """The linked pairs of a group, the smaller key first, with their weights."""
    inside = sorted(group)
    return {
        (one, other): graph[one][other]
        for one in inside
        for other in inside
        if one < other and other in graph.get(one, {})
    }


def strength_to(graph: Graph, key: int, group: Iterable[int]) -> float:
    """The sum of the weights between one profile and a group."""
    near = graph.get(key, {})
    return sum(near.get(other, 0.0) for other in group)


def neighbours(graph: Graph, group: Collection[int]) -> set[int]:
    """All that are linked with somebody of the group and are none of it."""
    near = chain.from_iterable(graph.get(key, {}) for key in group)
    return set(near).difference(group)
