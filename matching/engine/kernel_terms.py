"""What a row brings to candidates by their traits, compiled."""

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from matching.engine.chain import chain_table
from matching.engine.compiling import exact
from matching.engine.constants import UNKNOWN_SHARE
from matching.engine.postings import FULL_STEPS, Lists
from matching.engine.topics import mask_weights
from matching.engine.weights import Weights

FLOAT_SLACK = 4e-3  # points, of at most 100


class Rules(NamedTuple):
    """Weights (8,), weights of the schemes by mask (8,), chain by stages (32, 32)."""

    weights: np.ndarray
    masks: np.ndarray
    chain: np.ndarray


def rules_of(weights: Weights) -> Rules:
    """Return weights and fixed tables as the kernel reads them."""
    return Rules(weights.as_array(), mask_weights(), chain_table())


def slack_of(lists: Iterable[Lists], rules: Rules) -> np.float32:
    """Return how many points an estimate may be wrong by.

    Float32 sums of some hundred terms, and what codes in full lose: at most half a step
    for each, times the row's value there, in the smallest common weight of schemes and
    with the most that an unknown rest can raise it.
    """
    most = max(one.most for one in lists)
    factor = 100 * rules.weights[0] / np.nanmin(rules.masks[1:]) / UNKNOWN_SHARE
    return np.float32(FLOAT_SLACK + factor * most / (2 * FULL_STEPS))


@exact
def add_traits(found, mine, traits, rules):
    """Write what a row of these traits (3,) brings to each kind of candidate (n, 3).

    found (3, n): factor of the sum of focus, points of the chain, known weight.
    """
    factor, points, known = found
    weights, masks = rules.weights, rules.masks
    schemes, flags, chain = mine[0], mine[1], rules.chain[mine[2]]
    found[:] = 0
    for trait in range(len(traits)):
        common, theirs = schemes & traits[trait, 0], traits[trait, 1]
        if common:
            factor[trait] = weights[0] / masks[common]
            known[trait] += weights[0]
        known[trait] += weights[1] * (theirs & flags & 1)
        known[trait] += weights[2] * (flags >> 2 & theirs >> 1 & 1)
        known[trait] += weights[3] * (flags >> 1 & theirs >> 2 & 1)
        stages = chain[traits[trait, 2]]
        if not math.isnan(stages):
            points[trait] = weights[4] * stages
            known[trait] += weights[4]
