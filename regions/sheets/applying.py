"""Writes what a file asks for: everything, or nothing."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.web.errors import PortalError
from regions.editing.bulk import Prepared, save_prepared
from regions.editing.bulk_parts import BATCH
from regions.editing.documents import MODELS
from regions.editing.many import batches
from regions.editing.services import lock_record, words_of_hidden_home
from regions.models import Act, Case, ImportJob, RecordKind, Status
from regions.moderation.services import submit_record
from regions.sheets.parsing import KINDS
from regions.sheets.planning import Plan


class Then(TextChoices):
    """What becomes of new records."""

    DRAFT = "draft", gettext_lazy("keep them as drafts")
    SUBMIT = "submit", gettext_lazy("submit them to the curators")
    PUBLISH = "publish", gettext_lazy("publish them at once")


_STATUS = {
    Then.DRAFT: Status.DRAFT,
    Then.SUBMIT: Status.SUBMITTED,
    Then.PUBLISH: Status.PUBLISHED,
}


@transaction.atomic
def apply_plan(*, plan: Plan, by: Any, then: str = Then.DRAFT, note: str = "") -> None:
    """Save what was planned, as this person; with faults nothing is saved."""
    if plan.faults:
        raise PortalError(_("The file has faults, so nothing was imported."))
    if then == Then.PUBLISH and not by.is_staff:
        raise PortalError(_("Only curators publish without a check."))
    new = [one for one in plan.prepared if one.is_new]
    for one in new:
        one.record.status = _STATUS[Then(then)]
    if then == Then.PUBLISH:
        _check_homes(new)
    # The cases begin before the versions that are submitted with them.
    at = timezone.now()
    save_prepared(prepared=plan.prepared, by=by, act=Act.IMPORTED, note=note)
    if then == Then.SUBMIT:
        _open_cases(new, by, at)


def _check_homes(new: list[Prepared]) -> None:
    """Refuse to publish a priority of a strategy that is there and not public."""
    for one in new:
        if one.kind == RecordKind.PRIORITY and one.strategy is None:
            home = one.record.strategy
            if home.status != Status.PUBLISHED:
                raise PortalError(words_of_hidden_home(one.record, home))


def _open_cases(new: list[Prepared], by: Any, at: datetime) -> None:
    """One case for each new record; a strategy's covers its new priorities."""
    cases = [
        Case(
            kind=one.kind,
            key=one.record.pk,
            title=str(one.record)[:250],
            region_id=one.record.region_id,
            submitted_by=by,
            submitted_at=at,
        )
        for one in new
        if one.kind != RecordKind.PRIORITY or one.strategy is None
    ]
    Case.objects.bulk_create(cases, batch_size=BATCH)


@transaction.atomic
def submit_imported(*, job: ImportJob) -> int:
    """Submit the new records of an import that are drafts still; return how many.

    Under the same cases as if they had been submitted with the import.
    """
    by = job.user
    count = 0
    keys = job.report.get("created", {})
    for kind in KINDS:
        for record in _drafts(kind, keys.get(kind, []), by):
            # A strategy takes its drafts along.
            if lock_record(record).status == Status.DRAFT:
                submit_record(record=record, by=by)
                count += 1
    return count


def _drafts(kind: str, keys: list[int], by: Any) -> list[Any]:
    rows = MODELS[kind].objects.editable_by(by).filter(status=Status.DRAFT)
    return [row for some in batches(keys) for row in rows.filter(pk__in=some)]
