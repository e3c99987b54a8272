"""Asking for runs: start, cancel, and wake the workers that score them."""

import logging
import math
from datetime import timedelta

from celery import current_app
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError as BrokerError

from matching.engine import Weights
from matching.models import MatchBlock, MatchRun
from matching.services.marks import Status
from matching.services.weights import weights_in_force
from portal.accounts.models import User
from portal.web.errors import Conflict, Unreachable
from regions.queries.version import register_version

logger = logging.getLogger(__name__)

SCORE_TASK = "matching.score_run"
# Months pass slowly: a week late is soon enough for what fades by the month.
AGE_OF_LISTS = timedelta(days=7)
Purpose = MatchRun.Purpose


def create_run(
    *,
    weights: Weights | None = None,
    purpose: str = Purpose.LIVE,
    started_by: User | None = None,
) -> MatchRun:
    """Write down that everything is to be scored; Conflict while a run is open."""
    weights = weights or weights_in_force()
    run = MatchRun(
        purpose=purpose,
        weights=weights.as_mapping(),
        weights_version=weights.version,
        started_by=started_by,
    )
    try:
        with transaction.atomic():
            run.full_clean(validate_constraints=False)
            run.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(_("A run is under way already.")) from error
    return run


def start_run(
    *,
    weights: Weights | None = None,
    purpose: str = Purpose.LIVE,
    started_by: User | None = None,
) -> MatchRun:
    """Create a run and wake a worker; Unreachable when the broker does not answer.

    Without a broker nothing is left behind: no worker could tell the run's fate. The
    worker that prepares the run wakes the others (`call_helpers`).
    """
    run = create_run(weights=weights, purpose=purpose, started_by=started_by)
    try:
        wake_worker(run=run)
    except Unreachable:
        MatchRun.objects.filter(pk=run.pk, status=Status.QUEUED).delete()
        raise
    return run


def lists_have_aged() -> bool:
    """Whether no run asked for in AGE_OF_LISTS has finished, though there are lists.

    How long ago profiles were confirmed is counted to the day on which a run begins, so
    without a new run nothing would fade.
    """
    since = timezone.now() - AGE_OF_LISTS
    done = (Status.FINISHED, Status.UNCHANGED)
    runs = MatchRun.objects.filter(purpose=Purpose.LIVE, status__in=done)
    is_recent = runs.filter(created_at__gte=since).exists()
    has_lists = MatchRun.objects.filter(current__isnull=False).exists()
    return has_lists and not is_recent and not MatchRun.objects.open().exists()


def wake_worker(*, run: MatchRun, expires: float | None = None) -> None:
    """Send the message that makes a worker take part in this run."""
    try:
        current_app.send_task(SCORE_TASK, args=[run.pk], retry=False, expires=expires)
    except (BrokerError, OSError) as error:
        logger.error("broker unreachable, run %s not sent: %s", run.pk, error)
        message = _("The message broker cannot be reached, so no run was started.")
        raise Unreachable(message) from error


def call_helpers(*, run: MatchRun) -> int:
    """Wake the other workers wished for a run that is shared out; return how many.

    No more than there are blocks to give them. Without a broker the run goes on alone.
    """
    blocks = math.ceil(run.rows_total / settings.MATCHING_STEP_ROWS)
    wished = max(min(settings.MATCHING_WORKERS, blocks) - 1, 0)
    for sent in range(wished):
        try:
            wake_worker(run=run)
        except Unreachable:
            return sent
    return wished


def call_a_helper() -> MatchRun | None:
    """Wake one worker for a run that has blocks to claim; an idle worker asks for it.

    The message is worth nothing later, so it expires before the next look.
    """
    run = MatchRun.objects.shared_out().first()
    if run is None or run.register_version != register_version():
        return None
    if not MatchBlock.objects.filter(run=run).free().exists():
        return None
    wake_worker(run=run, expires=settings.MATCHING_STALE_SECONDS / 2)
    return run


def cancel_run(*, run: MatchRun) -> MatchRun:
    """Ask an open run to stop; one that nobody works on stops at once."""
    waiting = MatchRun.objects.filter(pk=run.pk, status=Status.QUEUED)
    if not waiting.update(status=Status.CANCELLED, finished_at=timezone.now()):
        running = MatchRun.objects.filter(pk=run.pk, status=Status.RUNNING)
        if not running.update(cancel_requested=True):
            raise Conflict(_("This run has ended already."))
    run.refresh_from_db()
    return run


def requeue_abandoned_runs() -> list[int]:
    """Wake a worker for every open run that nobody has worked on for too long."""
    keys = []
    for run in MatchRun.objects.abandoned():
        wake_worker(run=run)
        keys.append(run.pk)
    if keys:
        logger.warning("runs without a sign of life, sent again: %s", keys)
    return keys
