"""Which run readers see: switched in when it ends, or by a curator, and back."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.models import CurrentRun, Match, MatchBlock, MatchRun, RunSwitch
from matching.services.edit_log import forget_edits, wake_for_edits
from matching.services.marks import Status, close_run, drop_rows
from matching.services.weights import read_weights
from portal.accounts.models import User
from portal.web.errors import Conflict
from regions.queries.version import has_changed_widely_since

# The rows of a trial are kept so long, and of no more than so many trials.
TRIAL_DAYS = 30
TRIALS_KEPT = 3
Purpose = MatchRun.Purpose


def finish_run(run: MatchRun) -> None:
    """End a run whose blocks are all done, show a live one's lists, drop old ones.

    RunLost when another worker has done so, or the run was asked to stop.
    """
    with transaction.atomic():
        close_run(run, Status.FINISHED, timings=_timings(run))
        if run.purpose == Purpose.LIVE:
            _point_readers_at(run, run.started_by)
    wake_for_edits()
    drop_old_rows()


@transaction.atomic
def switch_to_run(*, run: MatchRun, by: User) -> CurrentRun:
    """Show readers the lists of a finished run; later runs use its weights.

    Edits of profiles that the lists lack are taken up at once afterwards. Conflict when
    the lists are gone, or when more than that has changed since the run read the
    register; the lists that readers saw last can be shown again whatever has changed.
    """
    current = _locked_pointer()
    if current and current.run_id == run.pk:
        raise Conflict(_("Readers see these lists already."))
    if MatchRun.objects.open().filter(purpose=Purpose.LIVE).exists():
        raise Conflict(_("A run is under way, which will replace the lists."))
    is_previous = current is not None and current.previous_id == run.pk
    if not is_previous and has_changed_widely_since(run.register_version):
        raise Conflict(
            _("The register has changed since this run. Try its weights again.")
        )
    _refuse_without_lists(run)
    transaction.on_commit(wake_for_edits)
    return _point_readers_at(run, by)


def drop_old_rows() -> None:
    """Drop the rows of all ended runs but the current, the one before and new trials.

    Marked first, so that nobody switches to what is being dropped; then without a lock
    and in short steps. What was cut short goes on when the next run ends.
    """
    _mark_old_runs()
    rows = Match.objects.filter(run=OuterRef("pk"))
    blocks = MatchBlock.objects.filter(run=OuterRef("pk"))
    left = MatchRun.objects.filter(Exists(rows) | Exists(blocks))
    for run in left.exclude(dropped_at=None):
        drop_rows(run)


@transaction.atomic
def _mark_old_runs() -> None:
    """Say, under the pointer's lock, which lists nobody is shown again."""
    kept = _newest_trials()
    if current := _locked_pointer():
        kept += [current.run_id, current.previous_id or 0]
    ended = MatchRun.objects.exclude(status__in=MatchRun.OPEN)
    forget_edits(read_by_all=[key for key in kept if key])
    ended.filter(dropped_at=None).exclude(pk__in=kept).update(dropped_at=timezone.now())


def _newest_trials() -> list[int]:
    trials = MatchRun.objects.filter(
        purpose=Purpose.TRIAL,
        status=Status.FINISHED,
        finished_at__gte=timezone.now() - timedelta(days=TRIAL_DAYS),
    )
    return list(trials.order_by("-id").values_list("pk", flat=True)[:TRIALS_KEPT])


def _point_readers_at(run: MatchRun, by: User | None) -> CurrentRun:
    left = _locked_pointer()
    weights = run.weights if run.weights != read_weights().as_mapping() else None
    current, _created = CurrentRun.objects.update_or_create(
        pk=1,
        defaults={
            "run": run,
            "previous_id": left.run_id if left else None,
            "chosen_weights": weights,
        },
    )
    RunSwitch.objects.create(run=run, left_id=current.previous_id, by=by)
    return current


def _locked_pointer() -> CurrentRun | None:
    """The one pointer, held until the end of the transaction."""
    return CurrentRun.objects.select_for_update().filter(pk=1).first()


def _refuse_without_lists(run: MatchRun) -> None:
    if run.status != Status.FINISHED:
        raise Conflict(_("This run has no lists."))
    if run.rows_total and not Match.objects.kept().filter(run=run).exists():
        raise Conflict(_("The lists of this run have been dropped."))


def _timings(run: MatchRun) -> dict[str, float]:
    """Seconds of each phase: of one worker to get ready, of all of them to score."""
    done = MatchBlock.objects.filter(run=run).aggregate(
        score=Sum("score_seconds"), write=Sum("write_seconds")
    )
    seconds = {name: round(value or 0, 3) for name, value in done.items()}
    return {**run.timings, **seconds}
