"""A segment as the kernel reads it: flat arrays, and inverted lists by column block.

Columns (candidates) are ordered by place, so that what two places bring is looked up
once for a whole stretch, and cut into blocks whose running sums stay in the cache.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix

from matching.engine.errors import EngineError
from matching.engine.ragged import running
from matching.engine.regions import Places
from matching.engine.rows import Rows

BLOCK = 8192  # most columns whose sums are added up at a time
BLOCKS = 8  # of as many, or a multiple: up to four threads share them evenly
DENSE = 1 / 10  # a code that more than this part of all columns have is held in full
FULL_STEPS = 65_535  # there, 1 is so many: what is lost counts as slack


class Sparse(NamedTuple):
    """Rows, or lists, of numbers: those of row r stand from ptr[r] to ptr[r + 1]."""

    ptr: np.ndarray
    idx: np.ndarray
    val: np.ndarray


class Figures(NamedTuple):
    """Like Sparse, of economic topics: idf s and idf, both 0 where s is not known."""

    ptr: np.ndarray
    idx: np.ndarray
    strong: np.ndarray
    known: np.ndarray


class Cells(NamedTuple):
    """n rows in float64, for exact scores. flags: bit 0 words, 1 offers, 2 needs."""

    focus: Sparse
    words: Sparse
    supply: Sparse
    demand: Sparse
    economic: Figures
    direct: Sparse
    like: np.ndarray
    place: np.ndarray
    schemes: np.ndarray
    stages: np.ndarray
    flags: np.ndarray
    fresh: np.ndarray
    keys: np.ndarray


class Layout(NamedTuple):
    """What else an estimate needs of m columns.

    run_ptr (blocks + 1,) are the stretches of one place in each block; they begin at
    column run_at and belong to run_place; run_at ends with m. trait (m,) numbers the
    rows of traits (t, 3): scheme bits, flags and stages. there (P, m) is the experience
    of each place in the column's theme.
    """

    run_ptr: np.ndarray
    run_at: np.ndarray
    run_place: np.ndarray
    trait: np.ndarray
    traits: np.ndarray
    root_fresh: np.ndarray
    there: np.ndarray


class Lists(NamedTuple):
    """Inverted lists in float32, for estimates: m columns in blocks of `width`.

    order (m,) is the segment's row of each column, column (m,) the column of each row.
    Entries of code c in block b stand under b * codes + c, with their column within
    the block. Focus on codes that many have is in full (codes held so, m); full_row
    (codes,) is their row there, else -1. most: the largest sum of a row's focus.
    """

    order: np.ndarray
    column: np.ndarray
    focus: Sparse
    full: np.ndarray
    full_row: np.ndarray
    words: Sparse
    supply: Sparse
    demand: Sparse
    economic: Figures
    layout: Layout
    width: int
    most: float
    codes: int
    vocabulary: int

    def open_to(self, nested: np.ndarray) -> np.ndarray:
        """Return the columns that are there, of places that are not nested, (P,)."""
        layout = self.layout
        place = np.repeat(layout.run_place, np.diff(layout.run_at))
        return np.flatnonzero(~nested[place] & (layout.root_fresh > 0)).astype(np.int32)


class Ground(NamedTuple):
    """What two places bring, (p, p) each; taken (p, projects): g m."""

    nested: np.ndarray
    joint: np.ndarray
    through: np.ndarray
    reach: np.ndarray
    somewhere: np.ndarray
    taken: Sparse


def cells_of(rows: Rows, place: np.ndarray, likeness: np.ndarray) -> Cells:
    """Return rows as flat arrays; most are those of the rows themselves."""
    return Cells(
        _flat(rows.focus),
        _flat(rows.words),
        _flat(rows.supply),
        _flat(rows.demand),
        Figures(
            rows.economic.indptr.astype(np.int64, copy=False),
            rows.economic.indices,
            _on(rows.economic, rows.strong),
            _on(rows.economic, rows.figures),
        ),
        _flat(rows.direct),
        np.ascontiguousarray(likeness),
        place,
        rows.schemes,
        rows.stages,
        _flags(rows),
        rows.fresh,
        rows.keys,
    )


def lists_of(
    rows: Rows, place: np.ndarray, likeness: np.ndarray, taken: csr_matrix
) -> Lists:
    """Return the inverted lists of rows."""
    order = np.argsort(place, kind="stable")
    column = np.empty(len(order), dtype=np.int64)
    column[order] = np.arange(len(order))
    width = _width(len(order))
    return Lists(
        order,
        column,
        *_parted(rows.focus, order, width),
        _listed(rows.words, order, width),
        _listed(rows.supply, order, width),
        _listed(rows.demand, order, width),
        _listed_figures(rows, order, width),
        _layout(rows, place, order, width, _experience(likeness, taken, order)),
        width,
        float(rows.focus.sum(axis=1).max()) if len(order) else 0.0,
        rows.focus.shape[1],
        rows.words.shape[1],
    )


def _width(count: int) -> int:
    """Return how many columns a block has: a multiple of BLOCKS blocks, if possible."""
    most = BLOCKS * BLOCK
    blocks = BLOCKS * max(-(-count // most), 1)
    return max(-(-count // blocks), 1)


def _layout(
    rows: Rows, place: np.ndarray, order: np.ndarray, width: int, there: np.ndarray
) -> Layout:
    columns = np.stack([rows.schemes, _flags(rows), rows.stages], axis=1)
    traits, trait = np.unique(columns[order], axis=0, return_inverse=True)
    run_ptr, run_at = _stretches(place[order], width)
    return Layout(
        run_ptr,
        run_at,
        place[order][run_at[:-1]],
        trait.astype(np.uint16),
        traits,
        np.sqrt(rows.fresh[order]).astype(np.float32),
        there,
    )


def ground_of(places: Places) -> Ground:
    """Return the tables of places as flat arrays."""
    return Ground(
        places.nested,
        places.joint,
        places.through,
        places.reach,
        places.somewhere,
        _flat(places.taken),
    )


def _flags(rows: Rows) -> np.ndarray:
    flags = rows.has_words + 2 * rows.offering + 4 * rows.needing
    return flags.astype(np.uint8)


def _flat(matrix: csr_matrix) -> Sparse:
    ptr = matrix.indptr.astype(np.int64, copy=False)
    return Sparse(ptr, matrix.indices.astype(np.int32, copy=False), matrix.data)


def _on(pattern: csr_matrix, values: csr_matrix) -> np.ndarray:
    """Return the values at the cells of a pattern that holds all of theirs, else 0."""
    width = pattern.shape[1]
    found = np.zeros(len(pattern.indices))
    at = np.searchsorted(_numbers(pattern, width), _numbers(values, width))
    found[at] = values.data
    return found


def _numbers(matrix: csr_matrix, width: int) -> np.ndarray:
    """Return row * width + column of each cell, ascending."""
    rows = np.repeat(np.arange(matrix.shape[0], dtype=np.int64), np.diff(matrix.indptr))
    return rows * width + matrix.indices


def _parted(
    matrix: csr_matrix, order: np.ndarray, width: int
) -> tuple[Sparse, np.ndarray, np.ndarray]:
    """Return the lists of rare codes, the frequent codes in full, and their rows."""
    count, codes = matrix.shape
    uses = np.bincount(matrix.indices, minlength=codes)
    frequent = np.flatnonzero(uses > DENSE * count)
    full_row = np.full(codes, -1, dtype=np.int32)
    full_row[frequent] = np.arange(len(frequent))
    full = np.empty((len(frequent), count), dtype=np.uint16)
    row = full_row[matrix.indices]
    often = _some(matrix, row >= 0, row, len(frequent))
    for some in _pieces(count):
        full[:, some] = np.rint(often[order[some]].toarray().T * FULL_STEPS)
    rare = _some(matrix, row < 0, matrix.indices, codes)
    return _listed(rare, order, width), full, full_row


def _some(
    matrix: csr_matrix, chosen: np.ndarray, columns: np.ndarray, width: int
) -> csr_matrix:
    """Return a matrix of the chosen cells, in these columns."""
    ptr = running(chosen)[matrix.indptr]
    cells = matrix.data[chosen], columns[chosen], ptr
    return csr_matrix(cells, shape=(matrix.shape[0], width))


def _experience(
    likeness: np.ndarray, taken: csr_matrix, order: np.ndarray
) -> np.ndarray:
    """Return the experience of each place in each column's theme, (P, m)."""
    found = np.empty((taken.shape[0], len(order)), dtype=np.float32)
    for some in _pieces(len(order)):
        found[:, some] = taken @ likeness[order[some]].T
    return found


def _pieces(count: int) -> Iterator[slice]:
    """Yield so many columns a block at a time: what is made of them is large."""
    for first in range(0, count, BLOCK):
        yield slice(first, min(first + BLOCK, count))


def _listed_figures(rows: Rows, order: np.ndarray, width: int) -> Figures:
    strong, known = (
        _listed(_with(rows.economic, _on(rows.economic, values)), order, width)
        for values in (rows.strong, rows.figures)
    )
    return Figures(strong.ptr, strong.idx, strong.val, known.val)


def _with(pattern: csr_matrix, values: np.ndarray) -> csr_matrix:
    return csr_matrix((values, pattern.indices, pattern.indptr), shape=pattern.shape)


def _listed(matrix: csr_matrix, order: np.ndarray, width: int) -> Sparse:
    """Return the lists of all codes in blocks of columns, made a block at a time."""
    count, codes = matrix.shape
    if matrix.nnz > np.iinfo(np.int32).max:
        raise EngineError(f"{matrix.nnz} numbers are too many for one index")
    blocks = -(-count // width)
    ptr = np.zeros(blocks * codes + 1, dtype=np.int32)
    columns = np.empty(matrix.nnz, dtype=np.uint16)
    values = np.empty(matrix.nnz, dtype=np.float32)
    for block in range(blocks):
        part = matrix[order[block * width : (block + 1) * width]].tocsc()
        first = block * codes
        begin = ptr[first]
        ptr[first : first + codes + 1] = begin + part.indptr
        columns[begin : begin + part.nnz] = part.indices
        values[begin : begin + part.nnz] = part.data
    return Sparse(ptr, columns, values)


def _stretches(place: np.ndarray, width: int) -> tuple[np.ndarray, np.ndarray]:
    """Return where stretches of one place begin, and which are in which block."""
    begins = np.ones(len(place), dtype=bool)
    begins[1:] = place[1:] != place[:-1]
    begins[::width] = True
    at = np.flatnonzero(begins)
    starts = np.arange(0, len(place) + width, width)
    return np.searchsorted(at, starts), np.append(at, len(place))
