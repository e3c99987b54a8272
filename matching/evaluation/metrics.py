"""Four figures of one ranking, and how sure their mean over projects is.

Equal scores are in no order: every figure is its mean over all orders of the ties, so
a baseline of whole numbers gets neither help nor harm from how ties happen to fall.
"""

import math
from collections.abc import Mapping

import numpy as np

METRICS = ("auc", "ndcg20", "recall20", "mrr")
DEPTH = 20
SEED = 20261125
RESAMPLES = 2000
SHARE = 95  # per cent of the resamples that lie in the interval
_DISCOUNTS = 1 / np.log2(np.arange(2, DEPTH + 2))


def measure(found: np.ndarray, others: np.ndarray) -> tuple[float, ...]:
    """Return METRICS of one ranking: scores of what is sought, and of all others.

    Both must hold at least one score. Discounted gain as usual, with gain 1 and
    discount 1 / log2(rank + 1).
    """
    sizes, hits = _groups(found, others)
    before = np.cumsum(sizes) - sizes
    return (
        _auc(found, others),
        _gain(sizes, hits, before) / _DISCOUNTS[: found.size].sum(),
        _hits(sizes, hits, before) / found.size,
        _first(sizes, hits, before),
    )


def _groups(found: np.ndarray, others: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return size and number of hits of each group of equal scores, best first."""
    scores = np.concatenate((found, others))
    values, group = np.unique(-scores, return_inverse=True)
    sizes = np.bincount(group, minlength=values.size)
    hits = np.bincount(group[: found.size], minlength=values.size)
    return sizes, hits


def _auc(found: np.ndarray, others: np.ndarray) -> float:
    """Return how often what is sought scores above another; a tie counts half."""
    order = np.sort(others)
    below = np.searchsorted(order, found, side="left")
    level = np.searchsorted(order, found, side="right") - below
    return float((below + level / 2).mean() / others.size)


def _gain(sizes: np.ndarray, hits: np.ndarray, before: np.ndarray) -> float:
    whole = np.concatenate(([0.0], np.cumsum(_DISCOUNTS)))
    upper = np.minimum(before + sizes, DEPTH)
    lower = np.minimum(before, DEPTH)
    return float((hits / sizes * (whole[upper] - whole[lower])).sum())


def _hits(sizes: np.ndarray, hits: np.ndarray, before: np.ndarray) -> float:
    room = np.clip(DEPTH - before, 0, sizes)
    return float((hits / sizes * room).sum())


def _first(sizes: np.ndarray, hits: np.ndarray, before: np.ndarray) -> float:
    """Return the mean of 1 / rank of the first hit, over all orders of its ties."""
    group = int(np.argmax(hits > 0))
    size, many = int(sizes[group]), int(hits[group])
    ways = math.comb(size, many)
    return sum(
        math.comb(size - place, many - 1) / ways / (int(before[group]) + place)
        for place in range(1, size - many + 2)
    )


def resamples(projects: int) -> np.ndarray:
    """Return how often each project is drawn in each resample, as shares: (B, P).

    The same draws for every ranking of a table, so that differences can be paired.
    """
    random = np.random.default_rng(SEED)
    drawn = random.integers(0, projects, size=(RESAMPLES, projects))
    shares = np.zeros((RESAMPLES, projects))
    np.add.at(shares, (np.arange(RESAMPLES)[:, None], drawn), 1 / projects)
    return shares


def summary(values: np.ndarray, shares: np.ndarray) -> Mapping[str, dict[str, float]]:
    """Return mean and interval of each metric; values are (P, 4), shares (B, P)."""
    means = values.mean(axis=0)
    edge = (100 - SHARE) / 2
    low, high = np.percentile(shares @ values, [edge, 100 - edge], axis=0)
    return {
        name: {
            "value": _rounded(means[column]),
            "low": _rounded(low[column]),
            "high": _rounded(high[column]),
        }
        for column, name in enumerate(METRICS)
    }


def unevenness(counts: np.ndarray) -> dict[str, float]:
    """Return how unevenly turns are spread: Gini, and the share of the top tenth.

    The top tenth is at least one; 0 and the fair share where nobody had a turn.
    """
    order = np.sort(counts.astype(float))
    total, size = order.sum(), order.size
    if not total:
        return {"gini": 0.0, "top_tenth": 0.0}
    place = np.arange(1, size + 1)
    gini = ((2 * place - size - 1) * order).sum() / (size * total)
    top = max(1, math.ceil(size / 10))
    return {"gini": _rounded(gini), "top_tenth": _rounded(order[-top:].sum() / total)}


def _rounded(value: float) -> float:
    """Four decimals: more would be noise, and would differ between machines."""
    return round(float(value), 4) + 0.0
