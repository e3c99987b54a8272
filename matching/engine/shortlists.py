"""Who can be among the best of every row: each pair estimated once, for both sides."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from matching.engine.index import Index
from matching.engine.kernel import find_candidates, scan_block
from matching.engine.kernel_keep import NEVER, drop_outdone, room_for
from matching.engine.kernel_terms import rules_of, slack_of
from matching.engine.postings import Lists
from matching.engine.weights import Weights

PARTS = 4  # of a block, of which each is put in order by itself
TILE = 256  # rows that one call of the kernel takes through all blocks
# Most rows to ask shortlists of: with 100 places they hold 3.3 kB a row.
SHORTLISTS_UP_TO = 200_000
# Points below the last score of a list of before that are guessed for the next one:
# counts of topics and words move a little from run to run.
GUESSED_BELOW = 0.5


@dataclass(frozen=True)
class Shortlists:
    """Who can be among the best of each column of an index of one segment.

    columns (n, room), of which the first counts (n,) stand for something; a count of -1
    stands for everybody. made_for: size of the index, places, weights.
    """

    columns: np.ndarray
    counts: np.ndarray
    made_for: tuple[int, int, Weights]


def shortlist_all(
    index: Index,
    k: int,
    weights: Weights,
    *,
    threads: int = 1,
    guesses: np.ndarray | None = None,
    progress: Callable[[float], None] = lambda part: None,
) -> Shortlists | None:
    """Estimate every pair once, for both sides: about half the work of all rows.

    None for an index with edits, whose columns are not of one kind. `guesses` (n,) of
    the rows' k-th scores, 0 for none, such as those of a run before, save time; a row
    whose guess was too high is done again, so they change nothing. `progress` is told
    which part is done, and 1 after each of what is done again; what it raises ends the
    work.
    """
    if len(index.segments) > 1 or index.gone.any():
        return None
    side, ground, rules = index.side(0), index.ground, rules_of(weights)
    lists, slack = side[1], slack_of(index.lists, rules)
    floors = np.zeros(len(index)) if guesses is None else guesses[lists.order]
    kept = room_for(floors, k, slack)
    columns, _, best, counts, limits, _ = kept
    blocks, nobody = _blocks_alike_together(lists), np.full(len(index), NEVER)

    def meet(pair: tuple[int, int]) -> None:
        rows, other = blocks[pair[0]], pair[1]
        asking = nobody if pair[0] == other else limits
        scan_block(rows, rows, side, side, other, ground, rules, asking, kept)

    def do_again(rows: np.ndarray) -> None:
        columns[rows], counts[rows] = find_candidates(
            rows, side, side, ground, rules, k, slack
        )

    rounds = list(meetings(len(blocks)))
    with ThreadPoolExecutor(threads) as pool:
        for number, pairs in enumerate(rounds, start=1):
            list(pool.map(meet, pairs))
            progress(number / len(rounds))
        drop_outdone(kept)
        missed = np.flatnonzero((floors > 0) & (best[:, 0] - slack < floors))
        tiles = [missed[at : at + TILE] for at in range(0, len(missed), TILE)]
        for at in range(0, len(tiles), threads):
            list(pool.map(do_again, tiles[at : at + threads]))
            progress(1)
    return Shortlists(columns, counts, (len(index), k, weights))


def meetings(count: int) -> Iterator[list[tuple[int, int]]]:
    """Let each block meet each, in rounds in which each has one task at most.

    The rounds of a tournament: one stays, the others go round (the circle method).
    """
    last = count - 1 + count % 2
    for turn in range(last):
        pairs = [
            ((turn + n) % last, (turn - n) % last) for n in range(1, last // 2 + 1)
        ]
        pairs.append((turn, last))
        yield [pair for pair in pairs if max(pair) < count]
    yield [(block, block) for block in range(count)]


def _blocks_alike_together(lists: Lists) -> list[np.ndarray]:
    """Return the columns of each block, in an order that looks little up anew.

    Those of the same traits stand next to each other, within parts of a block, whose
    places are few enough for the cache.
    """
    count, width, trait = len(lists.order), lists.width, lists.layout.trait
    block, within = np.divmod(np.arange(count), width)
    order = np.lexsort((trait, within // -(-width // PARTS), block))
    return [order[at : at + width] for at in range(0, count, width)]
