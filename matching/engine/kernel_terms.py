"""What one row brings to the estimates of all its candidates, compiled."""

import math
from typing import NamedTuple

import numpy as np
from numba import njit

from matching.engine.kernel_exact import experience

_exact = njit(cache=True, nogil=True, error_model="numpy")


class Rules(NamedTuple):
    """Weights (8,), weights of the schemes by mask (8,), chain by stages (32, 32)."""

    weights: np.ndarray
    masks: np.ndarray
    chain: np.ndarray


class Terms(NamedTuple):
    """What some rows, (t,), bring, by trait (n) and by place (P) of a candidate.

    by_trait (t, 3, n): factor of the sum of focus, points of the chain, known weight.
    by_place (t, 4, P): ahead and share of the track record, points of reach, known
    weight. scale (t,). kinds (t,): rows of one kind have the same by_trait.
    """

    by_trait: np.ndarray
    by_place: np.ndarray
    scale: np.ndarray
    kinds: np.ndarray


@_exact
def terms_of(cells, rows, traits, ground, rules):
    """Return the terms of some rows."""
    count, places = len(rows), len(ground.somewhere)
    by_trait = np.zeros((count, 3, len(traits)), np.float32)
    by_place = np.zeros((count, 4, places), np.float32)
    scale, kinds = np.zeros(count, np.float32), np.zeros(count, np.int64)
    schemes, flags, stages = cells.schemes, cells.flags, cells.stages
    weights, masks, chain = rules.weights, rules.masks, rules.chain
    somewhere, taken = ground.somewhere, ground.taken
    joint, through, reach = ground.joint, ground.through, ground.reach
    for t, row in enumerate(rows):
        scale[t] = 100 * math.sqrt(cells.fresh[row])
        kinds[t] = schemes[row] + 8 * flags[row] + 64 * stages[row]
        add_traits(
            by_trait[t], schemes[row], flags[row], chain[stages[row]], traits, weights,
            masks,
        )  # fmt: skip
        place, like = cells.place[row], cells.like[row]
        add_places(
            by_place[t], somewhere[place], like, somewhere, taken, joint[place],
            through[place], reach[place], weights,
        )  # fmt: skip
    return Terms(by_trait, by_place, scale, kinds)


@_exact
def add_traits(found, schemes, flags, chain, traits, weights, masks):
    factor, points, known = found
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


@_exact
def add_places(
    found, is_somewhere, like, somewhere, taken, joint, through, reach, weights
):
    ahead, share, points, known = found
    for place in range(len(somewhere)):
        both = int(is_somewhere) + int(somewhere[place])
        share[place] = 1 / max(both, 1)
        theirs = experience(taken, place, like)
        ahead[place] = joint[place] + through[place] + theirs / max(both, 1)
        known[place] = weights[6] if both else 0
        if not math.isnan(reach[place]):
            points[place] = weights[7] * reach[place]
            known[place] += weights[7]
