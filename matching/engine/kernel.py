"""The kernel: exact best candidates of many rows, compiled by Numba.

Two passes over each row. First float32 sums over inverted lists give an estimate of the
whole composite score of every candidate. It is wrong by less than a known number of
points (`kernel_terms.slack_of`), so only candidates whose estimate could still reach
the k-th place are kept. Then these few are scored exactly (`kernel_exact`).

The score is the same from both sides: where all rows are wanted, a pair is estimated
once and offered to both (`scan_block` with the columns' own limits).

Functions take plain arrays where they are called often, and no slices in hot loops:
handing over a tuple of arrays, or making a slice, costs more than the work itself.
"""

import math

import numpy as np

from matching.engine.compiling import ONE, U, exact, fast
from matching.engine.constants import UNKNOWN_SHARE
from matching.engine.kernel_keep import NEVER, drop_outdone, offer, room_for
from matching.engine.kernel_terms import add_traits
from matching.engine.postings import BLOCK, FULL_STEPS

FULL_ONE = np.float32(1 / FULL_STEPS)
# Where the sums of a block begin in one array.
FOCUS, WORDS, GAINED, GIVEN, STRONG, FIGURE, ABOVE = (U(n * BLOCK) for n in range(7))
SUMS = 7 * BLOCK
# What a row brings to the columns of a block by their traits, in a third.
FACTOR, POINTS, KNOWN = (U(n * BLOCK) for n in range(3))


@fast
def add_products(sums, base, cells, row, lists, block, codes, weight):
    """Add the inner products of a row with all candidates of a block to the sums."""
    ptr, idx, val = cells
    list_ptr, list_col, list_val = lists
    first = U(block * codes)
    for at in range(U(ptr[row]), U(ptr[row + 1])):
        if idx[at] >= codes:
            break  # words that came with an edit; no candidate of these lists has them
        place, value = first + U(idx[at]), np.float32(weight * val[at])
        for entry in range(U(list_ptr[place]), U(list_ptr[place + ONE])):
            sums[base + list_col[entry]] += value * list_val[entry]


@fast
def add_figures(sums, cells, row, lists, block, codes):
    """Add up strength in shared topics, and what is known of it, of both sides."""
    ptr, idx, strong, known = cells
    list_ptr, list_col, list_strong, list_known = lists
    first = U(block * codes)
    for at in range(U(ptr[row]), U(ptr[row + 1])):
        place = first + U(idx[at])
        mine, mine_known = np.float32(strong[at]), np.float32(known[at])
        for entry in range(U(list_ptr[place]), U(list_ptr[place + ONE])):
            sums[STRONG + list_col[entry]] += mine + list_strong[entry]
            sums[FIGURE + list_col[entry]] += mine_known + list_known[entry]


@fast
def add_full(sums, cells, row, full, full_row, first, count):
    """Add the products of the codes that are held in full; four at a time."""
    ptr, idx, val = cells
    places, values = np.zeros(4, np.int32), np.zeros(4, np.float32)
    held = 0
    for at in range(U(ptr[row]), U(ptr[row + 1])):
        if full_row[U(idx[at])] >= 0:
            places[held], values[held] = full_row[U(idx[at])], FULL_ONE * val[at]
            held += 1
            if held == 4:
                add_four(sums, full, places, values, first, count)
                held = 0
    if held:
        values[held:] = 0
        add_four(sums, full, places, values, first, count)


@fast
def add_four(sums, full, places, values, first, count):
    one, two, three, four = U(places[0]), U(places[1]), U(places[2]), U(places[3])
    a, b, c, d = values[0], values[1], values[2], values[3]
    for at in range(count):
        there = first + at
        sums[at] += a * np.float32(full[one, there]) + b * np.float32(full[two, there])
        sums[at] += c * np.float32(full[three, there]) + d * np.float32(
            full[four, there]
        )


@fast
def look_up(found, traits, trait, first, count):
    """Write what a row's traits bring to each column of a block."""
    factor, points, known = traits
    for at in range(count):
        kind = trait[first + at]
        found[FACTOR + at] = factor[kind]
        found[POINTS + at] = points[kind]
        found[KNOWN + at] = known[kind]


@fast
def estimate_run(
    sums, traits, fresh, there, limits, place, begin, first, count, half, ahead, share,
    bonus, known, strength, weight, scale, limit,
):  # fmt: skip
    """Estimate the scores of candidates of one place; clear the sums.

    Returns how many reach a limit, the row's or their own. All that is written lies in
    one array, and the count is float32: so the compiler can tell that nothing overlaps,
    and takes many at once.
    """
    one, two, rest = np.float32(1), np.float32(2), np.float32(UNKNOWN_SHARE)
    zero, hits, tiny = np.float32(0), np.float32(0), np.float32(1e-30)
    for step in range(count):
        at, column = begin + step, first + step
        gained, given = sums[GAINED + at], sums[GIVEN + at]
        figure = sums[FIGURE + at]
        total = bonus + traits[POINTS + at] + traits[FACTOR + at] * sums[FOCUS + at]
        total += sums[WORDS + at]
        total += half * (gained + given + two * np.sqrt(gained * given))
        total += strength * (sums[STRONG + at] / max(figure, tiny))
        total -= weight / (one + ahead + share * there[place, column])
        sure = known + traits[KNOWN + at]
        sure += strength if figure > zero else zero
        score = scale * fresh[column] * total / (rest + (one - rest) * sure)
        sums[FOCUS + at] = zero
        sums[WORDS + at] = zero
        sums[GAINED + at] = zero
        sums[GIVEN + at] = zero
        sums[STRONG + at] = zero
        sums[FIGURE + at] = zero
        above = score - min(limit, limits[column])
        sums[ABOVE + at] = above
        hits += np.float32(above >= zero)
    return hits


@fast
def clear_run(sums, begin, count):
    for start in (FOCUS, WORDS, GAINED, GIVEN, STRONG, FIGURE):
        for at in range(count):
            sums[start + begin + at] = 0


@exact
def keep_hits(
    sums, at, start, stop, asked, limit, column, slot, columns, estimates, best, counts,
    limits, slack,
):  # fmt: skip
    """Offer a row who reaches its limit, and it to those whose limit it reaches.

    The sums of candidates start to stop begin at `at`; limit is the row's as it was
    when they were estimated, asked (m,) are their own.
    """
    for there in range(start, stop):
        above = sums[ABOVE + at + (there - start)]
        if above < 0:
            continue
        theirs = asked[there]
        estimate = above + min(limit, theirs)
        if estimate >= limits[slot]:
            offer(
                columns, estimates, best, counts, limits, slack, slot, there, estimate
            )
        if estimate >= theirs:
            offer(
                columns, estimates, best, counts, limits, slack, there, column, estimate
            )


@exact
def estimate_block(
    sums, traits, block, layout, asked, ground, weights, experience, t, place, scale,
    column, slot, columns, estimates, best, counts, limits, slack,
):  # fmt: skip
    """Estimate one row and all candidates of a block, and keep who reaches a limit.

    experience (t, r) is that of the stretches' places in the themes of all rows. asked:
    see `scan_block`. The limit rises from stretch to stretch.
    """
    run_ptr, run_at, run_place, _, _, fresh, theirs = layout
    nested, joint, through, reach, somewhere, _ = ground
    half, strength, weight = weights[2] / np.float32(2), weights[5], weights[6]
    begin, first = run_ptr[block], run_at[run_ptr[block]]
    for run in range(begin, run_ptr[block + 1]):
        other, start, stop = run_place[run], run_at[run], run_at[run + 1]
        there, count = U(start - first), U(stop - start)
        if nested[place, other]:
            clear_run(sums, there, count)
            continue
        both = int(somewhere[place]) + int(somewhere[other])
        share = np.float32(1 / max(both, 1))
        ahead = np.float32(joint[place, other] + through[place, other])
        ahead += share * experience[t, run - begin]
        bonus, known = weight, weight if both else np.float32(0)
        if not math.isnan(reach[place, other]):
            bonus += weights[7] * np.float32(reach[place, other])
            known += weights[7]
        limit = limits[slot]
        hits = estimate_run(
            sums, traits, fresh, theirs, asked, U(place), there, U(start), count, half,
            ahead, share, bonus, known, strength, weight, scale, limit,
        )  # fmt: skip
        if hits:
            keep_hits(
                sums, there, U(start), U(stop), asked, limit, column, slot, columns,
                estimates, best, counts, limits, slack,
            )  # fmt: skip


@exact
def experience_in(there, columns, places):
    """Return the experience of some places in the themes of some columns, (t, r).

    Read place by place, because columns that follow each other lie apart.
    """
    found = np.empty((len(columns), len(places)), np.float32)
    for r, place in enumerate(places):
        for t, column in enumerate(columns):
            found[t, r] = there[place, column]
    return found


@exact
def scan_block(columns, slots, own, theirs, block, ground, rules, asked, kept):
    """Offer the candidates of one block to some rows, and these rows to them.

    columns and slots (t,): the rows' columns in their own lists, and where their
    candidates are kept. asked (m,) are the limits from which the block's candidates
    want to be offered a row. Rows whose traits are alike should follow each other.
    """
    cells, mine = own
    lists = theirs[1]
    layout, order, places, their_focus = (
        mine.layout,
        mine.order,
        cells.place,
        lists.focus,
    )
    their_layout, full, full_row = lists.layout, lists.full, lists.full_row
    focus, words, supply, demand = cells.focus, cells.words, cells.supply, cells.demand
    their_words, their_supply, their_demand = lists.words, lists.supply, lists.demand
    economic, their_economic, cell_fresh = cells.economic, lists.economic, cells.fresh
    trait_of, own_traits = layout.trait, layout.traits
    begin = their_layout.run_ptr[block]
    trait, traits = their_layout.trait, their_layout.traits
    codes, vocabulary = lists.codes, lists.vocabulary
    first, width = (
        U(block * lists.width),
        U(min(lists.width, len(lists.order) - block * lists.width)),
    )
    sums, brought = np.zeros(SUMS, np.float32), np.empty(3 * BLOCK, np.float32)
    runs = their_layout.run_place[begin : their_layout.run_ptr[block + 1]]
    by_trait = np.zeros((3, len(traits)), np.float32)
    weights, one = rules.weights.astype(np.float32), np.float32(1)
    experience = experience_in(layout.there, columns, runs)
    kept_columns, estimates, best, counts, limits, slack = kept
    before = -1
    for t, column in enumerate(columns):
        row = order[column]
        if trait_of[column] != before:
            before = trait_of[column]
            add_traits(by_trait, own_traits[before], traits, rules)
            look_up(brought, by_trait, trait, first, width)
        add_products(sums, FOCUS, focus, row, their_focus, block, codes, one)
        add_full(sums, focus, row, full, full_row, first, width)
        add_products(
            sums, WORDS, words, row, their_words, block, vocabulary, weights[1]
        )
        add_products(sums, GAINED, demand, row, their_supply, block, 8 * codes, one)
        add_products(sums, GIVEN, supply, row, their_demand, block, 8 * codes, one)
        add_figures(sums, economic, row, their_economic, block, codes)
        estimate_block(
            sums, brought, block, their_layout, asked, ground, weights, experience, t,
            places[row], np.float32(100 * math.sqrt(cell_fresh[row])), column, slots[t],
            kept_columns, estimates, best, counts, limits, slack,
        )  # fmt: skip


@exact
def find_candidates(columns, own, theirs, ground, rules, k, slack):
    """Return columns (t, room) that can be among the best k of each row, and counts.

    A count of -1 stands for all columns: more tie than there is room for.
    """
    kept = room_for(np.zeros(len(columns)), k, slack)
    slots = np.arange(len(columns))
    limits = np.full(len(theirs[1].order), NEVER)
    for block in range(len(theirs[1].layout.run_ptr) - 1):
        scan_block(columns, slots, own, theirs, block, ground, rules, limits, kept)
    drop_outdone(kept)
    return kept[0], kept[3]
