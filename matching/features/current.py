"""The index that questions are answered from: that of the lists that readers see.

It counts with the run's own statistics and to the run's own date, and has the edits
since on top, so an answer is what a list would store. Mapped from the file that the run
has left, or built once a process; then only added to.
"""

from collections.abc import Collection
from dataclasses import dataclass

from matching.engine import Index, ProfileInput, Statistics, index_of
from matching.features.profiles import load_profiles
from matching.features.register import load_spaces, read_inputs
from matching.features.stored import load_index
from matching.models import ListEdit, MatchRun, RunStatistics
from portal.web.versioned import data_version, kept_store, kept_under_version
from regions.models import Profile

# Up to this many profiles a web process builds the index itself where no run has left
# one; a larger register takes too long to read within a request.
ASKED_PAIRS_UP_TO = 5_000
# After so many edits the index is built anew, so that what is added to it stays small.
EDITS_ON_TOP = 1000
_store = kept_store()


@dataclass(frozen=True)
class Kept:
    """The index of a run's lists, with all edits until the lists had taken up so many.

    seen: edits of the log that it holds beside these, as those that wait for the lists;
    on_top: how many edits came into it since it was built.
    """

    run_id: int
    edits_done: int
    index: Index
    seen: frozenset[int] = frozenset()
    on_top: int = 0


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
    """Whether a question can be answered within a request.

    It can in a register that is small enough to be read for it, and in one of any size
    once the index of the run is on disk.
    """
    if Profile.objects.listed().count() <= ASKED_PAIRS_UP_TO:
        return True
    run = _run_of_readers()
    return run is not None and _at_hand(run) is not None


def index_with_edits(run: MatchRun) -> Index:
    """The index of the present profiles, with the statistics of this run.

    Kept from one call to the next: only edits that are new since are read.
    """
    kept = _with_new_edits(_at_hand(run) or _of_today(run), run)
    _store["index"] = kept
    return kept.index


def _at_hand(run: MatchRun) -> Kept | None:
    """What this process keeps, or else what the run has left; None for neither."""
    kept = _store.get("index")
    if not kept or kept.run_id != run.pk or kept.on_top >= EDITS_ON_TOP:
        kept = _of_the_run(run)
        if kept:
            _store["index"] = kept
    return kept


def _with_new_edits(kept: Kept, run: MatchRun) -> Kept:
    """What an edit changed is read after its note, and is therefore there."""
    since = ListEdit.objects.since(run, kept.edits_done)
    noted = dict(since.values_list("pk", "profile_key"))
    new = noted.keys() - kept.seen
    index, keys = kept.index, {noted[number] for number in new}
    if keys:
        present = Profile.objects.listed().filter(pk__in=keys)
        changed = load_profiles(present, run.started_at)
        index = index.edited(changed, keys - {profile.key for profile in changed})
    done = max(kept.edits_done, run.edits_done)
    return Kept(run.pk, done, index, kept.seen | new, kept.on_top + len(new))


def _run_of_readers() -> MatchRun | None:
    return MatchRun.objects.filter(current__isnull=False).first()


def _index_of(run: MatchRun | None) -> Index:
    return index_with_edits(run) if run else _kept_index(data_version())


def _of_the_run(run: MatchRun) -> Kept | None:
    """The stored index; None where there is none, or it has become too old."""
    index = load_index(run)
    if index is None or not _is_still_true(index, run):
        return None
    if ListEdit.objects.since(run, 0).count() >= EDITS_ON_TOP:
        return None
    return Kept(run.pk, 0, index)


def _of_today(run: MatchRun) -> Kept:
    """An index built anew, which holds all edits of before."""
    seen = frozenset(ListEdit.objects.pending(run).values_list("pk", flat=True))
    counted = RunStatistics.objects.filter(run=run).first()
    reading, _ = read_inputs(run.started_at)
    statistics = Statistics.from_mapping(counted.content) if counted else None
    return Kept(run.pk, run.edits_done, index_of(reading, statistics), seen)


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
