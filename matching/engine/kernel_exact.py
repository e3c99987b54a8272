"""Exact components of chosen pairs, compiled; the same sums in the same order as
`matching.engine.components`, so that both give the same numbers.
"""

import math
from typing import NamedTuple

import numpy as np
from numba import njit

from matching.engine.constants import SUM_ORDER, TIE, UNKNOWN_SHARE

_exact = njit(cache=True, nogil=True, error_model="numpy")


class Dense(NamedTuple):
    """One row spread over all codes; zeros elsewhere. `e` and `x` are 0 or 1."""

    f: np.ndarray
    w: np.ndarray
    s: np.ndarray
    d: np.ndarray
    e: np.ndarray
    strong: np.ndarray
    figure: np.ndarray
    x: np.ndarray


@_exact
def empty_dense(codes, words):
    return Dense(
        np.zeros(codes),
        np.zeros(words),
        np.zeros(8 * codes),
        np.zeros(8 * codes),
        np.zeros(codes),
        np.zeros(codes),
        np.zeros(codes),
        np.zeros(codes),
    )


@_exact
def spread_row(dense, cells, row, factor):
    """Write a row into dense vectors (factor 1), or clear it there (factor 0)."""
    spread(dense.f, cells.focus, row, factor)
    spread(dense.w, cells.words, row, factor)
    spread(dense.s, cells.supply, row, factor)
    spread(dense.d, cells.demand, row, factor)
    spread(dense.x, cells.direct, row, factor)
    ptr, idx, strong, known = cells.economic
    for at in range(ptr[row], ptr[row + 1]):
        code = idx[at]
        dense.e[code] = factor
        dense.strong[code] = factor * strong[at]
        dense.figure[code] = factor * known[at]


@_exact
def spread(dense, sparse, row, factor):
    ptr, idx, val = sparse
    for at in range(ptr[row], ptr[row + 1]):
        if idx[at] < len(dense):
            dense[idx[at]] = factor * val[at]


@_exact
def product(dense, sparse, row):
    """Return the inner product of a dense vector and one sparse row."""
    ptr, idx, val = sparse
    found = 0.0
    for at in range(ptr[row], ptr[row + 1]):
        if idx[at] < len(dense):
            found += dense[idx[at]] * val[at]
    return found


@_exact
def rank_candidates(columns, k, dense, sides, row):
    """Score candidates exactly; return the places of the best k among them.

    Best first: by rank, then by key. With the ranks and the components of all.
    """
    mine, theirs, lists, ground, rules = sides
    count = len(columns)
    others, values = lists.order[columns], np.empty((count, 8))
    pair_values(dense, mine, row, theirs, others, ground, rules, values)
    ranks, order = np.zeros(count, np.int64), np.empty(k + 1, np.int64)
    keys, weights, fresh = theirs.keys[others], rules.weights, theirs.fresh[others]
    own, own_fresh, kept = mine.keys[row], mine.fresh[row], 0
    is_there = lists.layout.root_fresh[columns] > 0
    for at in range(count):
        if keys[at] == own or not is_there[at]:
            continue
        ranks[at] = rank_of(values[at], weights, math.sqrt(own_fresh * fresh[at]))
        if ranks[at] > 0:
            kept = min(insert(order, kept, at, ranks, keys), k)
    return order[:kept], ranks, values


@_exact
def insert(order, kept, new, ranks, keys):
    """Put a candidate into its place among those kept; return how many there are."""
    place = kept
    while place > 0:
        before = order[place - 1]
        if ranks[before] > ranks[new] or (
            ranks[before] == ranks[new] and keys[before] < keys[new]
        ):
            break
        order[place] = before
        place -= 1
    order[place] = new
    return kept + 1


@_exact
def pair_values(dense, mine, row, theirs, others, ground, rules, values):
    """Write the eight components of a row and each of some candidates, NaN unknown."""
    masks, chain = rules.masks, rules.chain[mine.stages[row]]
    schemes, flags = mine.schemes[row], mine.flags[row]
    place, like = mine.place[row], mine.like[row]
    in_focus, in_words = dense.f, dense.w
    in_supply, in_demand = dense.s, dense.d
    focuses, wordings = theirs.focus, theirs.words
    supplies, demands = theirs.supply, theirs.demand
    stated, strong, figure = dense.e, dense.strong, dense.figure
    economic, their_like = theirs.economic, theirs.like
    their_schemes, their_flags = theirs.schemes, theirs.flags
    their_stages, their_place = theirs.stages, theirs.place
    somewhere, taken, reach = ground.somewhere, ground.taken, ground.reach[place]
    met = ground.joint[place] + ground.through[place]
    for at, other in enumerate(others):
        found = values[at]
        both, they = schemes & their_schemes[other], their_flags[other]
        focus = product(in_focus, focuses, other)
        found[0] = min(focus / masks[both], 1.0) if both else math.nan
        words = product(in_words, wordings, other)
        found[1] = min(words, 1.0) if flags & they & 1 else math.nan
        gained = min(product(in_demand, supplies, other), 1.0)
        given = min(product(in_supply, demands, other), 1.0)
        is_gain, is_gift = flags & 4 and they & 2, flags & 2 and they & 4
        mixed = math.sqrt(gained * given) if is_gain and is_gift else 0.0
        found[2] = (gained + mixed) / 2 if is_gain else math.nan
        found[3] = (given + mixed) / 2 if is_gift else math.nan
        found[4] = chain[their_stages[other]]
        found[5] = strength(stated, strong, figure, economic, other)
        there = their_place[other]
        found[6] = track_record(
            place, like, there, their_like[other], somewhere, taken, met[there]
        )
        found[7] = reach[there]


@_exact
def strength(stated, strong, figure, economic, row):
    ptr, idx, their_strong, their_figure = economic
    strong_mine = strong_theirs = figure_mine = figure_theirs = 0.0
    for at in range(ptr[row], ptr[row + 1]):
        code = idx[at]
        strong_mine += strong[code]
        figure_mine += figure[code]
        strong_theirs += stated[code] * their_strong[at]
        figure_theirs += stated[code] * their_figure[at]
    whole = figure_mine + figure_theirs
    if whole == 0:
        return math.nan
    return min((strong_mine + strong_theirs) / whole, 1.0)


@_exact
def track_record(place, like, there, their_like, somewhere, taken, met):
    known = int(somewhere[place]) + int(somewhere[there])
    if not known:
        return math.nan
    found = experience(taken, there, like) + experience(taken, place, their_like)
    total = met + found / known
    return total / (1 + total)


@_exact
def experience(taken, place, like):
    """Return e: the sum over the place's projects of g m a."""
    return product(like, taken, place)


@_exact
def rank_of(values, weights, fresh):
    """Return the score of these components as a whole number of 1 / TIE points."""
    known = 0.0
    for place in SUM_ORDER:
        if not math.isnan(values[place]):
            known += weights[place]
    scale = 100 * fresh / (known + (1 - known) * UNKNOWN_SHARE)
    score = 0.0
    for place in SUM_ORDER:
        if not math.isnan(values[place]):
            score += scale * (weights[place] * values[place])
    return np.int64(round(score * TIE))


@_exact
def shared_direct(stated, direct, rows, found):
    """Write how many economic and scientific topics the row and each of rows share."""
    for at, row in enumerate(rows):
        if row < 0:
            break
        found[at] = product(stated, direct, row)
