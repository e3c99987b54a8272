"""What workers do: take part in runs, take up edits, and look for what is left."""

import logging

from celery import shared_task
from celery.signals import worker_init
from celery.worker import state
from django.conf import settings
from django.db import DatabaseError, connections

from matching import services
from portal.web.clock import regularly

logger = logging.getLogger(__name__)


@shared_task(name=services.SCORE_TASK)
def score_run(run_id: int) -> None:
    """Prepare the run or help with it; one that has ended is left alone."""
    run = services.take_part(run_id=run_id)
    if run is None:
        logger.info("run %s is gone, ended or in other hands", run_id)
        return
    logger.info("run %s: %s %s", run.pk, run.status, run.timings)
    services.get_ready_for_edits()


@shared_task(name=services.EDIT_TASK)
def apply_edits() -> None:
    """Let the lists take up the edits they lack; a second message does nothing."""
    logger.info("edits taken up by the lists: %s", services.apply_edits())


@worker_init.connect
def get_ready(**kwargs) -> None:
    """Before the first task, and before the pool's processes are forked."""
    services.get_ready()
    try:
        services.get_ready_for_edits()
    except DatabaseError as error:
        logger.warning("could not read lists ahead of edits: %s", error)
    finally:
        # The processes must not share a connection.
        connections.close_all()


@regularly(
    seconds=max(settings.MATCHING_STALE_SECONDS / 2, 1),
    name="look-for-open-runs",
    is_quick=True,
)
def look_for_open_runs() -> None:
    """Wake workers for abandoned runs; one with nothing to do offers to help.

    A killed worker or a lost message leaves runs.
    """
    services.requeue_abandoned_runs()
    if not state.active_requests:
        services.call_a_helper()
        services.wake_for_edits()


@regularly(
    seconds=24 * 60 * 60, name="renew-aged-lists", is_needed=services.lists_have_aged
)
def renew_aged_lists() -> str:
    """Ask for a run when the last one is a week old, so that profiles fade."""
    if not services.lists_have_aged():
        return "the lists are recent"
    return f"run {services.start_run().pk} asked for"
