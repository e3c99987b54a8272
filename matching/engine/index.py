"""The index: everything that scoring needs, made once from checked inputs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from matching.engine.errors import EngineError, refuse
from matching.engine.regions import NOWHERE, Places, relate
from matching.engine.rows import Rows, Vocabulary, build_vocabulary, encode
from matching.engine.spaces import RegionSpace, TopicSpace
from matching.engine.types import ProfileInput


@dataclass(frozen=True)
class Index:
    """The register as arrays, independent of weights.

    rows       n profiles, in the order they were given
    word_lists (V, n) CSR: for each word the profiles that use it
    places     tables of the p places against themselves
    place      (n,) each profile's place
    codes      the places' region codes
    """

    rows: Rows
    word_lists: csr_matrix
    places: Places
    place: np.ndarray
    codes: tuple[str, ...]
    vocabulary: Vocabulary
    topics: TopicSpace
    regions: RegionSpace

    def __len__(self) -> int:
        return len(self.rows.keys)


@dataclass(frozen=True)
class Block:
    """Rows to be scored against an index; `place` numbers the rows of `places`."""

    rows: Rows
    places: Places
    place: np.ndarray


def build_index(
    profiles: Iterable[ProfileInput], topics: TopicSpace, regions: RegionSpace
) -> Index:
    """Check the profiles against both spaces and turn them into arrays.

    Raises EngineError for a key given twice and for unknown topic or region codes.
    """
    profiles = tuple(profiles)
    check_profiles(profiles, topics, regions)
    vocabulary = build_vocabulary(profiles)
    rows = encode(profiles, topics, regions, vocabulary)
    codes = tuple(sorted({profile.region for profile in profiles}))
    number = {code: place for place, code in enumerate(codes)}
    word_lists = rows.words.T.tocsr()
    return Index(
        rows=rows,
        word_lists=word_lists,
        places=relate(regions, codes, codes),
        place=np.array([number[p.region] for p in profiles], dtype=np.int64),
        codes=codes,
        vocabulary=vocabulary,
        topics=topics,
        regions=regions,
    )


def block_of_rows(index: Index, rows: np.ndarray) -> Block:
    """Return rows of the index itself as a block."""
    return Block(index.rows.take(rows), index.places, index.place[rows])


def block_of_profile(index: Index, profile: ProfileInput) -> Block:
    """Return a profile from outside, such as a typed idea, as a block of one row."""
    return block_of_profiles(index, (profile,))


def block_of_profiles(index: Index, profiles: Sequence[ProfileInput]) -> Block:
    """Return profiles from outside as a block; they may be one profile in variants."""
    for profile in profiles:
        check_profiles((profile,), index.topics, index.regions)
    rows = encode(profiles, index.topics, index.regions, index.vocabulary)
    codes = tuple(dict.fromkeys(profile.region for profile in profiles))
    places = relate(index.regions, codes, index.codes)
    place = np.array([codes.index(p.region) for p in profiles], dtype=np.int64)
    return Block(rows, places, place)


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
