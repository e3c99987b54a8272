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

from matching.engine.errors import EngineError, refuse
from matching.engine.experience import likeness, project_rows
from matching.engine.regions import NOWHERE, Places, relate
from matching.engine.rows import Rows, Vocabulary, encode
from matching.engine.spaces import RegionSpace, TopicSpace
from matching.engine.statistics import Statistics, count_statistics
from matching.engine.types import ProfileInput


@dataclass(frozen=True)
class Segment:
    """n profiles as arrays, independent of weights.

    rows       in the order they were given
    place      (n,) each profile's place
    likeness   (n, projects) a(i, p), how much each known project has to do with it
    gone       (n,) True for what an edit has replaced or removed
    """

    rows: Rows
    place: np.ndarray
    likeness: np.ndarray
    gone: np.ndarray

    def __len__(self) -> int:
        return len(self.rows.keys)

    @cached_property
    def word_lists(self) -> csr_matrix:
        """For each word the profiles that use it, (V, n) CSR."""
        return self.rows.words.T.tocsr()


@dataclass(frozen=True)
class Index:
    """The register as arrays. Rows are numbered through all segments, from 0.

    places     tables of the p places against themselves
    codes      the places' region codes
    projects   the known projects as rows
    edits      profiles of the second segment by key
    """

    segments: tuple[Segment, ...]
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
    def keys(self) -> np.ndarray:
        """The profile key of each row, (n,), -1 for rows that are gone."""
        return np.concatenate(
            [np.where(one.gone, -1, one.rows.keys) for one in self.segments]
        )

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
        check_profiles(edits.values(), self.topics, self.regions)
        base = self.segments[0]
        gone = base.gone | np.isin(base.rows.keys, list(touched))
        profiles = tuple(edits[key] for key in sorted(edits))
        codes = (*self.codes, *sorted({p.region for p in profiles} - set(self.codes)))
        is_known = codes == self.codes
        changed_index = replace(
            self,
            segments=(replace(base, gone=gone),),
            codes=codes,
            places=self.places if is_known else relate(self.regions, codes, codes),
            vocabulary=self.vocabulary.with_words_of(profiles),
            edits=edits,
        )
        if not profiles:
            return changed_index
        tail = _segment(profiles, changed_index)
        return replace(changed_index, segments=(*changed_index.segments, tail))


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

    `statistics` says how rare topics and words are; without, they are counted anew.
    Raises EngineError for a key given twice and for unknown topic or region codes.
    """
    profiles = tuple(profiles)
    check_profiles(profiles, topics, regions)
    counted = statistics or count_statistics(profiles, topics)
    topics = counted.applied_to(topics)
    # Words of projects too: an edited profile may be the first to share one.
    vocabulary = Vocabulary.of((*profiles, *regions.projects), counted)
    codes = tuple(sorted({profile.region for profile in profiles}))
    index = Index(
        segments=(),
        places=relate(regions, codes, codes),
        codes=codes,
        projects=project_rows(topics, regions, vocabulary),
        vocabulary=vocabulary,
        topics=topics,
        regions=regions,
        statistics=counted,
    )
    return replace(index, segments=(_segment(profiles, index),))


def _segment(profiles: tuple[ProfileInput, ...], index: Index) -> Segment:
    number = {code: place for place, code in enumerate(index.codes)}
    rows = encode(profiles, index.topics, index.regions, index.vocabulary)
    return Segment(
        rows=rows,
        place=np.array([number[p.region] for p in profiles], dtype=np.int64),
        likeness=likeness(rows, index.projects),
        gone=np.zeros(len(profiles), dtype=bool),
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
    check_profiles((profile,), index.topics, index.regions)
    rows = encode((profile,), index.topics, index.regions, index.vocabulary)
    places = relate(index.regions, (profile.region,), index.codes)
    place = np.zeros(1, dtype=np.int64)
    return Block(rows, places, place, likeness(rows, index.projects))


def check_profiles(
    profiles: Iterable[ProfileInput], topics: TopicSpace, regions: RegionSpace
) -> None:
    """Raise EngineError unless keys are unique and all codes exist."""
    seen: set[int] = set()
    for profile in profiles:
        if profile.key in seen:
            raise EngineError(f"profile {profile.key}, field 'key': given twice")
        seen.add(profile.key)
        _check_codes(profile, topics, regions)


def _check_codes(
    profile: ProfileInput, topics: TopicSpace, regions: RegionSpace
) -> None:
    owner = f"profile {profile.key}"
    if profile.region != NOWHERE and profile.region not in regions.countries:
        raise refuse(owner, "region", f"unknown region {profile.region!r}")
    groups = [("topics", profile.topics)]
    groups += [("offers", item.topics) for item in profile.offers]
    groups += [("needs", item.topics) for item in profile.needs]
    for name, codes in groups:
        for code in codes:
            if code not in topics.schemes:
                raise refuse(owner, name, f"unknown topic {code!r}")
