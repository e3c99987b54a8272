"""The best partners of many rows: the kernel, threads, and segments put together."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from matching.engine.combine import confidence_of, contributions_of, total
from matching.engine.constants import COMPONENTS, SCHEMES
from matching.engine.errors import EngineError
from matching.engine.index import Index, build_index
from matching.engine.kernel import find_candidates
from matching.engine.kernel_exact import finish
from matching.engine.kernel_terms import Rules, rules_of, slack_of
from matching.engine.kinds import kinds_of, traits_of
from matching.engine.results import Matches
from matching.engine.scoring import checked_rows
from matching.engine.shortlists import TILE, Shortlists, shortlist_all
from matching.engine.spaces import RegionSpace, TopicSpace
from matching.engine.types import ProfileInput
from matching.engine.weights import Weights


@dataclass(frozen=True)
class Task:
    """What is looked for where: k places by these weights, as the kernel reads them."""

    index: Index
    k: int
    weights: Weights
    rules: Rules
    slack: np.float32


def top_matches(
    index: Index,
    rows: np.ndarray,
    k: int,
    weights: Weights,
    *,
    threads: int = 1,
    shortlists: Shortlists | None = None,
) -> Matches:
    """Return the k best candidates of each row, exactly, in bounded memory.

    A pair that scores 0 has no reason and is no match; lists end with keys of -1.
    `shortlists` of the same index, places and weights save time and change nothing.
    """
    rows = checked_rows(index, rows)
    if k < 0:
        raise EngineError(f"cannot return {k} matches")
    if not len(rows) or not k:
        return Matches.none(index.keys[rows], k)
    if shortlists is not None and shortlists.made_for != (len(index), k, weights):
        raise EngineError("the shortlists are of another index, length or weights")
    order = _in_order(index, rows, shortlists)
    tiles = [order[at : at + TILE] for at in range(0, len(rows), TILE)]
    rules = rules_of(weights)
    task = Task(index, k, weights, rules, slack_of(index.lists, rules))

    def work(tile: np.ndarray) -> tuple[np.ndarray, Matches]:
        if shortlists is None:
            return tile, _tile(task, rows[tile])
        there = index.lists[0].column[rows[tile]]
        found = shortlists.columns[there], shortlists.counts[there]
        return tile, _finished(task, (0, 0), rows[tile], found)

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
    index, weights = build_index(profiles, topics, regions), Weights("", **even)
    shortlist_all(index, 1, weights)
    top_matches(index, np.arange(2), 1, weights)


def _in_order(
    index: Index, rows: np.ndarray, shortlists: Shortlists | None
) -> np.ndarray:
    """Return the order of work: rows of a place often have the same partners."""
    if shortlists is None:
        return _alike_together(index, rows)
    return np.argsort(index.lists[0].column[rows])


def _alike_together(index: Index, rows: np.ndarray) -> np.ndarray:
    """Return an order in which rows that state the same kinds of things meet.

    What these bring to each candidate is then looked up once for all of them.
    """
    trait = np.zeros(len(rows), dtype=np.int64)
    for number, there, first in _by_segment(index, rows):
        lists = index.lists[number]
        trait[there] = lists.layout.trait[lists.column[rows[there] - first]]
    return np.argsort(trait, kind="stable")


def _tile(task: Task, rows: np.ndarray) -> Matches:
    """Rows may lie in several segments; candidates do. Best of the best are best."""
    index, parts = task.index, []
    for own, there, first in _by_segment(index, rows):
        mine = rows[there] - first
        found = [
            _finished(task, (own, other), mine, _candidates(task, (own, other), mine))
            for other, segment in enumerate(index.segments)
            if len(segment)
        ]
        best = found[0] if len(found) == 1 else Matches.best(found, task.k)
        parts.append((there, best))
    return parts[0][1] if len(parts) == 1 else Matches.placed(parts, len(rows))


def _candidates(
    task: Task, pairing: tuple[int, int], rows: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Find who can be among the best of some rows of one segment, in another."""
    index, (own, other) = task.index, pairing
    columns = index.lists[own].column[rows]
    return find_candidates(
        columns, index.side(own), index.side(other), index.ground, task.rules, task.k,
        task.slack,
    )  # fmt: skip


def _by_segment(
    index: Index, rows: np.ndarray
) -> Iterator[tuple[int, np.ndarray, int]]:
    """Yield (number of a segment, places among `rows` of its own, its first row)."""
    first = 0
    for number, segment in enumerate(index.segments):
        there = np.flatnonzero((rows >= first) & (rows < first + len(segment)))
        if there.size:
            yield number, there, first
        first += len(segment)


def _exactly(
    task: Task,
    pairing: tuple[int, int],
    rows: np.ndarray,
    candidates: tuple[np.ndarray, np.ndarray],
) -> tuple[np.ndarray, ...]:
    """Score candidates exactly, see `finish`; a row with too many takes everybody."""
    index, (columns, counts) = task.index, candidates
    segment, lists = index.segments[pairing[0]], index.lists[pairing[1]]
    sides = segment.cells, *index.side(pairing[1]), index.ground, task.rules
    found = finish(sides, rows, columns, np.maximum(counts, 0), task.k)
    for t in np.flatnonzero(counts < 0):
        everybody = lists.open_to(index.ground.nested[segment.place[rows[t]]])
        count = np.array([len(everybody)])
        one = finish(sides, rows[t : t + 1], everybody[None], count, task.k)
        for whole, part in zip(found, one, strict=True):
            whole[t] = part[0]
    return found


def _finished(
    task: Task,
    pairing: tuple[int, int],
    rows: np.ndarray,
    candidates: tuple[np.ndarray, np.ndarray],
) -> Matches:
    """Return the lists of some rows of a segment, from candidates in another."""
    index, weights = task.index, task.weights
    segment, other = (index.segments[number] for number in pairing)
    found, ranks, values, shared = _exactly(task, pairing, rows, candidates)
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
