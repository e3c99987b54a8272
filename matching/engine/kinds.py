"""Why two profiles fit, in one word: alike, complementary or bridge."""

import numpy as np
from scipy.sparse import csr_matrix

from matching.engine.constants import (
    BRIDGE_SHARED,
    BRIDGE_TRACK,
    COMPLEMENT_LEAD,
    COMPONENTS,
)
from matching.engine.index import Block, Index
from matching.engine.results import Kind

ALIKE_BY = [COMPONENTS.index(name) for name in ("focus", "words")]
COMPLEMENTARY_BY = [COMPONENTS.index(name) for name in ("receive", "give", "chain")]
FOCUS, TRACK = COMPONENTS.index("focus"), COMPONENTS.index("track_record")


def kinds_of(values: np.ndarray, far: np.ndarray, strangers: np.ndarray) -> np.ndarray:
    """Return a Kind for each pair; values (8, ...), far and strangers (...).

    Complementary: the best of receive, give and chain, taken 8 times, reaches the mean
    of focus and words. Else bridge: different topics, yet related ones (focus above 0)
    or a third region in common; or strangers with a strong tie through a third region.
    Else alike. The same whichever side is the source.
    """
    numbers = np.nan_to_num(values, nan=0.0)
    complement = numbers[COMPLEMENTARY_BY].max(axis=0)
    known = ~np.isnan(values[ALIKE_BY])
    likeness = numbers[ALIKE_BY].sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    third = strangers & (numbers[TRACK] > 0)
    bridge = far & ((numbers[FOCUS] > 0) | third)
    bridge |= third & (numbers[TRACK] >= BRIDGE_TRACK)
    leads = (complement > 0) & (complement * COMPLEMENT_LEAD >= likeness)
    return np.select([leads, bridge], [Kind.COMPLEMENTARY, Kind.BRIDGE], Kind.ALIKE)


def pair_traits(
    block: Block, index: Index, columns: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return (far, strangers) for the chosen candidates, all of shape (b, k).

    Far: both state economic or scientific topics, and fewer than a third of them are
    common. Strangers: their regions have no joint project.
    """
    shape = columns.shape
    row, column = np.repeat(np.arange(shape[0]), shape[1]), columns.ravel()
    mine, theirs = block.rows.direct[row], index.rows.direct[column]
    common = _sums(mine.multiply(theirs))
    most, least = _sums(mine), _sums(theirs)
    far = common < BRIDGE_SHARED * (most + least - common)
    far &= (most > 0) & (least > 0)
    strangers = ~block.places.direct[block.place[row], index.place[column]]
    return far.reshape(shape), strangers.reshape(shape)


def _sums(matrix: csr_matrix) -> np.ndarray:
    return np.asarray(matrix.sum(axis=1)).ravel()
