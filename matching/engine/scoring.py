"""Scores of whole blocks, of one pair, and the best partners of a profile."""

from collections.abc import Iterator, Sequence

import numpy as np

from matching.engine.combine import (
    confidence_of,
    contributions_of,
    rank_value,
    total,
)
from matching.engine.components import (
    component_values,
    eligible_pairs,
    pair_freshness,
)
from matching.engine.constants import COMPONENTS
from matching.engine.errors import EngineError
from matching.engine.index import (
    Block,
    Index,
    block_of_profile,
    block_of_profiles,
    block_of_rows,
)
from matching.engine.kinds import kinds_of, pair_traits
from matching.engine.results import Components, Kind, Matches, PairScore
from matching.engine.select import best
from matching.engine.types import ProfileInput
from matching.engine.weights import Weights

BLOCK_ROWS = 256
BLOCK_PAIRS = 1 << 19  # 4 MB for each array of a block; about thirty live at once


def score_rows(index: Index, rows: np.ndarray, weights: Weights) -> Components:
    """Score rows (numbers from 0) against all profiles: dense arrays, not chunked."""
    return _score(block_of_rows(index, _checked(index, rows)), index, weights)


def top_matches(index: Index, rows: np.ndarray, k: int, weights: Weights) -> Matches:
    """Return the k best candidates of each row, in bounded memory.

    A pair that scores 0 has no reason and is no match; rows end with keys of -1.
    """
    rows = _checked(index, rows)
    parts = [
        _best_of(block_of_rows(index, chunk), index, k, weights)
        for chunk in _chunks(rows, len(index))
    ]
    return _joined(parts)


def match_profile(
    index: Index, profile: ProfileInput, k: int, weights: Weights
) -> Matches:
    """Return the k best candidates for a profile from outside, such as an idea."""
    return _best_of(block_of_profile(index, profile), index, k, weights)


def score_profile(index: Index, profile: ProfileInput, weights: Weights) -> Components:
    """Score a profile from outside against all: arrays with b = 1."""
    return score_profiles(index, (profile,), weights)


def score_profiles(
    index: Index, profiles: Sequence[ProfileInput], weights: Weights
) -> Components:
    """Score profiles from outside against all: dense arrays, not chunked."""
    return _score(block_of_profiles(index, profiles), index, weights)


def score_pair(index: Index, source: int, target: int, weights: Weights) -> PairScore:
    """Score one pair of profile keys; EngineError for a key the index lacks."""
    row, column = _row_of(index, source), _row_of(index, target)
    block = block_of_rows(index, np.array([row]))
    found = _score(block, index, weights)
    values, chosen = found.values[:, 0, column], np.array([[column]])
    kind = kinds_of(found.values[:, :, [column]], *pair_traits(block, index, chosen))
    return PairScore(
        score=float(found.scores[0, column]),
        values={
            name: None if np.isnan(value) else float(value)
            for name, value in zip(COMPONENTS, values, strict=True)
        },
        contributions=dict(
            zip(COMPONENTS, found.contributions[:, 0, column].tolist(), strict=True)
        ),
        confidence=float(found.confidence[0, column]),
        fresh=float(found.fresh[0, column]),
        kind=Kind(int(kind[0, 0])),
        eligible=bool(found.eligible[0, column]),
    )


def _score(block: Block, index: Index, weights: Weights) -> Components:
    numbers = weights.as_array()
    values = component_values(block, index)
    fresh = pair_freshness(block, index)
    contributions = contributions_of(values, numbers, fresh)
    return Components(
        values=values,
        contributions=contributions,
        scores=total(contributions),
        confidence=confidence_of(~np.isnan(values), numbers),
        fresh=fresh,
        eligible=eligible_pairs(block, index),
    )


def _best_of(block: Block, index: Index, k: int, weights: Weights) -> Matches:
    if k < 0:
        raise EngineError(f"cannot return {k} matches")
    if not len(index):
        return _no_matches(block.rows.keys, k)
    found = _score(block, index, weights)
    ranks = np.where(found.eligible, rank_value(found.scores), 0)
    chosen = best(ranks, index.rows.keys, k)
    none = chosen < 0
    row, column = np.arange(len(chosen))[:, None], np.maximum(chosen, 0)

    def pick(table: np.ndarray) -> np.ndarray:
        return np.where(none, 0, table[..., row, column])

    values = found.values[:, row, column]
    kinds = kinds_of(values, *pair_traits(block, index, column))
    bits = (1 << np.arange(len(COMPONENTS)))[:, None, None]
    return Matches(
        sources=block.rows.keys,
        keys=np.where(none, -1, index.rows.keys[column]),
        scores=pick(found.scores),
        contributions=np.moveaxis(pick(found.contributions), 0, 2),
        known=np.where(none, 0, (~np.isnan(values) * bits).sum(axis=0)),
        kinds=np.where(none, -1, kinds).astype(np.int8),
        fresh=pick(found.fresh),
        confidence=pick(found.confidence),
    )


def _no_matches(sources: np.ndarray, k: int) -> Matches:
    shape = len(sources), k
    return Matches(
        sources=sources,
        keys=np.full(shape, -1),
        scores=np.zeros(shape),
        contributions=np.zeros((*shape, len(COMPONENTS))),
        known=np.zeros(shape, dtype=np.int64),
        kinds=np.full(shape, -1, dtype=np.int8),
        fresh=np.zeros(shape),
        confidence=np.zeros(shape),
    )


def _chunks(rows: np.ndarray, width: int) -> Iterator[np.ndarray]:
    """Split rows so that a block's arrays stay small; at least one, maybe empty."""
    step = max(1, min(BLOCK_ROWS, BLOCK_PAIRS // max(width, 1)))
    for start in range(0, max(len(rows), 1), step):
        yield rows[start : start + step]


def _joined(parts: list[Matches]) -> Matches:
    names = vars(parts[0])
    return Matches(**{n: np.concatenate([vars(p)[n] for p in parts]) for n in names})


def _checked(index: Index, rows: np.ndarray) -> np.ndarray:
    rows = np.asarray(rows, dtype=np.int64)
    if rows.ndim != 1 or (rows < 0).any() or (rows >= len(index)).any():
        raise EngineError(f"rows must be numbers from 0 to {len(index) - 1}")
    return rows


def _row_of(index: Index, key: int) -> int:
    found = np.flatnonzero(index.rows.keys == key)
    if not found.size:
        raise EngineError(f"no profile {key} in the index")
    return int(found[0])
