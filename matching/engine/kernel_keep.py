"""Who is kept while candidates are estimated, compiled: room, limits, and the best.

A row's limit is an estimate below which nobody can be among its best: the last of the
best so far, less what estimates may be wrong by.
"""

import numpy as np

from matching.engine.compiling import ONE, U, exact

# No column asks to be told of a pair of this limit.
NEVER = np.float32(1e30)


@exact
def room_for(floors, k, slack):
    """Return empty places for the candidates of some rows, (t,): see `offer`.

    slack: points that an estimate may be wrong by.

    Columns and estimates (t, room), the best estimates (t, k + 1) ascending, counts and
    limits (t,). floors (t,) are scores that the k-th place is known to reach, 0 where
    nothing is known. One more than k: a row that is nowhere is a candidate of its own.
    """
    rows, room = len(floors), 3 * k + 64
    return (
        np.empty((rows, room), np.int32),
        np.empty((rows, room), np.float32),
        np.zeros((rows, k + 1), np.float32),
        np.zeros(rows, np.int64),
        np.maximum(floors.astype(np.float32) - slack, np.float32(1e-12)),
        slack,
    )


@exact
def offer(columns, estimates, best, counts, limits, slack, slot, other, estimate):
    """Keep a candidate whose estimate reaches the limit of a row, and raise the limit.

    A count of -1 says that more tie at the edge than there is room for.
    """
    count = counts[slot]
    if count < 0:
        return
    if count == columns.shape[1]:
        count = compact(columns, estimates, slot, count, limits[slot])
        if count == columns.shape[1]:
            counts[slot] = -1
            return
    columns[slot, count], estimates[slot, count] = other, estimate
    counts[slot] = count + 1
    if estimate > best[slot, 0]:
        replace_least(best, slot, estimate)
        limits[slot] = max(limits[slot], best[slot, 0] - 2 * slack)


@exact
def replace_least(best, slot, value):
    """Put a value among a row's best, which ascend, instead of the least."""
    at, row, last = U(0), U(slot), U(best.shape[1] - 1)
    while at < last and best[row, at + ONE] < value:
        best[row, at] = best[row, at + ONE]
        at += ONE
    best[row, at] = value


@exact
def compact(columns, estimates, slot, count, limit):
    """Drop what has fallen below a row's limit; return how many are left."""
    left = 0
    for at in range(count):
        if estimates[slot, at] >= limit:
            columns[slot, left] = columns[slot, at]
            estimates[slot, left] = estimates[slot, at]
            left += 1
    return left


@exact
def drop_outdone(kept):
    """Drop from the rows' candidates what later ones have outdone."""
    columns, estimates, _, counts, limits, _ = kept
    for slot in range(len(counts)):
        if counts[slot] >= 0:
            counts[slot] = compact(columns, estimates, slot, counts[slot], limits[slot])
