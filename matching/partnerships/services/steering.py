"""What leads and curators do: the phase, and the milestones."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.partnerships.choices import Phase
from matching.partnerships.models import Milestone, Partnership
from matching.partnerships.people import require_steering
from matching.partnerships.services.locking import fresh, lock_active
from matching.partnerships.services.setting_up import enter_phase, touch
from portal.accounts.models import User
from portal.web.errors import PortalError


@transaction.atomic
def change_phase(
    *, by: User, partnership: Partnership, phase: str, reason: str = ""
) -> Partnership:
    """Enter a phase; the log says who did and why. The same again changes nothing."""
    found = lock_active(partnership.pk)
    require_steering(by, found)
    if phase not in Phase.values:
        raise PortalError(_("There is no such phase."))
    if found.phase != phase:
        touch(found, by)
        enter_phase(found, phase, by, reason.strip())
    return found


@transaction.atomic
def add_milestone(
    *,
    by: User,
    partnership: Partnership,
    phase: str,
    title: str,
    due_on: datetime.date,
) -> Milestone:
    """Set a milestone; the same one twice is one."""
    found = lock_active(partnership.pk)
    require_steering(by, found)
    facts = {"phase": phase, "title": title.strip(), "due_on": due_on}
    milestone = Milestone(partnership=found, created_by=by, **facts)
    milestone.clean_fields(exclude=["partnership", "created_by"])
    return found.milestones.filter(**facts).first() or _saved(milestone)


@transaction.atomic
def finish_milestone(
    *, by: User, milestone: Milestone, on: datetime.date | None = None
) -> Milestone:
    """Mark it as done, today or on a day that is past; the first time counts."""
    partnership = lock_active(milestone.partnership_id)
    require_steering(by, partnership)
    found = fresh(milestone)
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise PortalError(_("This day is still to come."))
    if found.done_on is None:
        found.done_on, found.done_by = day, by
        found.save(update_fields=["done_on", "done_by"])
    return found


@transaction.atomic
def remove_milestone(*, by: User, milestone: Milestone) -> None:
    """Take away one that is not done; what was reached stays."""
    partnership = lock_active(milestone.partnership_id)
    require_steering(by, partnership)
    found = Milestone.objects.filter(pk=milestone.pk).first()
    if found is None:
        return
    if found.done_on is not None:
        raise PortalError(_("What is done stays."))
    found.delete()


def _saved(milestone: Milestone) -> Milestone:
    milestone.save()
    return milestone
