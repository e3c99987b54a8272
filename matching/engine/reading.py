"""Profiles as whole numbers: read once, some at a time, and never all held.

A profile is about 4 kB of Python objects, and some hundred bytes of what is kept of it
here: columns of topics, offers and needs, and numbers of words. How rare a topic or a
word is need not be known yet, so a register is read once and may be a stream.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, compress, islice

import numpy as np
from scipy.sparse import csr_matrix

from matching.engine.chain import stage_mask
from matching.engine.combine import freshness
from matching.engine.constants import ITEM_KINDS
from matching.engine.errors import EngineError, refuse
from matching.engine.ragged import Ragged, running
from matching.engine.regions import NOWHERE
from matching.engine.spaces import RegionSpace, TopicSpace
from matching.engine.text import words_of
from matching.engine.types import Item, ProfileInput

AT_ONCE = 10_000  # profiles held as objects; their numbers are small arrays by then
# An item's number: topic * SORTS + 2 * kind, one more where its owner stated it.
SORTS = 2 * len(ITEM_KINDS)
_SORT = {kind: 2 * place for place, kind in enumerate(ITEM_KINDS)}


class Numbers(dict[str, int]):
    """Numbers of names, from 0: a new name gets the next one when it is asked for."""

    def __missing__(self, name: str) -> int:
        number = self[name] = len(self)
        return number


@dataclass(frozen=True)
class Batch:
    """n profiles. Rows of `topics` hold columns, of `offers` and `needs` numbers of
    items, of `words` numbers of distinct words; `mentions` says how often each stands
    there. `region` (n,) are numbers of regions."""

    keys: np.ndarray
    region: np.ndarray
    stages: np.ndarray
    fresh: np.ndarray
    topics: Ragged
    offers: Ragged
    needs: Ragged
    words: Ragged
    mentions: np.ndarray

    def __len__(self) -> int:
        return len(self.keys)


@dataclass(frozen=True)
class Reading:
    """What was read of profiles, checked against both spaces: at least one batch."""

    topics: TopicSpace
    regions: RegionSpace
    batches: Sequence[Batch]
    words: Mapping[str, int]

    def __len__(self) -> int:
        return sum(map(len, self.batches))

    @property
    def keys(self) -> np.ndarray:
        """The profiles' keys, (n,)."""
        return np.concatenate([batch.keys for batch in self.batches])

    @cached_property
    def region(self) -> np.ndarray:
        """The numbers of their regions, (n,)."""
        return np.concatenate([batch.region for batch in self.batches])

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The regions that profiles are in, in code order."""
        used = np.isin(np.arange(len(self.regions.numbers)), self.region)
        return tuple(compress(self.regions.numbers, used.tolist()))

    def places_in(self, codes: Sequence[str]) -> np.ndarray:
        """Return each profile's place among these codes, (n,)."""
        number = {code: place for place, code in enumerate(codes)}
        places = [number.get(code, -1) for code in self.regions.numbers]
        return np.array(places, dtype=np.int64)[self.region]


def read_profiles(
    profiles: Iterable[ProfileInput], topics: TopicSpace, regions: RegionSpace
) -> Reading:
    """Check profiles against both spaces and keep their numbers; reads them once.

    Raises EngineError for a key given twice and for unknown topic or region codes.
    """
    reading = read_variants(profiles, topics, regions)
    keys = reading.keys
    order = np.argsort(keys, kind="stable")
    again = order[1:][keys[order][1:] == keys[order][:-1]]
    if again.size:
        raise EngineError(f"profile {keys[again.min()]}, field 'key': given twice")
    return reading


def read_variants(
    profiles: Iterable[ProfileInput], topics: TopicSpace, regions: RegionSpace
) -> Reading:
    """As `read_profiles`, but several may have one key."""
    words = Numbers()
    batches = []
    for some in _batched(profiles):
        try:
            batches.append(_numbered(some, topics, regions, words))
        except KeyError:
            for profile in some:
                check_codes(profile, topics, regions)
            raise
    return Reading(topics, regions, batches, words)


def check_codes(
    profile: ProfileInput, topics: TopicSpace, regions: RegionSpace
) -> None:
    """Raise EngineError that names the first code of a profile which does not exist."""
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


def _batched(profiles: Iterable[ProfileInput]) -> Iterator[list[ProfileInput]]:
    """Yield some at a time, and no profile once where there is none at all."""
    stream = iter(profiles)
    yield list(islice(stream, AT_ONCE))
    while some := list(islice(stream, AT_ONCE)):
        yield some


def _numbered(
    some: Sequence[ProfileInput],
    topics: TopicSpace,
    regions: RegionSpace,
    words: Numbers,
) -> Batch:
    """Return profiles as numbers; KeyError for a code that does not exist."""
    columns = topics.tables.columns
    mentioned = _counted(some, words)
    return Batch(
        keys=np.array([one.key for one in some], dtype=np.int64),
        region=np.array([regions.numbers[one.region] for one in some], dtype=np.int32),
        stages=np.array([stage_mask(one.stages) for one in some], dtype=np.uint8),
        fresh=np.array(
            [freshness(one.confidence, one.months_unconfirmed) for one in some],
            dtype=float,
        ),
        topics=_ragged([[columns[code] for code in one.topics] for one in some]),
        offers=_ragged([_items(one.offers, columns) for one in some]),
        needs=_ragged([_items(one.needs, columns) for one in some]),
        words=Ragged(mentioned.indptr, mentioned.indices),
        mentions=mentioned.data,
    )


def _items(items: Iterable[Item], columns: Mapping[str, int]) -> list[int]:
    return [
        columns[code] * SORTS + _SORT[item.kind] + item.stated
        for item in items
        for code in item.topics
    ]


def _counted(some: Sequence[ProfileInput], words: Numbers) -> csr_matrix:
    """Return how often each word stands in each profile; a new word gets a number."""
    number = words.__getitem__
    numbers = _ragged([list(map(number, words_of(one.texts))) for one in some])
    once = np.ones(len(numbers.values), dtype=np.int32)
    shape = len(some), len(words)
    found = csr_matrix((once, numbers.values, numbers.ptr), shape=shape)
    found.sum_duplicates()
    return found


def _ragged(rows: Sequence[Sequence[int]]) -> Ragged:
    ptr = running(np.array([len(row) for row in rows], dtype=np.int64))
    values = np.fromiter(chain.from_iterable(rows), dtype=np.int32, count=ptr[-1])
    return Ragged(ptr, values)
