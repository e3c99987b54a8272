"""The eight components of a block of rows against a whole index."""

import numpy as np
from scipy.sparse import csr_matrix

from matching.engine.chain import chain_table
from matching.engine.exchange import split
from matching.engine.index import Block, Index
from matching.engine.topics import mask_weights

_CHAIN = chain_table()
_MASK_WEIGHTS = mask_weights()


def component_values(block: Block, index: Index) -> np.ndarray:
    """Return c_k in [0, 1] in the order of COMPONENTS, NaN unknown: (8, b, n)."""
    mine, theirs = block.rows, index.rows
    values = np.empty((8, len(mine.keys), len(theirs.keys)))
    values[0] = _focus(block, index)
    values[1] = _words(block, index)
    values[2], values[3] = _exchange(block, index)
    values[4] = _CHAIN[mine.stages[:, None], theirs.stages]
    values[5] = _strength(block, index)
    values[6] = _lookup(block.places.track, block, index)
    values[7] = _lookup(block.places.reach, block, index)
    return values


def eligible_pairs(block: Block, index: Index) -> np.ndarray:
    """Return False for a profile and itself, one region, and nested regions: (b, n)."""
    apart = ~_lookup(block.places.nested, block, index)
    return apart & (block.rows.keys[:, None] != index.rows.keys)


def pair_freshness(block: Block, index: Index) -> np.ndarray:
    """Return sqrt(f_i f_j), (b, n)."""
    return np.sqrt(block.rows.fresh[:, None] * index.rows.fresh)


def inner(block: csr_matrix, rows: csr_matrix) -> np.ndarray:
    """Return block @ rows.T as a dense (b, n) array.

    Few columns, many of them shared: reading the block as dense is faster than a
    sparse product, and adds in the same order from either side.
    """
    return np.ascontiguousarray((rows @ block.toarray().T).T)


def _lookup(table: np.ndarray, block: Block, index: Index) -> np.ndarray:
    return table[block.place[:, None], index.place]


def _focus(block: Block, index: Index) -> np.ndarray:
    common = block.rows.schemes[:, None] & index.rows.schemes
    cosine = inner(block.rows.focus, index.rows.focus) / _MASK_WEIGHTS[common]
    return np.minimum(cosine, 1)


def _words(block: Block, index: Index) -> np.ndarray:
    cosine = (block.rows.words @ index.word_lists).toarray()
    cosine[~(block.rows.has_words[:, None] & index.rows.has_words)] = np.nan
    return np.minimum(cosine, 1)


def _exchange(block: Block, index: Index) -> tuple[np.ndarray, np.ndarray]:
    mine, theirs = block.rows, index.rows
    gained = np.minimum(inner(mine.demand, theirs.supply), 1)
    gained[~(mine.needing[:, None] & theirs.offering)] = np.nan
    given = np.minimum(inner(mine.supply, theirs.demand), 1)
    given[~(mine.offering[:, None] & theirs.needing)] = np.nan
    return split(gained, given)


def _strength(block: Block, index: Index) -> np.ndarray:
    """Return sum of idf s over sum of idf, over shared topics with a known s."""
    mine, theirs = block.rows, index.rows
    strong = inner(mine.strong, theirs.economic) + inner(mine.economic, theirs.strong)
    whole = inner(mine.figures, theirs.economic) + inner(mine.economic, theirs.figures)
    whole[whole == 0] = np.nan
    return np.minimum(strong / whole, 1)
