"""Regular jobs: every worker is a clock, and the database decides what is due.

An app registers a job in its `tasks.py` with `@regularly(…)`. Each worker looks at all
jobs when it starts and then at their pace; `manage.py run_jobs` does so by hand or from
cron. Several workers may run a job at the same moment and a killed one leaves it half
done, so a job must find out by itself what is left to do.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock, Thread
from typing import Any

from celery import current_app, shared_task
from celery.signals import worker_ready
from django.db import DatabaseError, connections
from kombu.exceptions import OperationalError as BrokerError

from portal.web.errors import PortalError

logger = logging.getLogger(__name__)

RUN_JOB = "portal.run_job"
# A message that waited so long, and two rounds of its job, is not read any more.
LEAST_EXPIRY = 300


@dataclass(frozen=True)
class Job:
    """One registered job; see `regularly`."""

    name: str
    seconds: float
    work: Callable[[], Any]
    is_needed: Callable[[], bool] | None
    is_quick: bool
    is_aside: bool = False


_jobs: dict[str, Job] = {}
# Jobs that run in a thread of this worker now, and the lock for looking at them.
_aside: set[str] = set()
_aside_lock = Lock()


def regularly(
    *,
    seconds: float,
    name: str,
    is_needed: Callable[[], bool] | None = None,
    is_quick: bool = False,
    is_aside: bool = False,
) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Register a function without arguments as a job that workers run again and again.

    What it returns is said in log and command. `is_needed` is a cheap question that is
    asked before a worker is told to run the job. A quick one (milliseconds) is run
    beside the worker's tasks, also while it is busy; so is one that is aside, for which
    people wait and which may take longer: in a thread. All others are tasks themselves.
    """

    def register(work: Callable[[], Any]) -> Callable[[], Any]:
        if name in _jobs:
            raise ValueError(f"There is a job of the name {name!r} already.")
        _jobs[name] = Job(name, seconds, work, is_needed, is_quick, is_aside)
        return work

    return register


def registered_jobs() -> list[Job]:
    """All jobs of the apps whose tasks have been imported, by name."""
    return sorted(_jobs.values(), key=lambda job: job.name)


def run_job(name: str) -> str:
    """Run the job in this process and return what it did; raise what goes wrong."""
    outcome = _jobs[name].work()
    return "done" if outcome is None else str(outcome)


def ask_worker(name: str) -> bool:
    """Tell a worker to run the job soon; False, not an error, if no broker answers.

    The clock of the next worker that can be told finds the work again.
    """
    expires = max(LEAST_EXPIRY, 2 * _jobs[name].seconds) if name in _jobs else None
    try:
        current_app.send_task(RUN_JOB, args=[name], retry=False, expires=expires)
    except (BrokerError, OSError) as error:
        logger.warning("broker unreachable, %s waits for the clock: %s", name, error)
        return False
    return True


@shared_task(name=RUN_JOB)
def run_job_as_task(name: str) -> None:
    """What a worker does when it is told to run a job."""
    if name not in _jobs:
        logger.warning("there is no job %s in this edition of the code", name)
        return
    _guarded(name, lambda: logger.info("job %s: %s", name, run_job(name)))


@worker_ready.connect
def start_clock(sender: Any, **kwargs: Any) -> None:
    """Look at each job now and then at its pace: daily ones outlive restarts."""
    for job in registered_jobs():
        _tick(job)
        sender.timer.call_repeatedly(job.seconds, _tick, (job,))


def _tick(job: Job) -> None:
    """Run a quick job, or have a worker told of any other that is needed."""
    try:
        _guarded(job.name, lambda: _start(job))
    finally:
        # Children forked later must not share the parent's connection.
        connections.close_all()


def _start(job: Job) -> None:
    if job.is_quick:
        run_job(job.name)
    elif job.is_needed is None or job.is_needed():
        if job.is_aside:
            _run_aside(job)
        else:
            ask_worker(job.name)


def _run_aside(job: Job) -> None:
    """Run the job in a thread, unless its last round still runs."""
    with _aside_lock:
        if job.name in _aside:
            return
        _aside.add(job.name)
    Thread(target=_round_aside, args=(job,), name=job.name).start()


def _round_aside(job: Job) -> None:
    try:
        _guarded(job.name, lambda: logger.info("job %s: %s", job.name, job.work()))
    finally:
        connections.close_all()
        with _aside_lock:
            _aside.discard(job.name)


def _guarded(name: str, act: Callable[[], None]) -> None:
    """Do it; whatever goes wrong is logged, and the worker goes on."""
    try:
        act()
    except (DatabaseError, PortalError) as error:
        logger.warning("job %s could not run: %s", name, error)
    except Exception:
        logger.exception("job %s failed", name)
