"""Whether a profile's list has taken up the latest edits of the profile."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from matching.models import ListEdit, MatchRun
from matching.queries import current_run
from matching.queries_runs import needs_run
from regions.models import Profile


@dataclass(frozen=True)
class ListState:
    """Whether an edit waits to be taken up, and since when the list is up to date.

    `since` is None as long as an edit waits, or a run is needed to take up what has
    changed elsewhere in the register, and before the first run has ended.
    """

    is_waiting: bool
    since: datetime | None = None
    needs_run: bool = False


def list_state(profile: Profile) -> ListState:
    """How the list that readers see stands to its profile; four queries at most."""
    run = current_run()
    own = ListEdit.objects.filter(profile_key=profile.pk)
    if run is None:
        return ListState(is_waiting=own.exists())
    if own.pending(run).exists():
        return ListState(is_waiting=True)
    if needs_run(run):
        return ListState(is_waiting=False, needs_run=True)
    return ListState(is_waiting=False, since=_taken_up_at(own, run))


def _taken_up_at(own: "QuerySet[ListEdit]", run: MatchRun) -> datetime | None:
    taken_up = own.filter(run=run).order_by("-done_at")
    last = taken_up.values_list("done_at", flat=True).first()
    return last or run.finished_at
