"""Exact components of chosen pairs, compiled; the same sums in the same order as
`matching.engine.components`, so that both give the same numbers.
"""

import math
from typing import NamedTuple

import numpy as np

from matching.engine.compiling import U, exact
from matching.engine.constants import SUM_ORDER, TIE, UNKNOWN_SHARE
from matching.engine.kernel_fetch import fetch, fetch_figures, fetch_likes


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


@exact
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


@exact
def spread_row(dense, cells, row, factor):
    """Write a row into dense vectors (factor 1), or clear it there (factor 0)."""
    spread(dense.f, cells.focus, row, factor)
    spread(dense.w, cells.words, row, factor)
    spread(dense.s, cells.supply, row, factor)
    spread(dense.d, cells.demand, row, factor)
    spread(dense.x, cells.direct, row, factor)
    spread_economic(dense.e, dense.strong, dense.figure, cells.economic, row, factor)


@exact
def spread_economic(stated, strong, figure, cells, row, factor):
    """Write a row's economic topics and their figures into dense vectors."""
    ptr, idx, strengths, known = cells
    for at in range(ptr[row], ptr[row + 1]):
        code = idx[at]
        stated[code] = factor
        strong[code] = factor * strengths[at]
        figure[code] = factor * known[at]


@exact
def spread(dense, sparse, row, factor):
    ptr, idx, val = sparse
    for at in range(ptr[row], ptr[row + 1]):
        if idx[at] < len(dense):
            dense[idx[at]] = factor * val[at]


@exact
def product(dense, sparse, row):
    """Return the inner product of a dense vector and one sparse row."""
    ptr, idx, val = sparse
    found, size = 0.0, U(len(dense))
    for at in range(U(ptr[row]), U(ptr[row + 1])):
        place = U(idx[at])
        if place < size:
            found += dense[place] * val[at]
    return found


@exact
def finish(sides, rows, columns, counts, k):
    """Score the last candidates of each row exactly, and order them.

    sides: the rows' Cells, the candidates' Cells and Lists, Ground and Rules. The first
    counts (t,) of columns (t, room) are candidates. Returns found (t, k) rows of the
    candidates, -1 where none, ranks (t, k), values (t, k, 8) and shared (t, k): how
    many direct topics both state.
    """
    mine, theirs, lists, ground, rules = sides
    tile, order = len(rows), lists.order
    starts = np.zeros(tile + 1, np.int64)
    for t in range(tile):
        starts[t + 1] = starts[t] + counts[t]
    others = np.empty(starts[-1], np.int64)
    for t in range(tile):
        for at in range(starts[t], starts[t + 1]):
            others[at] = order[columns[t, at - starts[t]]]
    values, common = np.empty((starts[-1], 8)), np.empty(starts[-1])
    pair_values(
        mine, rows, starts, theirs, others, lists, ground, rules, values, common
    )
    found = np.full((tile, k), -1, np.int64)
    best_ranks, shared = np.zeros((tile, k), np.int64), np.zeros((tile, k))
    best_values = np.zeros((tile, k, 8))
    ranks, places = np.zeros(len(others), np.int64), np.empty(k + 1, np.int64)
    for t in range(tile):
        part = slice(starts[t], starts[t + 1])
        kept = rank_candidates(
            others[part], values[part], rows[t], mine.keys, mine.fresh, theirs.keys,
            theirs.fresh, rules.weights, places, ranks[part],
        )  # fmt: skip
        for place, at in enumerate(places[:kept] + starts[t]):
            found[t, place], shared[t, place] = others[at], common[at]
            best_ranks[t, place], best_values[t, place] = ranks[at], values[at]
    return found, best_ranks, best_values, shared


@exact
def rank_candidates(
    others, values, row, own_keys, own_fresh, keys, fresh, weights, order, ranks
):
    """Rank the candidates of one row; write the places of the best among them.

    order (k + 1,) receives them best first: by rank, then by key. ranks (c,) receives
    all ranks. The row itself is no candidate. Returns how many are placed.
    """
    kept, k, mine = 0, len(order) - 1, own_fresh[row]
    for at, other in enumerate(others):
        if keys[other] == own_keys[row]:
            continue
        ranks[at] = rank_of(values[at], weights, math.sqrt(mine * fresh[other]))
        if ranks[at] > 0:
            kept = min(insert(order, kept, at, ranks, keys, others), k)
    return kept


@exact
def insert(order, kept, new, ranks, keys, others):
    """Put a candidate into its place among those kept; return how many there are."""
    place = kept
    while place > 0:
        before = order[place - 1]
        if ranks[before] > ranks[new] or (
            ranks[before] == ranks[new] and keys[others[before]] < keys[others[new]]
        ):
            break
        order[place] = before
        place -= 1
    order[place] = new
    return kept + 1


@exact
def pair_values(
    mine, rows, starts, theirs, others, lists, ground, rules, values, shared
):
    """Write the components of rows and their candidates (c, 8), NaN unknown.

    shared (c,) receives how many economic and scientific topics both state. The
    candidates of row t are others[starts[t]:starts[t + 1]]. All tuples are taken
    apart once: it costs more than a pair.
    """
    dense, fetched = empty_dense(lists.codes, lists.vocabulary), np.zeros(1)
    in_focus, in_words, in_supply, in_demand = dense.f, dense.w, dense.s, dense.d
    stated, strong, figure = dense.e, dense.strong, dense.figure
    focuses, wordings, economic = theirs.focus, theirs.words, theirs.economic
    supplies, demands = theirs.supply, theirs.demand
    stated_direct, directs = dense.x, theirs.direct
    their_schemes, their_flags = theirs.schemes[others], theirs.flags[others]
    their_stages, their_place = theirs.stages[others], theirs.place[others]
    their_like = theirs.like
    schemes, flags, stages = mine.schemes, mine.flags, mine.stages
    places, likes = mine.place, mine.like
    somewhere, taken, reach = ground.somewhere, ground.taken, ground.reach
    joint, through, masks, chain = (
        ground.joint,
        ground.through,
        rules.masks,
        rules.chain,
    )
    for t, row in enumerate(rows):
        spread_row(dense, mine, row, 1.0)
        begin, end = starts[t], starts[t + 1]
        for sparse in (focuses, wordings, supplies, demands, directs):
            fetch(sparse, others, begin, end, fetched)
        fetch_figures(economic, others, begin, end, fetched)
        fetch_likes(their_like, taken, places[row], others, begin, end, fetched)
        flag, place, like = flags[row], places[row], likes[row]
        for at in range(starts[t], starts[t + 1]):
            other, found = others[at], values[at]
            both, they = schemes[row] & their_schemes[at], their_flags[at]
            focus = product(in_focus, focuses, other)
            found[0] = min(focus / masks[both], 1.0) if both else math.nan
            words = product(in_words, wordings, other)
            found[1] = min(words, 1.0) if flag & they & 1 else math.nan
            gained = min(product(in_demand, supplies, other), 1.0)
            given = min(product(in_supply, demands, other), 1.0)
            is_gain, is_gift = flag & 4 and they & 2, flag & 2 and they & 4
            mixed = math.sqrt(gained * given) if is_gain and is_gift else 0.0
            found[2] = (gained + mixed) / 2 if is_gain else math.nan
            found[3] = (given + mixed) / 2 if is_gift else math.nan
            found[4] = chain[stages[row], their_stages[at]]
            found[5] = strength(stated, strong, figure, economic, other)
            there = their_place[at]
            found[6] = track_record(
                place, like, there, their_like[other], somewhere, taken,
                joint[place, there] + through[place, there],
            )  # fmt: skip
            found[7] = reach[place, there]
            shared[at] = product(stated_direct, directs, other)
        spread_row(dense, mine, row, 0.0)


@exact
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


@exact
def track_record(place, like, there, their_like, somewhere, taken, met):
    known = int(somewhere[place]) + int(somewhere[there])
    if not known:
        return math.nan
    found = experience(taken, there, like) + experience(taken, place, their_like)
    total = met + found / known
    return total / (1 + total)


@exact
def experience(taken, place, like):
    """Return e: the sum over the place's projects of g m a."""
    return product(like, taken, place)


@exact
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
