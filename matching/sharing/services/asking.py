"""Asking for a facility: who may, on which terms, and how often."""

import datetime
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from matching.introductions.bans import why_barred
from matching.introductions.people import require_writer
from matching.locking import lock_profile
from matching.partner_requests.contacts import refuse_contacts
from matching.sharing import telling
from matching.sharing.limits import why_too_many
from matching.sharing.models import AccessConsent, AccessRequest, Pool, State
from matching.sharing.people import is_own_facility, owners_of
from matching.sharing.services.locking import lock_facility
from portal.accounts.models import User
from portal.accounts.services.holding import lock_person
from portal.web.errors import Conflict, PortalError
from regions.models import Facility, Profile, Status

# The least, the usual and the longest time for an answer, in days.
REPLY_DAYS = (7, 14, 30)
# How far ahead a time may be wished for, and how long it may be, in days.
FARTHEST = 2 * 365
LONGEST = 366
MOST_HOURS = 20_000


class AlreadyAsked(Conflict):
    """The profile has asked for this facility; `request` is that."""

    def __init__(self, request: AccessRequest) -> None:
        super().__init__(_("You have already asked for this facility."))
        self.request = request


@dataclass(frozen=True)
class Need:
    """What a facility is needed for, and when."""

    purpose: str
    wished_from: datetime.date
    wished_to: datetime.date
    capability: str = ""
    stage: str = ""
    trl: int | None = None


def reply_days() -> tuple[datetime.date, datetime.date, datetime.date]:
    """The first, the usual and the last day that may be named for the answer."""
    today = timezone.localdate()
    first, usual, last = (today + timedelta(days=n) for n in REPLY_DAYS)
    return first, usual, last


@transaction.atomic
def ask_for_facility(
    *,
    by: User,
    profile: Profile,
    facility: Facility,
    need: Need,
    hours: int,
    reply_by: datetime.date | None = None,
) -> AccessRequest:
    """Ask for the use of a facility; who acts for it is told.

    Who asks consents that the facility sees the own contact data once it accepts.
    Where nobody acts for it the request waits for one, and the curators are told.
    """
    require_writer(by, profile)
    lock_person(by)
    lock_profile(profile)
    found = lock_facility(facility.pk)
    if refusal := why_not_ask(by=by, profile=profile, facility=found):
        raise refusal
    request = make_request(by, profile, found, need, hours, reply_by)
    AccessConsent.objects.create(request=request, profile=profile, by=by)
    send(request)
    return request


def why_not_ask(
    *, by: User, profile: Profile, facility: Facility
) -> PortalError | None:
    """Why this profile cannot ask for the facility now, or None."""
    if profile.status != Status.PUBLISHED:
        words = {"title": profile.title}
        return PortalError(_("“%(title)s” is not published.") % words)
    if facility.status != Status.PUBLISHED:
        return PortalError(_("This facility is not published."))
    if is_own_facility(profile, facility):
        return PortalError(_("This facility is your own: you need not ask for it."))
    rows = AccessRequest.objects.open().filter(profile=profile, facility=facility)
    if present := rows.first():
        return AlreadyAsked(present)
    return why_barred(profile) or why_too_many(by, profile, facility)


def make_request(
    by: User,
    profile: Profile,
    facility: Facility,
    need: Need,
    hours: int,
    reply_by: datetime.date | None = None,
    pool: Pool | None = None,
) -> AccessRequest:
    """Store a request after checking all that it says; nobody is told yet."""
    first, usual, last = reply_days()
    reply_by = reply_by or usual
    faults = faults_of(need, hours)
    if not first <= reply_by <= last:
        words = {"first": date_format(first), "last": date_format(last)}
        text = _("Name a day from %(first)s to %(last)s.")
        faults["reply_by"] = [text % words]
    if faults:
        raise ValidationError(faults)
    request = AccessRequest(
        profile=profile,
        facility=facility,
        pool=pool,
        purpose=need.purpose.strip(),
        capability=need.capability.strip(),
        stage=need.stage,
        trl=need.trl,
        wished_from=need.wished_from,
        wished_to=need.wished_to,
        hours=hours,
        reply_by=reply_by,
        asked_by=by,
        state=State.ASKED if owners_of(facility).exists() else State.UNOWNED,
    )
    request.clean_fields()
    request.save()
    return request


def send(request: AccessRequest) -> None:
    """Tell who can answer; where nobody can, the curators."""
    if request.state == State.ASKED:
        telling.tell_owners(request, telling.ASKED, "asked")
    else:
        telling.tell_curators_of(request)


def faults_of(need: Need, hours: int) -> dict[str, list[str]]:
    """What is wrong with a need, by field."""
    faults: dict[str, list[str]] = {}
    for name in ("purpose", "capability"):
        if sentence := refuse_contacts(getattr(need, name)):
            faults[name] = [sentence]
    if not need.purpose.strip():
        faults["purpose"] = [_("Say in a few sentences what you need it for.")]
    if sentence := why_not_time(need.wished_from, need.wished_to):
        faults["wished_to"] = [sentence]
    if not 1 <= hours <= MOST_HOURS:
        text = _("Name hours from 1 to %(most)d.") % {"most": MOST_HOURS}
        faults["hours"] = [text]
    return faults


def why_not_time(first: datetime.date, last: datetime.date) -> str:
    """What is wrong with a wished or granted time, or ""."""
    today = timezone.localdate()
    if last < first:
        return _("The last day is before the first.")
    if first < today:
        return _("This time has begun already.")
    if (first - today).days > FARTHEST:
        return _("Name a time within two years.")
    return _("Name at most a year at a time.") if (last - first).days > LONGEST else ""
