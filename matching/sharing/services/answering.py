"""Answering a request for a facility, and ending what was asked or granted."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from matching.introductions.people import acts_for
from matching.sharing import telling
from matching.sharing.booking import Booking, Capacity, Clash, first_clash
from matching.sharing.models import (
    AccessConsent,
    AccessRequest,
    DeclineReason,
    FacilityTerms,
    FreeWindow,
    State,
)
from matching.sharing.people import keeps, require_keeper
from matching.sharing.services.asking import MOST_HOURS, why_not_time
from matching.sharing.services.locking import already, lock_facility, lock_request
from portal.accounts.models import User
from portal.accounts.services import NotAllowed
from portal.web.errors import Conflict
from regions.models import Facility
from regions.querysets import EDITING

OVER = ("ended_by", "ended_at", "closing", "state", "contacts_open_since")


@transaction.atomic
def accept_request(
    *,
    by: User,
    request: AccessRequest,
    first: datetime.date,
    last: datetime.date,
    hours: int,
    answer: str = "",
) -> AccessRequest:
    """Grant a time; both sides see each other's contact data from this moment.

    No two requests get the same place: bookings of a facility are counted one by one.
    """
    require_keeper(by, request.facility)
    facility = lock_facility(request.facility_id)
    found = lock_request(request.pk)
    if _is_same(found, first, last, hours):
        return found
    if found.state != State.ASKED:
        raise already(found)
    _check_grant(found, first, last, hours)
    if clash := clash_of(facility, Booking(first, last, hours)):
        raise Conflict(worded_clash(clash))
    now = timezone.now()
    found.granted_from, found.granted_to, found.granted_hours = first, last, hours
    found.state, found.answer = State.ACCEPTED, answer.strip()
    found.answered_by, found.answered_at, found.contacts_open_since = by, now, now
    found.clean_fields()
    found.save()
    AccessConsent.objects.create(request=found, by=by)
    telling.tell_asking(found, telling.ANSWERED, "answered")
    return found


@transaction.atomic
def decline_request(
    *, by: User, request: AccessRequest, reason: str, answer: str = ""
) -> AccessRequest:
    """Say no, with a reason; a second press changes nothing."""
    require_keeper(by, request.facility)
    if reason not in DeclineReason.values:
        raise ValidationError({"reason": [_("Choose a reason.")]})
    found = lock_request(request.pk)
    if found.state == State.DECLINED:
        return found
    if found.state != State.ASKED:
        raise already(found)
    found.state, found.decline_reason = State.DECLINED, reason
    found.answer, found.answered_by = answer.strip(), by
    found.answered_at = found.ended_at = timezone.now()
    found.clean_fields()
    found.save()
    telling.tell_asking(found, telling.ANSWERED, "answered")
    return found


@transaction.atomic
def end_request(
    *, by: User, request: AccessRequest, closing: str = ""
) -> AccessRequest:
    """Withdraw what one asked for, or cancel a time that the own facility granted.

    The time is free again, and nobody sees the other's contact data any more.
    """
    found = lock_request(request.pk)
    if acts_for(by, found.profile, *EDITING):
        state, may_end = State.WITHDRAWN, found.is_open or found.is_accepted
    elif keeps(by, found.facility, *EDITING):
        state, may_end = State.CANCELLED, found.is_accepted
    else:
        raise NotAllowed(_("Only owners and editors of the organisation may do this."))
    if found.state == state:
        return found
    if not may_end:
        raise already(found)
    found.state, found.closing, found.ended_by = state, closing.strip(), by
    found.ended_at, found.contacts_open_since = timezone.now(), None
    found.clean_fields()
    found.save()
    if state == State.CANCELLED:
        telling.tell_asking(found, telling.ENDED, "cancelled")
    else:
        telling.tell_owners(found, telling.ENDED, "withdrawn")
        if found.pool_id:
            telling.tell_asking(found, telling.ENDED, "withdrawn")
    return found


@transaction.atomic
def note_by_curator(*, by: User, request: AccessRequest, note: str) -> AccessRequest:
    """Say what a curator did about a facility for which nobody acts."""
    if not by.is_staff:
        raise NotAllowed(_("Only curators may do this."))
    found = lock_request(request.pk)
    if found.state != State.UNOWNED:
        raise already(found)
    if not note.strip():
        raise ValidationError({"note": [_("Say what you did.")]})
    if found.curator_note == note.strip():
        return found
    found.curator_note, found.noted_by = note.strip(), by
    found.noted_at = timezone.now()
    found.clean_fields()
    found.save(update_fields=["curator_note", "noted_by", "noted_at"])
    key = f"noted:{found.noted_at.isoformat()}"
    telling.tell_asking(found, telling.NEWS, key)
    return found


def clash_of(facility: Facility, new: Booking) -> Clash | None:
    """Why a new booking does not fit beside those of the facility, or None."""
    terms = FacilityTerms.objects.filter(facility=facility).first()
    windows = FreeWindow.objects.filter(facility=facility)
    capacity = Capacity(
        hours_a_month=terms.hours_a_month if terms else None,
        users_at_once=terms.users_at_once if terms else None,
        windows=list(windows.values_list("starts_on", "ends_on")),
    )
    return first_clash(new, bookings_of(facility), capacity)


def bookings_of(facility: Facility) -> list[Booking]:
    """The times that were granted at a facility."""
    rows = AccessRequest.objects.booked().filter(facility=facility)
    fields = ("granted_from", "granted_to", "granted_hours")
    found = rows.order_by("granted_from", "pk").values_list(*fields)
    return [Booking(first, last, hours or 0) for first, last, hours in found]


def worded_clash(clash: Clash) -> str:
    """A sentence that says which rule forbids a time, and on which day first."""
    texts = {
        "window": _("%(day)s lies in no free time of the facility."),
        "users": _("On %(day)s the facility is taken already."),
        "hours": _("In the month of %(day)s there are not so many hours left."),
    }
    return texts[clash.rule] % {"day": date_format(clash.day)}


def _check_grant(
    request: AccessRequest, first: datetime.date, last: datetime.date, hours: int
) -> None:
    faults: dict[str, list[str]] = {}
    if sentence := why_not_time(first, last):
        faults["last"] = [sentence]
    if not 1 <= hours <= MOST_HOURS:
        text = _("Name hours from 1 to %(most)d.") % {"most": MOST_HOURS}
        faults["hours"] = [text]
    if faults:
        raise ValidationError(faults)


def _is_same(
    found: AccessRequest, first: datetime.date, last: datetime.date, hours: int
) -> bool:
    """Whether it was accepted just so: a form that was sent twice."""
    granted = (found.granted_from, found.granted_to, found.granted_hours)
    return found.is_accepted and granted == (first, last, hours)
