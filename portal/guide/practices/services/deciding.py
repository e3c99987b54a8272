"""From a draft to a published practice and off the pages again; who decided is logged.

Each act is harmless when it is pressed twice: what is so already stays as it is.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.services import NotAllowed
from portal.guide.practices.choices import PracticeAct
from portal.guide.practices.models import Practice
from portal.guide.practices.people import (
    is_keeper,
    only_writers,
    require_keeper,
)
from portal.guide.practices.said import check_said, said_of
from portal.guide.practices.services.locking import (
    lock_practice,
    mark_confirmed,
    note,
)
from portal.guide.practices.services.matching import match_soon
from portal.guide.practices.telling import tell_decision
from portal.web.errors import Conflict, PortalError
from regions.models import Status
from regions.moderation.hindrances import words_of_own

SUBMITTABLE = (Status.DRAFT, Status.RETURNED, Status.WITHDRAWN)


@transaction.atomic
def submit_practice(*, by: User, practice: Practice) -> Practice:
    """Hand it to the curators; who submits says that it is true."""
    found = lock_practice(practice)
    require_keeper(by, found)
    if found.status == Status.SUBMITTED:
        return found
    if found.status not in SUBMITTABLE:
        raise PortalError(_("This practice is public already."))
    check_said(said_of(found), is_complete=True)
    mark_confirmed(found, by)
    found.status, found.reasons = Status.SUBMITTED, ""
    found.submitted_at, found.submitted_by = timezone.now(), by
    note(found, PracticeAct.SUBMITTED, by=by)
    return found


@transaction.atomic
def take_back_practice(*, by: User, practice: Practice) -> Practice:
    """Make a draft again of what no curator has decided yet."""
    found = lock_practice(practice)
    require_keeper(by, found)
    if found.status == Status.DRAFT:
        return found
    if found.status != Status.SUBMITTED:
        raise Conflict(_("It has been decided meanwhile."))
    found.status = Status.DRAFT
    note(found, PracticeAct.TAKEN_BACK, by=by)
    return found


def publish_practice(*, by: User, practice: Practice, revision: int) -> Practice:
    """Show it to everybody; whom it fits is found out now, or by the next worker."""
    found = _decide(by, practice, PracticeAct.PUBLISHED, "", revision)
    if found.matched_run is None:
        match_soon(found)
    return found


def return_practice(
    *, by: User, practice: Practice, revision: int, reasons: str
) -> Practice:
    """Give it back to its organisation, which reads the reasons."""
    if not reasons.strip():
        raise PortalError(_("Give the reasons: the owner reads them."))
    return _decide(by, practice, PracticeAct.RETURNED, reasons.strip(), revision)


def why_not_decided(practice: Practice, by: User) -> str:
    """Why this curator leaves the decision to another one; nothing if he need not."""
    if is_keeper(by, practice):
        return words_of_own()
    if practice.submitted_by_id == by.pk:
        return _("You have submitted this yourself. Another curator decides about it.")
    return ""


@transaction.atomic
def _decide(
    by: User, practice: Practice, act: PracticeAct, reasons: str, revision: int
) -> Practice:
    if not by.is_staff:
        raise NotAllowed(_("Only curators decide about practices."))
    found = lock_practice(practice)
    is_public = act == PracticeAct.PUBLISHED
    status = Status.PUBLISHED if is_public else Status.RETURNED
    if found.status == status:
        return found
    if found.status != Status.SUBMITTED:
        raise Conflict(_("It does not wait for a decision any more."))
    if refusal := why_not_decided(found, by):
        raise PortalError(refusal)
    if revision != found.revision:
        raise Conflict(
            _("It has been changed since you opened this page. Read it again.")
        )
    found.status, found.reasons = status, reasons
    found.decided_at, found.decided_by = timezone.now(), by
    if is_public:
        check_said(said_of(found), is_complete=True)
        found.published_at = found.published_at or found.decided_at
        found.matched_run = None
    note(found, act, by=by, note=reasons)
    tell_decision(found, act)
    return found


@transaction.atomic
def withdraw_practice(*, by: User, practice: Practice, reasons: str) -> Practice:
    """Take a published practice off the pages, by its organisation or a curator.

    It is kept, and can be edited and submitted again.
    """
    found = lock_practice(practice)
    as_keeper = is_keeper(by, found)
    if not (as_keeper or by.is_staff):
        raise NotAllowed(only_writers())
    if found.status == Status.WITHDRAWN:
        return found
    if found.status != Status.PUBLISHED:
        raise Conflict(_("Only a published practice can be withdrawn."))
    if not reasons.strip():
        raise PortalError(_("Say in a few words why."))
    found.status, found.reasons = Status.WITHDRAWN, reasons.strip()
    found.matches.all().delete()
    note(found, PracticeAct.WITHDRAWN, by=by, note=reasons.strip())
    if not as_keeper:
        tell_decision(found, PracticeAct.WITHDRAWN)
    return found


@transaction.atomic
def confirm_practice(*, by: User, practice: Practice) -> Practice:
    """Say that a published practice still holds; once a day is enough."""
    found = lock_practice(practice)
    require_keeper(by, found)
    if found.status != Status.PUBLISHED:
        raise Conflict(_("Only a published practice can be confirmed."))
    last = found.confirmed_at
    if found.is_confirmed and last and timezone.localdate(last) == timezone.localdate():
        return found
    mark_confirmed(found, by)
    note(found, PracticeAct.CONFIRMED, by=by)
    return found


@transaction.atomic
def delete_draft(*, by: User, practice: Practice) -> None:
    """Delete a draft that was never published."""
    found = lock_practice(practice)
    require_keeper(by, found)
    if found.status not in (Status.DRAFT, Status.RETURNED) or found.published_at:
        raise PortalError(_("Only a draft that was never public can be deleted."))
    found.delete()
