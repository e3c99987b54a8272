"""The index: everything that scoring needs, made once from checked inputs.

An index is one large segment and, after edits, a small one that holds what is new.
What was edited or removed stays in the large one and is marked as gone, so that one
edit costs one row and not a new index.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from scipy.sparse import csr_matrix

from matching.engine.encoding import rows_of
from matching.engine.errors import EngineError
from matching.engine.experience import likeness, read_projects
from matching.engine.postings import (
    Cells,
    Ground,
    Lists,
    cells_of,
    ground_of,
    lists_of,
)
from matching.engine.reading import Reading, read_profiles, read_variants
from matching.engine.regions import Places, relate
from matching.engine.rows import Rows
from matching.engine.spaces import RegionSpace, TopicSpace
from matching.engine.statistics import Statistics, count_statistics
from matching.engine.types import ProfileInput
from matching.engine.vocabulary import Vocabulary


@dataclass(frozen=True)
class Segment:
    """n profiles as arrays, independent of weights.

    rows       in the order they were given
    place      (n,) each profile's place
    likeness   (n, projects) a(i, p), how much each known project has to do with it
    taken      (p, projects) what each project counts for each place
    """

    rows: Rows
    place: np.ndarray
    likeness: np.ndarray
    taken: csr_matrix

    def __len__(self) -> int:
        return len(self.rows.keys)

    @cached_property
    def word_lists(self) -> csr_matrix:
        """For each word the profiles that use it, (V, n) CSR."""
        return self.rows.words.T.tocsr()

    @cached_property
    def cells(self) -> Cells:
        """The rows as the kernel reads them."""
        return cells_of(self.rows, self.place, self.likeness)

    @cached_property
    def lists(self) -> Lists:
        """The inverted lists that the kernel reads."""
        return lists_of(self.rows, self.place, self.likeness, self.taken)


@dataclass(frozen=True)
class Index:
    """The register as arrays. Rows are numbered through all segments, from 0.

    gone       (n of the first segment,) True for what an edit replaced or removed
    places     tables of the p places against themselves
    codes      the places' region codes
    projects   the known projects as rows
    edits      profiles of the second segment by key
    """

    segments: tuple[Segment, ...]
    gone: np.ndarray
    places: Places
    codes: tuple[str, ...]
    projects: Rows
    vocabulary: Vocabulary
    topics: TopicSpace
    regions: RegionSpace
    statistics: Statistics
    edits: Mapping[int, ProfileInput] = field(default_factory=dict)

    def __len__(self) -> int:
        return sum(len(segment) for segment in self.segments)

    @cached_property
    def ground(self) -> Ground:
        """The tables of places as the kernel reads them."""
        return ground_of(self.places)

    @cached_property
    def lists(self) -> tuple[Lists, ...]:
        """Inverted lists of each segment; what is gone cannot score there."""
        base, *rest = (segment.lists for segment in self.segments)
        if self.gone.any():
            fresh = base.layout.root_fresh * ~self.gone[base.order]
            base = base._replace(layout=base.layout._replace(root_fresh=fresh))
        return base, *rest

    def side(self, number: int) -> tuple[Cells, Lists]:
        """Return a segment as the kernel reads it: its rows, and it as candidates."""
        return self.segments[number].cells, self.lists[number]

    @cached_property
    def keys(self) -> np.ndarray:
        """The profile key of each row, (n,), -1 for rows that are gone."""
        base, *rest = (segment.rows.keys for segment in self.segments)
        return np.concatenate([np.where(self.gone, -1, base), *rest])

    def rows_of(self, keys: Sequence[int]) -> np.ndarray:
        """Return the row numbers of these profiles; EngineError for an unknown key."""
        order = np.argsort(self.keys, kind="stable")
        wanted = np.asarray(keys, dtype=np.int64)
        found = np.searchsorted(self.keys, wanted, sorter=order)
        rows = order[np.minimum(found, max(len(order) - 1, 0))] if len(order) else found
        for key, row in zip(wanted.tolist(), rows.tolist(), strict=True):
            if key < 0 or not len(order) or self.keys[row] != key:
                raise EngineError(f"no profile {key} in the index")
        return rows

    def edited(
        self, changed: Sequence[ProfileInput], removed: Collection[int] = ()
    ) -> "Index":
        """Return an index in which these profiles are as given, or are no more.

        Statistics stay as they were counted, so every other pair keeps its score.
        Shares the large segment's arrays. Raises EngineError as `build_index` does.
        """
        touched = {profile.key for profile in changed} | set(removed)
        edits = {k: p for k, p in self.edits.items() if k not in touched}
        edits |= {profile.key: profile for profile in changed}
        profiles = (edits[key] for key in sorted(edits))
        reading = read_profiles(profiles, self.topics, self.regions)
        index = replace(
            self._with_places_of(reading.codes),
            gone=self.gone | np.isin(self.segments[0].rows.keys, list(touched)),
            vocabulary=self.vocabulary.extended(reading.words),
            edits=edits,
        )
        tail = (_segment(reading, index),) if edits else ()
        return replace(index, segments=(index.segments[0], *tail))

    def _with_places_of(self, codes: Sequence[str]) -> "Index":
        """Return an index that knows the places of these regions too."""
        new = set(codes) - set(self.codes)
        if not new:
            return self
        codes = (*self.codes, *sorted(new))
        places = relate(self.regions, codes, codes)
        base = replace(self.segments[0], taken=places.taken)
        return replace(self, codes=codes, places=places, segments=(base,))


@dataclass(frozen=True)
class Block:
    """Rows to be scored against an index; `place` numbers the rows of `places`."""

    rows: Rows
    places: Places
    place: np.ndarray
    likeness: np.ndarray


def build_index(
    profiles: Iterable[ProfileInput],
    topics: TopicSpace,
    regions: RegionSpace,
    statistics: Statistics | None = None,
) -> Index:
    """Check the profiles against both spaces and turn them into arrays.

    Reads the profiles once and holds few at a time, so they may be a stream.
    `statistics` says how rare topics and words are; without, they are counted anew.
    Raises EngineError for a key given twice and for unknown topic or region codes.
    """
    return index_of(read_profiles(profiles, topics, regions), statistics)


def index_of(reading: Reading, statistics: Statistics | None = None) -> Index:
    """Turn what was read into arrays; `statistics` as in `build_index`."""
    counted = statistics or count_statistics(reading)
    topics, regions = counted.applied_to(reading.topics), reading.regions
    projects = read_projects(topics, regions)
    # Projects too: an edit may bring a word that only a project had.
    vocabulary = Vocabulary.of((*reading.words, *projects.words), counted)
    codes = reading.codes
    index = Index(
        segments=(),
        gone=np.zeros(len(reading), dtype=bool),
        places=relate(regions, codes, codes),
        codes=codes,
        projects=rows_of(projects, topics, vocabulary),
        vocabulary=vocabulary,
        topics=topics,
        regions=regions,
        statistics=counted,
    )
    return replace(index, segments=(_segment(reading, index),))


def _segment(reading: Reading, index: Index) -> Segment:
    rows = rows_of(reading, index.topics, index.vocabulary)
    return Segment(
        rows=rows,
        place=reading.places_in(index.codes),
        likeness=likeness(rows, index.projects),
        taken=index.places.taken,
    )


def block_of_rows(index: Index, rows: np.ndarray) -> Block:
    """Return rows of the index itself, all of one segment, as a block."""
    segment, first = segment_of(index, rows)
    own = rows - first
    return Block(
        segment.rows.take(own), index.places, segment.place[own], segment.likeness[own]
    )


def segment_of(index: Index, rows: np.ndarray) -> tuple[Segment, int]:
    """Return the segment that holds these rows, and the number of its first row."""
    base = index.segments[0]
    if len(index.segments) == 1 or not len(rows) or rows[0] < len(base):
        return base, 0
    return index.segments[1], len(base)


def block_of_profile(index: Index, profile: ProfileInput) -> Block:
    """Return a profile from outside, such as a typed idea, as a block of one row."""
    return block_of_profiles(index, (profile,))


def block_of_profiles(index: Index, profiles: Sequence[ProfileInput]) -> Block:
    """Return profiles from outside as a block; they may be one profile in variants."""
    reading = read_variants(profiles, index.topics, index.regions)
    rows = rows_of(reading, index.topics, index.vocabulary)
    places = relate(index.regions, reading.codes, index.codes)
    place = reading.places_in(reading.codes)
    return Block(rows, places, place, likeness(rows, index.projects))
