"""The index that questions are answered from: that of the lists that readers see.

It counts with the run's own statistics and to the run's own date, and has the edits
since on top, so an answer is what a list would store. Built once a process, then only
added to.
"""

from collections.abc import Collection
from dataclasses import dataclass

from matching.engine import Index, ProfileInput, Statistics, index_of
from matching.features.profiles import load_profiles
from matching.features.register import load_spaces, read_inputs
from matching.features.stored import load_index
from matching.models import ListEdit, MatchRun, RunStatistics
from portal.web.versioned import data_version, kept_under_version
from regions.models import Profile

# Up to this many profiles a web process scores a pair when it is asked for; a larger
# register takes too long to read within a request.
ASKED_PAIRS_UP_TO = 5_000
# After so many edits the index is built anew, so that what is added to it stays small.
EDITS_ON_TOP = 1000


@dataclass(frozen=True)
class Base:
    """An index, and the edits that were there before its inputs were read."""

    index: Index
    edits: frozenset[int]


def current_index() -> Index:
    """The index of the lists that readers see; before the first, of the register."""
    return _index_of(_run_of_readers())


def index_and_profiles(keys: Collection[int]) -> tuple[Index, dict[int, ProfileInput]]:
    """The current index, and these profiles by key, those that are there.

    Their ages are counted to the date of the index, as an edit of them would be.
    """
    run = _run_of_readers()
    asked = Profile.objects.filter(pk__in=keys)
    found = load_profiles(asked, run.started_at if run else None)
    return _index_of(run), {one.key: one for one in found}


def can_score_now() -> bool:
    """Whether the register is small enough to be scored within a request."""
    return Profile.objects.published().count() <= ASKED_PAIRS_UP_TO


def index_with_edits(run: MatchRun) -> Index:
    """The index of the present profiles, with the statistics of this run."""
    noted = dict(ListEdit.objects.values_list("pk", "profile_key"))
    base = _base(f"{run.pk} {len(noted) // EDITS_ON_TOP}", run.pk)
    keys = {key for number, key in noted.items() if number not in base.edits}
    if not keys:
        return base.index
    present = Profile.objects.published().filter(pk__in=keys)
    changed = load_profiles(present, run.started_at)
    return base.index.edited(changed, keys - {profile.key for profile in changed})


def _run_of_readers() -> MatchRun | None:
    return MatchRun.objects.filter(current__isnull=False).first()


def _index_of(run: MatchRun | None) -> Index:
    return index_with_edits(run) if run else _kept_index(data_version())


@kept_under_version
def _base(version: str, run_id: int) -> Base:
    edits = frozenset(ListEdit.objects.values_list("pk", flat=True))
    run = MatchRun.objects.get(pk=run_id)
    index = load_index(run)
    if index and _is_still_true(index, run):
        held = ListEdit.objects.filter(read_by__lte=run_id)
        known = frozenset(held.values_list("pk", flat=True))
        if len(edits - known) < EDITS_ON_TOP:
            return Base(index, known)
    counted = RunStatistics.objects.filter(run=run).first()
    reading, _ = read_inputs(run.started_at)
    statistics = Statistics.from_mapping(counted.content) if counted else None
    return Base(index_of(reading, statistics), edits)


def _is_still_true(index: Index, run: MatchRun) -> bool:
    """Whether topics and regions are what they were when the index was made."""
    topics, regions = load_spaces(run.started_at)
    return regions == index.regions and (
        (topics.schemes, topics.parents, topics.related)
        == (index.topics.schemes, index.topics.parents, index.topics.related)
    )


@kept_under_version
def _kept_index(version: str) -> Index:
    reading, _ = read_inputs()
    return index_of(reading)
