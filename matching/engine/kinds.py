"""Why two profiles fit, in one word: alike, complementary or bridge."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, vstack

from matching.engine.constants import (
    BRIDGE_SHARED,
    BRIDGE_TIE,
    COMPLEMENT_LEAD,
    COMPONENTS,
)
from matching.engine.index import Block, Index
from matching.engine.regions import Places, saturated
from matching.engine.results import Kind

ALIKE_BY = [COMPONENTS.index(name) for name in ("focus", "words")]
COMPLEMENTARY_BY = [COMPONENTS.index(name) for name in ("receive", "give", "chain")]
FOCUS = COMPONENTS.index("focus")


@dataclass(frozen=True)
class Traits:
    """What a kind depends on beside the components; all of one shape.

    far: both state economic or scientific topics, and fewer than a third of them are
    common. tie: saturated strength of the best third region, 0 where the regions have
    a joint project or share no partner.
    """

    far: np.ndarray
    tie: np.ndarray


def kinds_of(values: np.ndarray, traits: Traits) -> np.ndarray:
    """Return a Kind for each pair; values (8, ...), traits (...).

    Complementary: the best of receive, give and chain, taken 8 times, reaches the mean
    of focus and words. Else bridge: different topics, yet related ones (focus above 0)
    or a third region in common; or strangers with a strong tie through a third region.
    Else alike. The same whichever side is the source.
    """
    numbers = np.nan_to_num(values, nan=0.0)
    complement = numbers[COMPLEMENTARY_BY].max(axis=0)
    known = ~np.isnan(values[ALIKE_BY])
    likeness = numbers[ALIKE_BY].sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    bridge = traits.far & ((numbers[FOCUS] > 0) | (traits.tie > 0))
    bridge |= traits.tie >= BRIDGE_TIE
    leads = (complement > 0) & (complement * COMPLEMENT_LEAD >= likeness)
    return np.select([leads, bridge], [Kind.COMPLEMENTARY, Kind.BRIDGE], Kind.ALIKE)


def pair_traits(block: Block, index: Index, columns: np.ndarray) -> Traits:
    """Return the traits of the chosen candidates, columns (b, k)."""
    shape = columns.shape
    row, column = np.repeat(np.arange(shape[0]), shape[1]), columns.ravel()
    mine, theirs = block.rows.direct[row], _direct(index)[column]
    common = _sums(mine.multiply(theirs))
    place = np.concatenate([segment.place for segment in index.segments])
    where = block.place[row], place[column]
    found = traits_of(block.places, where, common, _sums(mine), _sums(theirs))
    return Traits(found.far.reshape(shape), found.tie.reshape(shape))


def traits_of(
    places: Places,
    where: tuple[np.ndarray, np.ndarray],
    common: np.ndarray,
    most: np.ndarray,
    least: np.ndarray,
) -> Traits:
    """Return the traits of pairs at these places, from counts of their direct topics.

    common: what both state; most, least: what either does.
    """
    far = common < BRIDGE_SHARED * (most + least - common)
    far &= (most > 0) & (least > 0)
    tie = saturated(places.through[where])
    tie[places.joint[where] > 0] = 0
    return Traits(far, tie)


def _direct(index: Index) -> csr_matrix:
    return vstack([segment.rows.direct for segment in index.segments], format="csr")


def _sums(matrix: csr_matrix) -> np.ndarray:
    return np.asarray(matrix.sum(axis=1)).ravel()
