"""Scores of whole blocks, of one pair, and the best partners of a profile."""

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
from matching.engine.index import Block, Index, block_of_profile, block_of_rows
from matching.engine.kinds import kinds_of, pair_traits
from matching.engine.results import Components, Kind, Matches, PairScore
from matching.engine.select import best
from matching.engine.types import ProfileInput
from matching.engine.weights import Weights


def score_rows(index: Index, rows: np.ndarray, weights: Weights) -> Components:
    """Score rows of one segment against all profiles: dense arrays, not chunked."""
    return _score(block_of_rows(index, checked_rows(index, rows)), index, weights)


def match_profile(
    index: Index, profile: ProfileInput, k: int, weights: Weights
) -> Matches:
    """Return the k best candidates for a profile from outside, such as an idea."""
    return best_of(block_of_profile(index, profile), index, k, weights)


def score_profile(index: Index, profile: ProfileInput, weights: Weights) -> Components:
    """Score a profile from outside against all: arrays with b = 1."""
    return _score(block_of_profile(index, profile), index, weights)


def score_pair(index: Index, source: int, target: int, weights: Weights) -> PairScore:
    """Score one pair of profile keys; EngineError for a key the index lacks."""
    row, column = index.rows_of([source, target]).tolist()
    block = block_of_rows(index, np.array([row]))
    found = _score(block, index, weights)
    values, chosen = found.values[:, 0, column], np.array([[column]])
    kind = kinds_of(found.values[:, :, [column]], pair_traits(block, index, chosen))
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


def best_of(block: Block, index: Index, k: int, weights: Weights) -> Matches:
    """Return the k best candidates of a block's rows, from plain arrays."""
    if k < 0:
        raise EngineError(f"cannot return {k} matches")
    if not len(index):
        return Matches.none(block.rows.keys, k)
    found = _score(block, index, weights)
    ranks = np.where(found.eligible, rank_value(found.scores), 0)
    chosen = best(ranks, index.keys, k)
    none = chosen < 0
    row, column = np.arange(len(chosen))[:, None], np.maximum(chosen, 0)

    def pick(table: np.ndarray) -> np.ndarray:
        return np.where(none, 0, table[..., row, column])

    values = found.values[:, row, column]
    kinds = kinds_of(values, pair_traits(block, index, column))
    bits = (1 << np.arange(len(COMPONENTS)))[:, None, None]
    return Matches(
        sources=block.rows.keys,
        keys=np.where(none, -1, index.keys[column]),
        scores=pick(found.scores),
        contributions=np.moveaxis(pick(found.contributions), 0, 2),
        known=np.where(none, 0, (~np.isnan(values) * bits).sum(axis=0)),
        kinds=np.where(none, -1, kinds).astype(np.int8),
        fresh=pick(found.fresh),
        confidence=pick(found.confidence),
    )


def checked_rows(index: Index, rows: np.ndarray) -> np.ndarray:
    """Return row numbers as an array; EngineError for one that is not there."""
    rows = np.asarray(rows, dtype=np.int64)
    if rows.ndim != 1 or (rows < 0).any() or (rows >= len(index)).any():
        raise EngineError(f"rows must be numbers from 0 to {len(index) - 1}")
    return rows


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


def top_matches(index, rows, k, weights):
    rows = checked_rows(index, rows)
    parts=[]
    for s in range(0,max(len(rows),1),256):
        parts.append(best_of(block_of_rows(index, rows[s:s+256]), index, k, weights))
    names = vars(parts[0])
    return Matches(**{n: np.concatenate([vars(p)[n] for p in parts]) for n in names})
