"""The kernel: exact best candidates of many rows, compiled by Numba.

Two passes over each row. First float32 sums over inverted lists give an estimate of the
whole composite score of every candidate; it is wrong by less than SLACK points, so only
candidates whose estimate could still reach the k-th place are kept. Then these few are
scored exactly (`matching.engine.kernel_exact`).

Functions take plain arrays where they are called often: handing over a tuple of arrays
costs more than the work itself.
"""

import numpy as np
from numba import njit

from matching.engine.constants import UNKNOWN_SHARE
from matching.engine.kernel_exact import (
    empty_dense,
    rank_candidates,
    shared_direct,
    spread_row,
)
from matching.engine.kernel_terms import terms_of
from matching.engine.postings import BLOCK, WIDE

# Float32 sums of up to some hundred terms of a score of at most 100 points.
SLACK = np.float32(4e-3)
# Where the sums of a wide block begin in one array, and those of a block in another.
WORDS, STRONG, FIGURE, GAINED, GIVEN = (n * WIDE for n in range(5))
FOCUS, SCORE = 0, BLOCK
# What a row brings to the columns of a block by their traits, in a third.
FACTOR, POINTS, KNOWN = (n * BLOCK for n in range(3))
_fast = njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
_exact = njit(cache=True, nogil=True, error_model="numpy")


@_fast
def add_products(sums, base, cells, row, lists, block, codes):
    """Add the inner products of a row with all candidates of a block to the sums."""
    ptr, idx, val = cells
    list_ptr, list_col, list_val = lists
    for at in range(ptr[row], ptr[row + 1]):
        if idx[at] >= codes:
            break  # words that came with an edit; no candidate of these lists has them
        value = np.float32(val[at])
        place = block * codes + idx[at]
        for entry in range(list_ptr[place], list_ptr[place + 1]):
            sums[base + list_col[entry]] += value * list_val[entry]


@_fast
def add_figures(sums, cells, row, lists, block, codes):
    """Add up strength in shared topics, and what is known of it, of both sides."""
    ptr, idx, strong, known = cells
    list_ptr, list_col, list_strong, list_known = lists
    for at in range(ptr[row], ptr[row + 1]):
        mine, mine_known = np.float32(strong[at]), np.float32(known[at])
        place = block * codes + idx[at]
        for entry in range(list_ptr[place], list_ptr[place + 1]):
            sums[STRONG + list_col[entry]] += mine + list_strong[entry]
            sums[FIGURE + list_col[entry]] += mine_known + list_known[entry]


@_fast
def add_full(sums, cells, row, full, full_row, first, last):
    """Add the products of the codes that are held in full; four at a time."""
    ptr, idx, val = cells
    places, values = np.zeros(4, np.int32), np.zeros(4, np.float32)
    count = 0
    for at in range(ptr[row], ptr[row + 1]):
        if full_row[idx[at]] >= 0:
            places[count], values[count] = full_row[idx[at]], val[at]
            count += 1
            if count == 4:
                add_four(sums, full, places, values, first, last)
                count = 0
    if count:
        values[count:] = 0
        add_four(sums, full, places, values, first, last)


@_fast
def add_four(sums, full, places, values, first, last):
    one, two = full[places[0], first:last], full[places[1], first:last]
    three, four = full[places[2], first:last], full[places[3], first:last]
    a, b, c, d = values[0], values[1], values[2], values[3]
    for at in range(last - first):
        sums[at] += a * one[at] + b * two[at] + c * three[at] + d * four[at]


@_fast
def join_sums(sums, count, words, half, strength, joined):
    """Join the sums of a wide block to points, and clear them.

    joined (count,) is 1 + points; below 0 where strength is not known. Everything that
    is written lies at fixed distances, so that the compiler can tell that nothing
    overlaps and takes many candidates at once.
    """
    one, two, tiny = np.float32(1), np.float32(2), np.float32(1e-30)
    zero = np.float32(0)
    for at in range(count):
        gained, given = sums[GAINED + at], sums[GIVEN + at]
        figure = sums[FIGURE + at]
        points = (
            one
            + words * sums[WORDS + at]
            + half * (gained + given + two * np.sqrt(gained * given))
            + strength * (sums[STRONG + at] / max(figure, tiny))
        )
        joined[at] = points if figure > zero else -points
        sums[WORDS + at] = zero
        sums[STRONG + at] = zero
        sums[FIGURE + at] = zero
        sums[GAINED + at] = zero
        sums[GIVEN + at] = zero


@_fast
def look_up(traits, by_trait, trait, first, last):
    """Write what a row's traits bring to each column of a block."""
    factor, points, known = by_trait
    for at in range(last - first):
        kind = trait[first + at]
        traits[FACTOR + at] = factor[kind]
        traits[POINTS + at] = points[kind]
        traits[KNOWN + at] = known[kind]


@_fast
def estimate_run(
    sums, traits, fresh, there, joined, count, ahead, share, bonus, known_here, scale,
    strength, weight, floor,
):  # fmt: skip
    """Estimate scores of candidates of one place; clear the sums.

    Returns how many reach the floor. Few arrays, each for several things, and a count
    in float32: so the compiler can tell that nothing overlaps, and takes many at once.
    """
    one, rest, zero = np.float32(1), np.float32(UNKNOWN_SHARE), np.float32(0)
    hits = zero
    for at in range(count):
        track = ahead + share * there[at]
        total = bonus - one + traits[POINTS + at] + traits[FACTOR + at] * sums[at]
        total += abs(joined[at]) + weight * (track / (one + track))
        sure = known_here + traits[KNOWN + at]
        sure += strength if joined[at] > zero else zero
        score = scale * fresh[at] * total / (rest + (one - rest) * sure)
        sums[SCORE + at] = score
        sums[FOCUS + at] = zero
        hits += np.float32(score >= floor)
    return hits


@_exact
def estimate_block(
    sums, hits, block, first, layout, skip, there, traits, by_place, scale, joined,
    weights, floor,
):  # fmt: skip
    """Estimate the scores of one row and all candidates of a block; clear the sums.

    hits receives how many candidates of each stretch reach the floor.
    """
    run_ptr, run_at, run_place, _, fresh, _ = layout
    ahead, share, bonus, known_place = by_place
    strength, weight = weights[5], weights[6]
    for run in range(run_ptr[block], run_ptr[block + 1]):
        place = run_place[run]
        start, stop = run_at[run] - first, run_at[run + 1] - first
        mine = sums[start:]
        if skip[place]:
            mine[FOCUS : FOCUS + stop - start] = 0
            hits[run - run_ptr[block]] = 0
            continue
        hits[run - run_ptr[block]] = estimate_run(
            mine, traits[start:], fresh[first + start :], there[first + start :],
            joined[start:], stop - start, ahead[place], share[place], bonus[place],
            known_place[place], scale, strength, weight, floor,
        )  # fmt: skip


@_fast
def keep_candidates(sums, at, stop, floor, first, columns, kept, count):
    """Append what reaches the floor; return the count and where room ran out."""
    for column in range(at, stop):
        if sums[SCORE + column] >= floor:
            if count == len(columns):
                return count, column
            columns[count], kept[count] = first + column, sums[SCORE + column]
            count += 1
    return count, stop


@_exact
def compact(columns, kept, count, k, floor):
    """Drop what cannot be among the best k; return the count and the floor.

    Where more tie at the edge than there is room for, the count stays as it was.
    """
    if count <= k:
        return count, floor
    edge = np.partition(kept[:count], count - k)[count - k]
    floor = max(floor, np.float32(edge - 2 * SLACK))
    left = 0
    for at in range(count):
        if kept[at] >= floor:
            columns[left], kept[left] = columns[at], kept[at]
            left += 1
    return left, floor


@_exact
def join_wide_block(sums, joined, rows, cells, lists, wide, width, weights):
    """Write the joined sums of some rows and one wide block, (t, WIDE)."""
    words, supply, demand, economic = (
        cells.words,
        cells.supply,
        cells.demand,
        cells.economic,
    )
    their_words, their_economic = lists.words, lists.economic
    their_supply, their_demand = lists.supply, lists.demand
    codes, vocabulary, half = lists.codes, lists.vocabulary, weights[2] / np.float32(2)
    for t, row in enumerate(rows):
        add_products(sums, WORDS, words, row, their_words, wide, vocabulary)
        add_figures(sums, economic, row, their_economic, wide, codes)
        add_products(sums, GAINED, demand, row, their_supply, wide, 8 * codes)
        add_products(sums, GIVEN, supply, row, their_demand, wide, 8 * codes)
        join_sums(sums, width, weights[1], half, weights[5], joined[t])


@_exact
def keep_of_block(sums, hits, first, layout, block, columns, kept, count, limit, k):
    """Keep a row's candidates of one block; return the new count and limit.

    A count of -1 says that more tie at the edge than there is room for.
    """
    run_ptr, run_at = layout.run_ptr, layout.run_at
    for run in range(run_ptr[block], run_ptr[block + 1]):
        at, stop = run_at[run] - first, run_at[run + 1] - first
        while hits[run - run_ptr[block]]:
            count, at = keep_candidates(
                sums, at, stop, limit, first, columns, kept, count
            )
            if at == stop:
                break
            count, limit = compact(columns, kept, count, k, limit)
            if count == len(columns):
                return -1, limit
    return count, limit


@_exact
def scan_block(
    sums, hits, block, mine, rows, lists, ground, terms, joined, weights, kept
):
    """Estimate some rows against one block, and keep what could be among the best.

    kept: columns and estimates (t, room), counts and limits (t,), and k.
    """
    columns, estimates, counts, limits, k = kept
    focus, place_of, nested = mine.focus, mine.place, ground.nested
    theirs, full, full_row, layout = (
        lists.focus,
        lists.full,
        lists.full_row,
        lists.layout,
    )
    by_trait, by_place, scale, kinds = terms
    there, trait, codes = layout.there, layout.trait, lists.codes
    first = block * BLOCK
    last = min(first + BLOCK, len(lists.order))
    traits = np.empty(3 * BLOCK, np.float32)
    for t, row in enumerate(rows):
        place = place_of[row]
        if t == 0 or kinds[t] != kinds[t - 1]:
            look_up(traits, by_trait[t], trait, first, last)
        if counts[t] < 0:
            continue
        add_products(sums, FOCUS, focus, row, theirs, block, codes)
        add_full(sums, focus, row, full, full_row, first, last)
        estimate_block(
            sums, hits, block, first, layout, nested[place], there[place], traits,
            by_place[t], scale[t], joined[t, first % WIDE :], weights, limits[t],
        )  # fmt: skip
        counts[t], limits[t] = keep_of_block(
            sums, hits, first, layout, block, columns[t], estimates[t], counts[t],
            limits[t], k,
        )  # fmt: skip


@_exact
def find_candidates(mine, lists, ground, rules, rows, floors, k):
    """Return columns (t, room) that can be among the best k of each row, and counts.

    floors (t,) are scores that the k-th place is known to reach, 0 where nothing is
    known. A count of -1 stands for all columns: more tie than there is room for.
    """
    count, room = len(lists.order), 4 * k + 64
    weights = rules.weights.astype(np.float32)
    wide_sums, sums = np.zeros(5 * WIDE, np.float32), np.zeros(2 * BLOCK, np.float32)
    hits = np.zeros(BLOCK, np.float32)
    joined = np.zeros((len(rows), WIDE), np.float32)
    columns = np.empty((len(rows), room), np.int64)
    estimates = np.empty((len(rows), room), np.float32)
    counts = np.zeros(len(rows), np.int64)
    limits = np.maximum(floors.astype(np.float32) - SLACK, np.float32(1e-12))
    # One more than k: a row that is nowhere is a candidate of its own.
    kept = columns, estimates, counts, limits, k + 1
    terms = terms_of(mine, rows, lists.traits, ground, rules)
    for block in range(len(lists.layout.run_ptr) - 1):
        first = block * BLOCK
        if first % WIDE == 0:
            width = min(WIDE, count - first)
            join_wide_block(
                wide_sums, joined, rows, mine, lists, first // WIDE, width, weights
            )
        scan_block(
            sums, hits, block, mine, rows, lists, ground, terms, joined, weights, kept
        )
    for t in range(len(rows)):
        if counts[t] >= 0:
            counts[t], _ = compact(
                columns[t], estimates[t], counts[t], k + 1, limits[t]
            )
    return columns, counts


@_exact
def finish(sides, rows, columns, counts, k):
    """Score the last candidates of each row exactly, and order them.

    sides: the rows' Cells, the candidates' Cells and Lists, Ground and Rules. Returns
    found (t, k) rows of the candidates, -1 where none, ranks (t, k), values (t, k, 8)
    and shared (t, k): how many direct topics both state.
    """
    mine, theirs, lists, _, _ = sides
    tile = len(rows)
    found = np.full((tile, k), -1, np.int64)
    best_ranks, shared = np.zeros((tile, k), np.int64), np.zeros((tile, k))
    best_values = np.zeros((tile, k, 8))
    dense = empty_dense(lists.codes, lists.vocabulary)
    everybody = np.arange(len(lists.order))
    for t in range(tile):
        spread_row(dense, mine, rows[t], 1.0)
        candidates = everybody if counts[t] < 0 else columns[t, : counts[t]]
        order, ranks, values = rank_candidates(candidates, k, dense, sides, rows[t])
        for place, at in enumerate(order):
            found[t, place] = lists.order[candidates[at]]
            best_ranks[t, place] = ranks[at]
            best_values[t, place] = values[at]
        shared_direct(dense.x, theirs.direct, found[t], shared[t])
        spread_row(dense, mine, rows[t], 0.0)
    return found, best_ranks, best_values, shared
