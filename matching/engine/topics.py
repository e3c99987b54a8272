"""Focus: what a profile is about, as one vector over the codes of all schemes."""

import math
from collections.abc import Iterable

import numpy as np

from matching.engine.constants import SCHEME_WEIGHTS, SCHEMES
from matching.engine.spaces import TopicSpace


def spread(stated: Iterable[str], space: TopicSpace) -> dict[str, float]:
    """Return the credit of every code that the stated codes touch: the largest one."""
    found: dict[str, float] = {}
    for code in stated:
        for other, credit in space.credits[code].items():
            found[other] = max(credit, found.get(other, 0.0))
    return found


def focus_vector(stated: Iterable[str], space: TopicSpace) -> dict[str, float]:
    """Return u: in each scheme a unit vector of credit * idf, times sqrt(w_scheme).

    The inner product of two such vectors, divided by the weights of the schemes that
    both state, is the weighted mean of their cosines.
    """
    credits = spread(stated, space)
    weighted = {code: credits[code] * space.idf[code] for code in sorted(credits)}
    squares = dict.fromkeys(SCHEMES, 0.0)
    for code, value in weighted.items():
        squares[space.schemes[code]] += value * value
    scales = {
        scheme: math.sqrt(SCHEME_WEIGHTS[scheme] / square)
        for scheme, square in squares.items()
        if square
    }
    return {code: v * scales[space.schemes[code]] for code, v in weighted.items()}


def scheme_mask(stated: Iterable[str], space: TopicSpace) -> int:
    """Return three bits: which schemes the codes belong to."""
    bits = {SCHEMES.index(space.schemes[code]) for code in stated}
    return sum(1 << bit for bit in bits)


def mask_weights() -> np.ndarray:
    """Return for each of the 8 masks the sum of its schemes' weights; NaN for none."""
    weights = list(SCHEME_WEIGHTS.values())
    sums = [
        sum(weight for bit, weight in enumerate(weights) if mask >> bit & 1)
        for mask in range(8)
    ]
    return np.array([total or np.nan for total in sums])
