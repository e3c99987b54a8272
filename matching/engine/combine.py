"""From components to a score: contributions that add up, and what is not known."""

import numpy as np

from matching.engine.constants import (
    CONFIDENCE,
    FRESH_MONTHS,
    OLD,
    OLD_MONTHS,
    SUM_ORDER,
    TIE,
    UNKNOWN_SHARE,
)


def freshness(confidence: str, months_unconfirmed: int | None) -> float:
    """Return f: how sure the source is, times how long nobody has confirmed it.

    Counts in full up to 12 whole months, then falls with each to OLD at 24; a record
    whose age is not known does not fade.
    """
    months = months_unconfirmed or 0
    faded = (min(months, OLD_MONTHS) - FRESH_MONTHS) / (OLD_MONTHS - FRESH_MONTHS)
    return CONFIDENCE[confidence] * (1 - (1 - OLD) * max(faded, 0.0))


def confidence_of(known: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return kappa, the sum of the weights of what is known; known is (8, ...)."""
    total = np.zeros(known.shape[1:])
    for place in SUM_ORDER:
        total += weights[place] * known[place]
    return total


def contributions_of(
    values: np.ndarray, weights: np.ndarray, fresh: np.ndarray
) -> np.ndarray:
    """Return 100 w c fresh / (kappa + (1 - kappa) RHO), (8, ...); 0 where unknown."""
    known = ~np.isnan(values)
    kappa = confidence_of(known, weights)
    scale = 100 * fresh / (kappa + (1 - kappa) * UNKNOWN_SHARE)
    found = np.zeros(values.shape)
    for place in SUM_ORDER:
        found[place] = scale * (weights[place] * values[place])
    found[~known] = 0
    return found


def total(contributions: np.ndarray) -> np.ndarray:
    """Return the score: the sum over axis 0, always in the same order."""
    score = np.zeros(contributions.shape[1:])
    for place in SUM_ORDER:
        score += contributions[place]
    return score


def rank_value(scores: np.ndarray) -> np.ndarray:
    """Return whole numbers that order the scores; equal where nine decimals agree."""
    return np.rint(scores * TIE).astype(np.int64)
