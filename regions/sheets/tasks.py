"""What workers and their clock do with uploaded files."""

import logging

from celery import shared_task

from portal.web.clock import regularly
from regions.models import ImportJob
from regions.sheets import jobs

logger = logging.getLogger(__name__)
MINUTE, DAY = 60, 24 * 60 * 60


@shared_task(name=jobs.TASK)
def run_import(job_id: str) -> None:
    """Check or apply the file; a second message finds the job claimed."""
    job = jobs.run_import(job_id=job_id)
    logger.info("import %s: %s", job_id, job.state if job else "nothing to do")


@regularly(
    seconds=MINUTE,
    name="pick-up-imports",
    is_needed=lambda: ImportJob.objects.abandoned().exists(),
)
def pick_up() -> str:
    return f"{jobs.requeue_abandoned_imports()} imports sent again"


@regularly(seconds=DAY, name="forget-imports")
def forget() -> str:
    return f"{jobs.forget_old_imports()} imports deleted"
