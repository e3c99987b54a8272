"""What every write of a practice shares: the lock, the trail, and who is told."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.guide.practices.choices import PracticeAct
from portal.guide.practices.models import Practice, PracticeEvent
from portal.guide.practices.people import is_keeper
from portal.guide.practices.search import KIND
from portal.web.errors import Conflict
from regions.models import Confidence
from regions.services import renew_entries_of


def lock_practice(practice: Practice) -> Practice:
    """The practice as it is now, locked until the transaction ends."""
    rows = Practice.objects.for_rows().select_for_update(of=("self",))
    found = rows.filter(pk=practice.pk).first()
    if found is None:
        raise Conflict(_("This practice is gone."))
    return found


def note(
    practice: Practice,
    act: PracticeAct,
    *,
    by: User,
    note: str = "",
    details: dict[str, Any] | None = None,
) -> PracticeEvent:
    """Raise the revision, save the practice, and write down who did what.

    Search entries are made anew, and with them ends what is kept of pages: practices
    are kept under the register's version, which costs no page a further question.
    """
    practice.revision += 1
    practice.save()
    event = PracticeEvent.objects.create(
        practice=practice,
        act=act,
        by=by,
        is_curator=not is_keeper(by, practice),
        revision=practice.revision,
        note=note,
        details=details or {},
    )
    renew_entries_of(kind=KIND, keys=[practice.slug])
    return event


def mark_confirmed(practice: Practice, by: User) -> None:
    """Say that its organisation says so today; nothing is saved."""
    practice.confidence = Confidence.CONFIRMED
    practice.confirmed_at, practice.confirmed_by = timezone.now(), by


def mark_changed_by_others(practice: Practice) -> None:
    """Take back that its organisation says so: a curator has changed it since."""
    if practice.confidence == Confidence.CONFIRMED:
        has_source = bool(practice.source_url)
        practice.confidence = Confidence.READ if has_source else Confidence.RECALLED
