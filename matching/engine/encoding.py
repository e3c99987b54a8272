"""From what was read of profiles to rows, for one profile and for a million alike.

Every number of a row is worked out from that row alone, and what is summed is summed
from left to right (`np.bincount` does, `np.add.reduceat` does not): a profile gets the
same bits in whatever company it is encoded.
"""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix

from matching.engine.constants import (
    DERIVED,
    DIRECT,
    ECONOMIC,
    SCHEME_WEIGHTS,
    SCHEMES,
    STATED,
)
from matching.engine.exchange import WIDTH
from matching.engine.ragged import Ragged, chosen_cells, largest, rows_of_cells, running
from matching.engine.reading import SORTS, Batch, Reading, read_variants
from matching.engine.regions import strength_of
from matching.engine.rows import Rows
from matching.engine.spaces import RegionSpace, TopicSpace
from matching.engine.tables import TopicTables
from matching.engine.text import dampened
from matching.engine.types import ProfileInput
from matching.engine.vocabulary import Vocabulary

_SHARES = np.array(list(SCHEME_WEIGHTS.values()))
_STANDINGS = np.array([DERIVED, STATED])


def encode(
    profiles: Sequence[ProfileInput],
    topics: TopicSpace,
    regions: RegionSpace,
    vocabulary: Vocabulary,
) -> Rows:
    """Turn profiles into rows, in their order; several may have one key."""
    return rows_of(read_variants(profiles, topics, regions), topics, vocabulary)


def rows_of(reading: Reading, topics: TopicSpace, vocabulary: Vocabulary) -> Rows:
    """Turn what was read into rows.

    The topics are those it was read with, but may count anew how rare each of them is.
    """
    strengths, words = Strengths(reading), WordTables(reading, vocabulary)
    return Rows.joined(
        _rows(batch, topics.tables, strengths, words) for batch in reading.batches
    )


class Strengths(dict[int, float]):
    """s of a region's place * C + an economic topic's column, NaN where not known.

    Looked up once for all profiles of a reading.
    """

    def __init__(self, reading: Reading) -> None:
        self._codes = reading.topics.codes
        self._places = tuple(reading.regions.numbers)
        self._regions = reading.regions

    def __missing__(self, number: int) -> float:
        place, column = divmod(number, len(self._codes))
        region, topic = self._places[place], self._codes[column]
        found = strength_of(self._regions, region, topic)
        value = self[number] = np.nan if found is None else found
        return value


class WordTables:
    """What a vocabulary says of the words of a reading, by their place in word order.

    places (by number) lead to columns, -1 for words the register lacks, and to idf.
    """

    def __init__(self, reading: Reading, vocabulary: Vocabulary) -> None:
        names = sorted(reading.words)
        self.width = len(vocabulary.columns)
        self.places = np.empty(len(names), dtype=np.int32)
        self.places[[reading.words[name] for name in names]] = np.arange(len(names))
        self.columns = np.array(
            [vocabulary.columns.get(name, -1) for name in names], dtype=np.int32
        )
        self.idf = np.array([vocabulary.idf(name) for name in names], dtype=float)


def _rows(
    batch: Batch, topics: TopicTables, strengths: Strengths, words: WordTables
) -> Rows:
    supply, demand = _supply(batch.offers, topics), _demand(batch.needs, topics)
    economic = _stated(batch.topics, topics, (ECONOMIC,))
    strong, figures = _figures(economic, batch.region, topics, strengths)
    return Rows(
        keys=batch.keys,
        schemes=_scheme_masks(batch.topics, topics),
        stages=batch.stages,
        fresh=batch.fresh,
        has_words=np.diff(batch.words.ptr) > 0,
        offering=np.diff(supply.indptr) > 0,
        needing=np.diff(demand.indptr) > 0,
        focus=_focus(batch.topics, topics),
        words=_words(batch, words),
        supply=supply,
        demand=demand,
        strong=strong,
        figures=figures,
        economic=economic,
        direct=_stated(batch.topics, topics, DIRECT),
    )


def _scheme_masks(stated: Ragged, topics: TopicTables) -> np.ndarray:
    masks = np.zeros(len(stated.ptr) - 1, dtype=np.uint8)
    bits = (1 << topics.scheme[stated.values]).astype(np.uint8)
    np.bitwise_or.at(masks, stated.rows, bits)
    return masks


def _stated(
    stated: Ragged, topics: TopicTables, schemes: tuple[str, ...]
) -> csr_matrix:
    """Return 1 for each topic of these schemes that is stated."""
    wanted = np.isin(topics.scheme, [SCHEMES.index(scheme) for scheme in schemes])
    own = stated.only(wanted[stated.values])
    return largest(own, np.ones(len(own.values)), len(topics))


def _focus(stated: Ragged, topics: TopicTables) -> csr_matrix:
    """Return u of each row, as `focus_vector` does for one profile."""
    at, _ = _credits_of(stated, topics)
    columns = Ragged(at.ptr, topics.credited[at.values])
    found = largest(columns, topics.credit[at.values], len(topics))
    scheme = topics.scheme[found.indices]
    weighted = found.data * topics.idf[found.indices]
    group = rows_of_cells(found) * len(SCHEMES) + scheme
    squares = np.bincount(group, weights=weighted * weighted)
    found.data = weighted * np.sqrt(_SHARES[scheme] / squares[group])
    return found


def _supply(offers: Ragged, topics: TopicTables) -> csr_matrix:
    """Return o of each row, as `supply` does for one profile."""
    topic, sort = np.divmod(offers.values, SORTS)
    at, of_offer = _credits_of(Ragged(offers.ptr, topic), topics)
    value = (_STANDINGS[sort & 1])[of_offer] * topics.credit[at.values]
    topic = topics.credited[at.values]
    columns = _by_kind(Ragged(at.ptr, topic), sort[of_offer] >> 1)
    return largest(columns, np.repeat(value, 2), len(topics) * WIDTH)


def _demand(needs: Ragged, topics: TopicTables) -> csr_matrix:
    """Return idf * n / sum of idf over the needed columns: what full supply is worth.

    The inner product with the supply is the cover, in [0, 1]. Empty without needs.
    """
    topic, sort = np.divmod(needs.values, SORTS)
    columns = _by_kind(Ragged(needs.ptr, topic), sort >> 1)
    value = np.repeat(_STANDINGS[sort & 1], 2)
    found = largest(columns, value, len(topics) * WIDTH)
    row, idf = rows_of_cells(found), topics.idf[found.indices // WIDTH]
    found.data = idf * found.data / np.bincount(row, weights=idf)[row]
    return found


def _credits_of(stated: Ragged, topics: TopicTables) -> tuple[Ragged, np.ndarray]:
    """Return where each row's codes have their credits, and which code each is of."""
    sizes = np.diff(topics.start)[stated.values]
    ends = running(sizes)
    ahead = np.repeat(topics.start[stated.values] - ends[:-1], sizes)
    at = np.arange(len(ahead)) + ahead
    return Ragged(ends[stated.ptr], at), np.repeat(np.arange(len(sizes)), sizes)


def _by_kind(topics: Ragged, kind: np.ndarray) -> Ragged:
    """Return two columns for each topic: that of any kind, and that of its own."""
    any_kind = topics.values * WIDTH
    both = np.stack([any_kind, any_kind + 1 + kind], axis=1)
    return Ragged(2 * topics.ptr, both.ravel())


def _figures(
    economic: csr_matrix, region: np.ndarray, topics: TopicTables, strengths: Strengths
) -> tuple[csr_matrix, csr_matrix]:
    """Return idf * s, and idf, of the economic topics with a known s."""
    place = region[rows_of_cells(economic)].astype(np.int64)
    numbers, at = np.unique(place * len(topics) + economic.indices, return_inverse=True)
    of_number = [strengths[number] for number in numbers.tolist()]
    strength = np.array(of_number, dtype=float)[at]
    known = ~np.isnan(strength)
    idf = topics.idf[economic.indices[known]]
    strong = chosen_cells(economic, known, idf * strength[known])
    return strong, chosen_cells(economic, known, idf)


def _words(batch: Batch, words: WordTables) -> csr_matrix:
    """Return the unit TF-IDF vectors; words the register lacks count in the length."""
    mentions, place = batch.mentions, words.places[batch.words.values]
    most = int(mentions.max(initial=0))
    factor = np.array([dampened(count) for count in range(1, most + 1)], dtype=float)
    weighted = factor[mentions - 1] * words.idf[place]
    shape = len(batch), len(words.idf)
    every = csr_matrix((weighted, place, batch.words.ptr), shape=shape)
    every.sort_indices()  # in word order, whichever columns the words have
    row = rows_of_cells(every)
    length = np.sqrt(np.bincount(row, weights=every.data * every.data))
    columns = words.columns[every.indices]
    ptr, known = every.indptr, columns >= 0
    cells = (every.data / length[row])[known], columns[known], running(known)[ptr]
    found = csr_matrix(cells, shape=(len(batch), words.width))
    found.sort_indices()
    return found
