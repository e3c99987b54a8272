"""The life of an import: uploaded, checked, applied; or refused, cancelled, forgotten.

        upload            check                    apply                   written
 (none) ──────► checking ────────► checked ──────────────────► applying ─────────► done
                   │  │ no table      │  ▲ register has changed    │ │
                   │  └──► failed     │  └─────────────────────────┘ │ not allowed
                   └─► cancelled ◄────┘◄── cancel                    └──► failed

A worker claims a job by compare-and-set and marks each step under its attempt. Writing
is one transaction that ends with the job's own row: a worker killed in it has written
nothing, and the job is found again and done once more.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from celery import current_app
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError as BrokerError

from portal.web.errors import Conflict, PortalError
from regions.editing.bulk import ChangedMeanwhile
from regions.models import ImportJob
from regions.sheets.applying import Then, apply_plan
from regions.sheets.faults import FileRefused
from regions.sheets.planning import Plan, plan_import
from regions.sheets.reading import read_file
from regions.sheets.reports import report_of

logger = logging.getLogger(__name__)

TASK = "regions.run_import"
MOST_ATTEMPTS = 10
KEPT_DAYS = 30
MOST_KEPT = 5
State = ImportJob.State
# States in which the file itself is kept.
KEPT = (*ImportJob.OPEN, State.CHECKED)


class JobLost(Exception):
    """The job was cancelled, or is in other hands: this worker stops."""


# --- what people ask for -------------------------------------------------------------


def start_import(*, user: Any, name: str, data: bytes) -> ImportJob:
    """Keep an uploaded file and have it checked; the worker reads it."""
    _check_room(user)
    job = ImportJob(
        user=user,
        name=name[-150:],
        file=data,
        size=len(data),
        language=(get_language() or "en")[:5],
    )
    job.full_clean(exclude=["user"])
    job.save(force_insert=True)
    wake_worker(job=job)
    return job


def _check_room(user: Any) -> None:
    """Conflict where the person has as many files here as one may have."""
    kept = ImportJob.objects.filter(user=user, state__in=KEPT)
    if kept.count() < MOST_KEPT:
        return
    if kept.filter(state=State.CHECKED).exists():
        raise Conflict(
            _(
                "Several of your files wait for you to import them. Import or cancel"
                " one of them first."
            )
        )
    raise Conflict(_("Several of your files are being worked on. Wait for them."))


def ask_to_apply(*, job: ImportJob, then: str = Then.DRAFT) -> ImportJob:
    """Have a checked file imported, as its person; Conflict if it is not to be."""
    if job.report.get("fault_count"):
        raise Conflict(_("The file has faults, so it cannot be imported."))
    if then == Then.PUBLISH and not job.user.is_staff:
        raise PortalError(_("Only curators publish without a check."))
    waiting = ImportJob.objects.filter(pk=job.pk, state=State.CHECKED)
    if not waiting.update(
        state=State.APPLYING,
        then=Then(then),
        step="",
        heartbeat_at=None,
        asked_at=timezone.now(),
    ):
        raise Conflict(_("This file is not waiting to be imported any more."))
    job.refresh_from_db()
    wake_worker(job=job)
    return job


def cancel_import(*, job: ImportJob) -> ImportJob:
    """Give a file up that is not imported yet; what is being written is not stopped."""
    living = ImportJob.objects.filter(pk=job.pk, state__in=KEPT)
    if not living.update(
        state=State.CANCELLED, file=None, finished_at=timezone.now(), step=""
    ):
        raise Conflict(_("This import has ended already."))
    job.refresh_from_db()
    return job


def wake_worker(*, job: ImportJob) -> bool:
    """Send the message that wakes a worker; without a broker the clock finds it."""
    try:
        current_app.send_task(TASK, args=[str(job.pk)], retry=False)
    except (BrokerError, OSError) as error:
        logger.warning("broker unreachable, import %s waits: %s", job.pk, error)
        return False
    return True


# --- what workers do -----------------------------------------------------------------


def run_import(*, job_id: Any) -> ImportJob | None:
    """Check or apply the file, whichever it waits for; None: nothing to do here."""
    job = claim(job_id=job_id)
    if job is None:
        return None
    with override(job.language):
        try:
            if job.attempt > MOST_ATTEMPTS:
                raise FileRefused(_("Given up after too many attempts."))
            work = _check if job.state == State.CHECKING else _apply
            work(job)
        except JobLost:
            logger.info("import %s was cancelled or is in other hands", job.pk)
        except PortalError as error:
            _end(job, State.FAILED, error=str(error))
    job.refresh_from_db()
    return job


def claim(*, job_id: Any) -> ImportJob | None:
    """Make this worker the one that works on the job, or return None."""
    job = ImportJob.objects.filter(pk=job_id, state__in=ImportJob.OPEN).first()
    if job is None:
        return None
    free = ImportJob.objects.filter(pk=job.pk, state=job.state, attempt=job.attempt)
    if job.heartbeat_at is not None:
        free = free & ImportJob.objects.abandoned()
    now = timezone.now()
    if not free.update(attempt=job.attempt + 1, heartbeat_at=now, step="reading"):
        return None
    job.attempt += 1
    return job


def _mark(job: ImportJob, **fields: Any) -> None:
    """Write a sign of life and what is being done; JobLost if it is not ours."""
    mine = ImportJob.objects.filter(pk=job.pk, state=job.state, attempt=job.attempt)
    if not mine.update(heartbeat_at=timezone.now(), **fields):
        raise JobLost


def _end(job: ImportJob, state: str, **fields: Any) -> None:
    _mark(job, state=state, step="", finished_at=timezone.now(), file=None, **fields)


def _plan(job: ImportJob) -> Plan:
    """Read the file and compare it, saying now and then how far it is."""
    raw = read_file(job.name, bytes(job.file or b""))

    def live(done: int, total: int) -> None:
        step = "comparing" if total else "reading"
        _mark(job, step=step, done=done, total=total)

    return plan_import(raw, job.user, live)


def _check(job: ImportJob) -> None:
    plan = _plan(job)
    _mark(job, state=State.CHECKED, step="", report=report_of(plan))


def _apply(job: ImportJob) -> None:
    """Write everything, if it is still what the person was shown."""
    if not job.user.is_active:
        raise PortalError(
            _("The person who uploaded the file may not sign in any more.")
        )
    plan = _plan(job)
    if plan.faults or plan.digest != job.report.get("digest"):
        _show_again(job, plan)
        return
    _mark(job, step="writing")
    try:
        with transaction.atomic():
            # First, so that nobody cancels what is being written.
            _mark(job)
            apply_plan(plan=plan, by=job.user, then=job.then, note=job.name)
            _end(job, State.DONE, report=job.report | _created(plan))
    except ChangedMeanwhile:
        _show_again(job, _plan(job))
    except IntegrityError as error:
        # It would be the same at every attempt, so the person is told.
        raise PortalError(
            _(
                "The register holds already what may be there only once, so nothing"
                " was imported. Upload the file again to see where."
            )
        ) from error


def _created(plan: Plan) -> dict[str, Any]:
    """The keys of new records by kind, for who submits them later."""
    keys: dict[str, list[int]] = {}
    for one in plan.prepared:
        if one.is_new:
            keys.setdefault(one.kind, []).append(one.record.pk)
    return {"is_outdated": False, "created": keys}


def _show_again(job: ImportJob, plan: Plan) -> None:
    """The register has changed since the check: show what the file would do now."""
    report = report_of(plan) | {"is_outdated": True}
    _mark(job, state=State.CHECKED, step="", report=report)


# --- what the clock does -------------------------------------------------------------


def requeue_abandoned_imports(send: Callable[..., bool] = wake_worker) -> int:
    """Wake workers for jobs that nobody works on; return how many there are."""
    count = 0
    for job in ImportJob.objects.abandoned():
        send(job=job)
        count += 1
    return count


def forget_old_imports() -> int:
    """Delete jobs after 30 days, with their files; return how many went."""
    limit = timezone.now() - timedelta(days=KEPT_DAYS)
    old = ImportJob.objects.filter(created_at__lt=limit)
    count, _models = old.delete()
    return count
