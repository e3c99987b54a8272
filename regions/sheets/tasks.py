"""What workers do with uploaded files."""

import logging

from celery import shared_task

from regions.sheets import jobs

logger = logging.getLogger(__name__)


@shared_task(name=jobs.TASK)
def run_import(job_id: str) -> None:
    """Check or apply the file; a second message finds the job claimed."""
    job = jobs.run_import(job_id=job_id)
    logger.info("import %s: %s", job_id, job.state if job else "nothing to do")
