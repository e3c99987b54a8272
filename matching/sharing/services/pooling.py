"""Pooled demand: opened, joined, agreed to, changed, sent as one request, left."""

import datetime
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from matching.introductions.bans import ensure_may_ask
from matching.introductions.people import require_writer
from matching.locking import lock_profile
from matching.partner_requests.contacts import refuse_contacts
from matching.sharing import telling
from matching.sharing.limits import too_many_pools
from matching.sharing.models import (
    AccessConsent,
    AccessRequest,
    Pool,
    PoolMember,
    PoolState,
)
from matching.sharing.people import is_own_facility
from matching.sharing.services.asking import (
    Need,
    faults_of,
    make_request,
    send,
    why_not_ask,
)
from matching.sharing.services.locking import lock_facility, lock_pool
from matching.sharing.services.pool_members import (
    LEAST_MEMBERS,
    add_member,
    agree,
    present_members,
    request_of,
    require_open,
    require_published,
)
from portal.accounts.models import User
from portal.accounts.services.holding import lock_person
from portal.web.errors import Conflict, PortalError
from regions.models import Facility, Profile

# How long a pool may collect members, in days.
JOIN_DAYS = (1, 120)


@dataclass(frozen=True)
class PoolSaid:
    """What the lead says of a pool."""

    title: str
    need: Need
    join_by: datetime.date
    facility: Facility | None = field(default=None)


def join_days() -> tuple[datetime.date, datetime.date]:
    """The first and the last day that may be named for joining."""
    today = timezone.localdate()
    return today + timedelta(days=JOIN_DAYS[0]), today + timedelta(days=JOIN_DAYS[1])


@transaction.atomic
def open_pool(*, by: User, profile: Profile, said: PoolSaid, hours: int) -> Pool:
    """Open a pool with the own share of hours; pressed twice it is opened once."""
    require_writer(by, profile)
    lock_profile(profile)
    require_published(profile)
    pool = Pool(profile=profile, opened_by=by)
    _fill(pool, said, hours)
    if twin := _open_twin(pool):
        return twin
    ensure_may_ask(profile)
    if refusal := too_many_pools(profile):
        raise refusal
    pool.save()
    add_member(pool, profile, by, hours)
    return pool


@transaction.atomic
def change_pool(*, by: User, pool: Pool, said: PoolSaid, hours: int) -> Pool:
    """Say it anew; all others are asked to agree to the new words."""
    require_writer(by, pool.profile)
    found = lock_pool(pool.pk)
    require_open(found)
    before, day = [getattr(found, name) for name in SAID], found.join_by
    _fill(found, said, hours)
    if found.join_by != day:
        found.reminded_at = None
    if [getattr(found, name) for name in SAID] != before:
        found.revision += 1
    found.save()
    own = found.members.present().filter(profile=found.profile).first()
    if own is None:
        add_member(found, found.profile, by, hours)
    else:
        agree(own, found, by, hours)
    others = [one.profile for one in present_members(found) if not one.has_agreed]
    telling.tell_pool(found, others, "changed", f"changed:{found.revision}")
    return found


@transaction.atomic
def close_pool(*, by: User, pool: Pool) -> Pool:
    """Close a pool that was not sent; all members are told."""
    require_writer(by, pool.profile)
    found = lock_pool(pool.pk)
    if found.state == PoolState.CLOSED:
        return found
    require_open(found)
    found.state, found.ended_at = PoolState.CLOSED, timezone.now()
    found.save(update_fields=["state", "ended_at"])
    members = [one.profile for one in present_members(found)]
    telling.tell_pool(found, members, "closed", "closed")
    return found


@transaction.atomic
def send_pool(
    *, by: User, pool: Pool, reply_by: datetime.date | None = None
) -> AccessRequest:
    """Send one request for all members to the facility.

    Before the last day of joining all must agree; after it, who has not is left out.
    """
    require_writer(by, pool.profile)
    lock_person(by)
    lock_profile(pool.profile)
    if pool.facility_id is None:
        raise PortalError(_("Choose a facility before you send the request."))
    facility = lock_facility(pool.facility_id)
    found = lock_pool(pool.pk)
    if present := request_of(found):
        return present
    require_open(found)
    if found.facility_id != facility.pk:
        raise Conflict(_("The pool was changed meanwhile. Look at it and try again."))
    members = _members_to_send(found)
    if refusal := why_not_ask(by=by, profile=found.profile, facility=facility):
        raise refusal
    hours = sum(one.hours for one in members)
    need = need_of(found)
    request = make_request(
        by, found.profile, facility, need, hours, reply_by, pool=found
    )
    AccessConsent.objects.bulk_create(
        AccessConsent(request=request, profile=one.profile, by=one.agreed_by)
        for one in members
    )
    found.state, found.ended_at = PoolState.SENT, timezone.now()
    found.save(update_fields=["state", "ended_at"])
    send(request)
    telling.tell_pool(found, [one.profile for one in members], "sent", "sent")
    return request


def need_of(pool: Pool) -> Need:
    """What the request of a pool asks for."""
    return Need(
        purpose=pool.purpose,
        wished_from=pool.wished_from,
        wished_to=pool.wished_to,
        capability=pool.capability,
        stage=pool.stage,
        trl=pool.trl,
    )


# What members agree to: a change of any of these asks them anew.
SAID = (
    *("facility_id", "title", "purpose", "capability", "stage", "trl"),
    *("wished_from", "wished_to"),
)


def _fill(pool: Pool, said: PoolSaid, hours: int) -> None:
    faults = faults_of(said.need, hours)
    if sentence := refuse_contacts(said.title):
        faults["title"] = [sentence]
    if not (said.need.capability.strip() or said.facility):
        faults["capability"] = [_("Name a capability, as you chose no facility.")]
    first, last = join_days()
    # A day that was named before may stay, also when it has come near.
    if not first <= said.join_by <= last and said.join_by != pool.join_by:
        words = {"first": date_format(first), "last": date_format(last)}
        text = _("Name a day from %(first)s to %(last)s.")
        faults["join_by"] = [text % words]
    if said.facility and is_own_facility(pool.profile, said.facility):
        text = _("This facility is your own: you need not ask for it.")
        faults["facility"] = [text]
    if faults:
        raise ValidationError(faults)
    need = said.need
    pool.title, pool.purpose = said.title.strip(), need.purpose.strip()
    pool.capability, pool.stage, pool.trl = (
        need.capability.strip(),
        need.stage,
        need.trl,
    )
    pool.wished_from, pool.wished_to = need.wished_from, need.wished_to
    pool.join_by, pool.facility = said.join_by, said.facility
    pool.clean_fields()


def _open_twin(pool: Pool) -> Pool | None:
    """The open pool that says just the same."""
    same = {name: getattr(pool, name) for name in SAID}
    rows = Pool.objects.filter(profile=pool.profile, state=PoolState.OPEN)
    return rows.filter(join_by=pool.join_by, **same).first()


def _members_to_send(pool: Pool) -> list[PoolMember]:
    """Those for whom the request is; who has not agreed in time is left out."""
    members = present_members(pool)
    late = [one for one in members if not one.has_agreed]
    if late and pool.join_by >= timezone.localdate():
        raise Conflict(_("Not all members agree yet. Wait, or send it after the day."))
    agreed = [one for one in members if one.has_agreed]
    if len(agreed) < LEAST_MEMBERS:
        raise Conflict(_("Nobody has joined yet. Ask for the facility alone instead."))
    for one in late:
        one.left_at = timezone.now()
        one.save(update_fields=["left_at"])
    telling.tell_pool(pool, [one.profile for one in late], "dropped", "dropped")
    return agreed
