"""Uses of a facility: noted by either side, confirmed by who acts for it."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.introductions.people import acts_for
from matching.sharing import telling
from matching.sharing.models import AccessRequest, FacilityUse
from matching.sharing.people import keeps, profiles_of, require_keeper
from matching.sharing.services.asking import MOST_HOURS
from matching.sharing.services.locking import already, lock_request
from portal.accounts.models import User
from portal.accounts.services import NotAllowed
from portal.web.errors import Conflict
from regions.querysets import EDITING


@transaction.atomic
def note_use(
    *,
    by: User,
    request: AccessRequest,
    starts_on: datetime.date,
    ends_on: datetime.date,
    hours: int,
    result: str = "",
) -> FacilityUse:
    """Note when a facility was used under a request that it had accepted.

    What its own people note is confirmed with that; pressed twice it is noted once.
    """
    found = lock_request(request.pk)
    is_keeper = keeps(by, found.facility, *EDITING)
    if not is_keeper and not any(
        acts_for(by, one, *EDITING) for one in profiles_of(found)
    ):
        raise NotAllowed(_("Only owners and editors of the organisation may do this."))
    if not found.is_accepted:
        raise already(found)
    _check_use(found, starts_on, ends_on, hours)
    days = {"starts_on": starts_on, "ends_on": ends_on}
    if present := found.uses.filter(**days).first():
        return present
    use = FacilityUse(
        facility=found.facility,
        request=found,
        hours=hours,
        result=result.strip(),
        noted_by=by,
        confirmed_by=by if is_keeper else None,
        confirmed_at=timezone.now() if is_keeper else None,
        **days,
    )
    use.full_clean()
    use.save()
    if not is_keeper:
        telling.tell_used(use)
    return use


@transaction.atomic
def confirm_use(*, by: User, use: FacilityUse) -> FacilityUse:
    """Say that a use took place as it was noted; from now on it is counted."""
    require_keeper(by, use.facility)
    lock_request(use.request_id)
    found = FacilityUse.objects.filter(pk=use.pk).first()
    if found is None:
        raise Conflict(_("This use was removed meanwhile."))
    if found.confirmed_at is None:
        found.confirmed_by, found.confirmed_at = by, timezone.now()
        found.save(update_fields=["confirmed_by", "confirmed_at"])
    return found


@transaction.atomic
def remove_use(*, by: User, use: FacilityUse) -> None:
    """Remove a use that did not take place, as long as nobody has confirmed it."""
    require_keeper(by, use.facility)
    lock_request(use.request_id)
    FacilityUse.objects.unconfirmed().filter(pk=use.pk).delete()


def _check_use(
    request: AccessRequest,
    starts_on: datetime.date,
    ends_on: datetime.date,
    hours: int,
) -> None:
    faults: dict[str, list[str]] = {}
    if ends_on < starts_on:
        faults["ends_on"] = [_("The last day is before the first.")]
    elif ends_on > timezone.localdate():
        faults["ends_on"] = [_("This day is still to come.")]
    elif request.answered_at and starts_on < timezone.localdate(request.answered_at):
        faults["starts_on"] = [_("This day is before the request was accepted.")]
    if not 1 <= hours <= MOST_HOURS:
        text = _("Name hours from 1 to %(most)d.") % {"most": MOST_HOURS}
        faults["hours"] = [text]
    if faults:
        raise ValidationError(faults)
