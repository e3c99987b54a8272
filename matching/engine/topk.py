"""The best partners of many rows: the kernel, threads, and segments put together."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from matching.engine.chain import chain_table
from matching.engine.combine import confidence_of, contributions_of, total
from matching.engine.constants import COMPONENTS, SCHEMES
from matching.engine.errors import EngineError
from matching.engine.index import Index, Segment, build_index
from matching.engine.kernel import find_candidates, finish
from matching.engine.kernel_terms import Rules
from matching.engine.kinds import kinds_of, traits_of
from matching.engine.results import Matches
from matching.engine.scoring import checked_rows
from matching.engine.spaces import RegionSpace, TopicSpace
from matching.engine.topics import mask_weights
from matching.engine.types import ProfileInput
from matching.engine.weights import Weights

TILE = 256  # rows that one call of the kernel takes through all blocks


def top_matches(
    index: Index,
    rows: np.ndarray,
    k: int,
    weights: Weights,
    *,
    threads: int = 1,
    floors: np.ndarray | None = None,
) -> Matches:
    """Return the k best candidates of each row, exactly, in bounded memory.

    A pair that scores 0 has no reason and is no match; lists end with keys of -1.
    `floors` (rows,) are scores that the k-th place of a row is known to reach, such as
    those of an earlier run on the same data; they save time and change nothing.
    """
    rows = checked_rows(index, rows)
    if k < 0:
        raise EngineError(f"cannot return {k} matches")
    if not len(rows) or not k:
        return Matches.none(index.keys[rows], k)
    if floors is None:
        floors = np.zeros(len(rows))
    order = _alike_together(index, rows)
    tiles = [order[at : at + TILE] for at in range(0, len(rows), TILE)]
    rules = Rules(weights.as_array(), mask_weights(), chain_table())

    def work(tile: np.ndarray) -> tuple[np.ndarray, Matches]:
        return tile, _tile(index, rows[tile], floors[tile], k, weights, rules)

    if threads == 1 or len(tiles) == 1:
        return Matches.placed([work(tile) for tile in tiles], len(rows))
    with ThreadPoolExecutor(threads) as pool:
        return Matches.placed(list(pool.map(work, tiles)), len(rows))


def compile_kernel() -> None:
    """Compile the kernel, or load what an earlier process kept, before work begins.

    Takes up to a minute after an update of the code, and a second afterwards.
    """
    topics = TopicSpace.from_rows([("t", SCHEMES[0], None, 1)], profile_count=1)
    regions = RegionSpace.from_rows([("A", "A", ""), ("B", "B", "")], as_of_year=2026)
    profiles = [
        ProfileInput(key, code, topics=("t",)) for key, code in ((1, "A"), (2, "B"))
    ]
    even = {name: 1 / len(COMPONENTS) for name in COMPONENTS}
    top_matches(
        build_index(profiles, topics, regions), np.arange(2), 1, Weights("", **even)
    )


def _alike_together(index: Index, rows: np.ndarray) -> np.ndarray:
    """Return an order in which rows that state the same kinds of things meet.

    What these bring to each candidate is then looked up once for all of them.
    """
    segments = index.segments
    schemes = np.concatenate([one.cells.schemes for one in segments])[rows]
    flags = np.concatenate([one.cells.flags for one in segments])[rows]
    stages = np.concatenate([one.cells.stages for one in segments])[rows]
    return np.lexsort((stages, flags, schemes))


def _tile(
    index: Index,
    rows: np.ndarray,
    floors: np.ndarray,
    k: int,
    weights: Weights,
    rules: Rules,
) -> Matches:
    """Rows may lie in several segments; candidates do. Best of the best are best."""
    parts = []
    for own, segment, there in _by_segment(index, rows):
        found = [
            _against(index, segment, own, number, floors[there], k, weights, rules)
            for number in range(len(index.segments))
        ]
        parts.append((there, found[0] if len(found) == 1 else Matches.best(found, k)))
    return parts[0][1] if len(parts) == 1 else Matches.placed(parts, len(rows))


def _by_segment(
    index: Index, rows: np.ndarray
) -> Iterator[tuple[np.ndarray, Segment, np.ndarray]]:
    """Yield (rows within the segment, the segment, their places among `rows`)."""
    first = 0
    for segment in index.segments:
        there = np.flatnonzero((rows >= first) & (rows < first + len(segment)))
        if there.size:
            yield rows[there] - first, segment, there
        first += len(segment)


def _against(
    index: Index,
    segment: Segment,
    rows: np.ndarray,
    number: int,
    floors: np.ndarray,
    k: int,
    weights: Weights,
    rules: Rules,
) -> Matches:
    other = index.segments[number]
    sides = segment.cells, other.cells, index.lists[number], index.ground, rules
    mine, _, lists, ground, _ = sides
    columns, counts = find_candidates(mine, lists, ground, rules, rows, floors, k)
    found, ranks, values, shared = finish(sides, rows, columns, counts, k)
    none = found < 0
    column = np.maximum(found, 0)
    values = np.ascontiguousarray(np.moveaxis(values, 2, 0))
    fresh = np.sqrt(segment.rows.fresh[rows][:, None] * other.rows.fresh[column])
    numbers = weights.as_array()
    contributions = contributions_of(values, numbers, fresh)
    contributions[:, none] = 0
    confidence = confidence_of(~np.isnan(values), numbers)
    traits = traits_of(
        index.places,
        (segment.place[rows][:, None], other.place[column]),
        shared,
        np.diff(segment.rows.direct.indptr)[rows][:, None],
        np.diff(other.rows.direct.indptr)[column],
    )
    kinds = kinds_of(values, traits)
    bits = (1 << np.arange(len(COMPONENTS)))[:, None, None]
    return Matches(
        sources=segment.rows.keys[rows],
        keys=np.where(none, -1, other.rows.keys[column]),
        scores=total(contributions),
        contributions=np.moveaxis(contributions, 0, 2),
        known=np.where(none, 0, (~np.isnan(values) * bits).sum(axis=0)),
        kinds=np.where(none, -1, kinds).astype(np.int8),
        fresh=np.where(none, 0, fresh),
        confidence=np.where(none, 0, confidence),
        ranks=ranks,
    )
