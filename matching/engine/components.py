"""The eight components of a block of rows against a whole index, as plain arrays.

For one row, or a few: a pair, an idea, an evaluation. The best partners of many rows
are found by the kernel, which computes the same numbers.
"""

import numpy as np
from scipy.sparse import csr_matrix

from matching.engine.chain import chain_table
from matching.engine.exchange import split
from matching.engine.index import Block, Index, Segment
from matching.engine.regions import saturated
from matching.engine.topics import mask_weights

_CHAIN = chain_table()
_MASK_WEIGHTS = mask_weights()


def component_values(block: Block, index: Index) -> np.ndarray:
    """Return c_k in [0, 1] in the order of COMPONENTS, NaN unknown: (8, b, n)."""
    parts = [_values(block, segment, index) for segment in index.segments]
    return np.concatenate(parts, axis=2)


def eligible_pairs(block: Block, index: Index) -> np.ndarray:
    """Return False for a profile and itself, one region, and nested regions: (b, n).

    Rows that are gone are partners of nobody.
    """
    place = np.concatenate([segment.place for segment in index.segments])
    apart = ~block.places.nested[block.place[:, None], place]
    return apart & (block.rows.keys[:, None] != index.keys) & (index.keys >= 0)


def pair_freshness(block: Block, index: Index) -> np.ndarray:
    """Return sqrt(f_i f_j), (b, n)."""
    fresh = np.concatenate([segment.rows.fresh for segment in index.segments])
    return np.sqrt(block.rows.fresh[:, None] * fresh)


def inner(block: csr_matrix, rows: csr_matrix) -> np.ndarray:
    """Return block @ rows.T as a dense (b, n) array.

    Few columns, many of them shared: reading the block as dense is faster than a
    sparse product, and adds in the same order from either side.
    """
    return np.ascontiguousarray((rows @ block.toarray().T).T)


def _values(block: Block, segment: Segment, index: Index) -> np.ndarray:
    mine, theirs = block.rows, segment.rows
    values = np.empty((8, len(mine.keys), len(theirs.keys)))
    values[0] = _focus(block, segment)
    values[1] = _words(block, segment)
    values[2], values[3] = _exchange(block, segment)
    values[4] = _CHAIN[mine.stages[:, None], theirs.stages]
    values[5] = _strength(block, segment)
    values[6] = _track(block, segment, index)
    values[7] = block.places.reach[block.place[:, None], segment.place]
    return values


def _focus(block: Block, segment: Segment) -> np.ndarray:
    common = block.rows.schemes[:, None] & segment.rows.schemes
    cosine = inner(block.rows.focus, segment.rows.focus) / _MASK_WEIGHTS[common]
    return np.minimum(cosine, 1)


def _words(block: Block, segment: Segment) -> np.ndarray:
    mine, lists = block.rows.words, segment.word_lists
    # Either side may know words that came with an edit; the other has none of them.
    shared = min(mine.shape[1], lists.shape[0])
    cosine = (mine[:, :shared] @ lists[:shared]).toarray()
    cosine[~(block.rows.has_words[:, None] & segment.rows.has_words)] = np.nan
    return np.minimum(cosine, 1)


def _exchange(block: Block, segment: Segment) -> tuple[np.ndarray, np.ndarray]:
    mine, theirs = block.rows, segment.rows
    gained = np.minimum(inner(mine.demand, theirs.supply), 1)
    gained[~(mine.needing[:, None] & theirs.offering)] = np.nan
    given = np.minimum(inner(mine.supply, theirs.demand), 1)
    given[~(mine.offering[:, None] & theirs.needing)] = np.nan
    return split(gained, given)


def _strength(block: Block, segment: Segment) -> np.ndarray:
    """Return sum of idf s over sum of idf, over shared topics with a known s."""
    mine, theirs = block.rows, segment.rows
    strong = inner(mine.strong, theirs.economic) + inner(mine.economic, theirs.strong)
    whole = inner(mine.figures, theirs.economic) + inner(mine.economic, theirs.figures)
    whole[whole == 0] = np.nan
    return np.minimum(strong / whole, 1)


def _track(block: Block, segment: Segment, index: Index) -> np.ndarray:
    """Return z / (1 + z): joint projects, third regions, experience in the theme.

    Experience is the mean of theirs in my theme and mine in theirs, where both are
    somewhere; of an idea that belongs nowhere only theirs is known.
    """
    where = block.place[:, None], segment.place
    theirs = (index.places.taken @ block.likeness.T).T[:, segment.place]
    mine = (block.places.taken @ segment.likeness.T)[block.place]
    somewhere = block.places.somewhere[block.place][:, None]
    there = index.places.somewhere[segment.place]
    experience = (theirs + mine) / np.maximum(somewhere + there.astype(int), 1)
    total = block.places.joint[where] + block.places.through[where] + experience
    return np.where(somewhere | there, saturated(total), np.nan)
