"""Reading ahead, compiled: what some rows need from memory is asked for at once."""

from matching.engine.compiling import fast

LINE = 8  # numbers that come with one access of memory


@fast
def fetch(sparse, rows, begin, end, fetched):
    """Read a little of each line of memory that some rows fill.

    The rows lie far apart. Asked for one after the other they come one by one; asked
    for at once, without using them, many come together. fetched (1,) receives a sum, so
    that the reading counts as needed.
    """
    ptr, idx, val = sparse
    total = 0.0
    for at in range(begin, end):
        row = rows[at]
        for cell in range(ptr[row], ptr[row + 1], LINE):
            total += val[cell] * idx[cell]
    fetched[0] += total


@fast
def fetch_figures(figures, rows, begin, end, fetched):
    """Read the first of some rows' figures, as `fetch` does."""
    ptr, idx, strong, known = figures
    total = 0.0
    for at in range(begin, end):
        cell = ptr[rows[at]]
        if cell < len(idx):
            total += strong[cell] * known[cell] * idx[cell]
    fetched[0] += total


@fast
def fetch_likes(likes, taken, place, rows, begin, end, fetched):
    """Read what some rows have to do with a place's projects, as `fetch` does."""
    ptr, idx, _ = taken
    total = 0.0
    for at in range(begin, end):
        for cell in range(ptr[place], ptr[place + 1]):
            total += likes[rows[at], idx[cell]]
    fetched[0] += total
