"""What the worker does: claim a run, work it off; and look for abandoned ones."""

import logging

from celery import shared_task
from celery.signals import worker_ready
from django.conf import settings
from django.db import DatabaseError, connections

from matching import services
from portal.web.errors import PortalError

logger = logging.getLogger(__name__)


@shared_task(name=services.SCORE_TASK)
def score_run(run_id: int) -> None:
    """Work off one run if it is free; a second message for it does nothing."""
    run = services.claim_run(run_id=run_id)
    if run is None:
        logger.info("run %s is gone, ended or in other hands", run_id)
        return
    run = services.work_off_run(run=run)
    logger.info("run %s: %s %s", run.pk, run.status, run.timings)


@worker_ready.connect
def watch_for_abandoned_runs(sender, **kwargs) -> None:
    """Look now and then regularly: a killed worker or a lost message leaves runs."""
    _requeue_abandoned()
    seconds = max(settings.MATCHING_STALE_SECONDS / 2, 1)
    sender.timer.call_repeatedly(seconds, _requeue_abandoned)


def _requeue_abandoned() -> None:
    try:
        services.requeue_abandoned_runs()
    except (DatabaseError, PortalError) as error:
        logger.warning("could not look for abandoned runs: %s", error)
    finally:
        # Children forked later must not share the parent's connection.
        connections.close_all()
