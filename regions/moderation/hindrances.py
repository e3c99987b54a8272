"""Why a curator cannot decide a case, in a sentence for the page and the refusal."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from regions.editing.services import why_not_public
from regions.models import Act, Case, Outcome, Owned, Status, Version
from regions.moderation.records import is_own

_WAITING = (Status.SUBMITTED, Status.PUBLISHED)


def why_not_decided(case: Case, record: Owned, outcome: str, by: Any) -> str:
    """Why this person cannot decide so now; nothing if all is well."""
    if outcome == Outcome.TAKEN_BACK:
        if record.status != Status.SUBMITTED:
            return _("This record was not submitted, so nothing is taken back.")
        return ""
    if refusal := why_not_theirs(case, record, by, is_own=is_own(record, by)):
        return refusal
    if outcome == Outcome.WITHDRAWN:
        return ""
    if record.status not in (*_WAITING, outcome):
        told = _("“%(record)s” is %(status)s now, so it does not wait for a decision.")
        return told % {"record": record, "status": record.get_status_display()}
    return why_not_public(record) if outcome == Outcome.PUBLISHED else ""


def why_not_theirs(case: Case, record: Owned, by: Any, *, is_own: bool) -> str:
    """Why this curator leaves the case to another one; nothing if he need not."""
    if is_own:
        return words_of_own()
    # A question about a public record was asked by a curator, and is no submission.
    if record.status == Status.SUBMITTED and case.submitted_by_id == by.pk:
        return _("You have submitted this yourself. Another curator decides about it.")
    return ""


def words_of_own() -> str:
    """That nobody decides about the records of his own organisation."""
    return _(
        "You act for the organisation whose record this is. Another curator decides "
        "about it."
    )


def author_of(case: Case) -> Any:
    """Who submitted the record of the case; None for a case that a curator opened."""
    acts = Q(act=Act.SUBMITTED, at__gte=case.submitted_at) | Q(act=Act.IMPORTED)
    trail = Version.objects.of_record(case.kind, case.key).filter(acts)
    is_author = trail.filter(by=case.submitted_by_id).exists()
    return case.submitted_by if is_author and case.submitted_by_id else None
