"""The index of a run with the edits since: built once a process, then only added to.

It counts with the run's own statistics and to the run's own date, so a list that is
scored with it is what a full run on the same statistics would store.
"""

from dataclasses import dataclass

from matching.engine import Index, build_index
from matching.engine.statistics import Statistics
from matching.features import load_inputs, load_profiles
from matching.models import ListEdit, MatchRun, RunStatistics
from portal.web.versioned import kept_under_version
from regions.models import Profile

# After so many edits the index is built anew, so that what is added to it stays small.
EDITS_ON_TOP = 1000


@dataclass(frozen=True)
class Base:
    """An index, and the edits that were there before its inputs were read."""

    index: Index
    edits: frozenset[int]


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


@kept_under_version
def _base(version: str, run_id: int) -> Base:
    edits = frozenset(ListEdit.objects.values_list("pk", flat=True))
    run = MatchRun.objects.get(pk=run_id)
    counted = RunStatistics.objects.filter(run=run).first()
    inputs = load_inputs(run.started_at)
    index = build_index(
        inputs.profiles,
        inputs.topics,
        inputs.regions,
        Statistics.from_mapping(counted.content) if counted else None,
    )
    return Base(index, edits)
