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
    MOST_HOURS,
    Need,
    faults_of,
    make_request,
    send,
    why_not_ask,
)
from matching.sharing.services.locking import (
    lock_facility,
    lock_pool,
    lock_request,
)
from portal.accounts.models import User
from portal.accounts.services.holding import lock_person
from portal.web.errors import Conflict, PortalError
from regions.models import Facility, Profile, Status

# How long a pool may collect members, in days, and how many it may have.
JOIN_DAYS = (1, 120)
MOST_MEMBERS = 30
LEAST_MEMBERS = 2


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
    _require_published(profile)
    pool = Pool(profile=profile, opened_by=by)
    _fill(pool, said, hours)
    if twin := _open_twin(pool):
        return twin
    ensure_may_ask(profile)
    if refusal := too_many_pools(profile):
        raise refusal
    pool.save()
    _join(pool, profile, by, hours)
    return pool


@transaction.atomic
def change_pool(*, by: User, pool: Pool, said: PoolSaid, hours: int) -> Pool:
    """Say it anew; all others are asked to agree to the new words."""
    require_writer(by, pool.profile)
    found = lock_pool(pool.pk)
    _require_open(found)
    before = [getattr(found, name) for name in SAID]
    _fill(found, said, hours)
    if [getattr(found, name) for name in SAID] != before:
        found.revision += 1
    found.save()
    own = found.members.present().filter(profile=found.profile).first()
    if own is None:
        _join(found, found.profile, by, hours)
    else:
        _agree(own, found, by, hours)
    others = [one.profile for one in _present(found) if not one.has_agreed]
    telling.tell_pool(found, others, "changed", f"changed:{found.revision}")
    return found


@transaction.atomic
def join_pool(*, by: User, pool: Pool, profile: Profile, hours: int) -> PoolMember:
    """Join with a share of hours, or agree anew with the same or another share.

    Who joins agrees to the request as it is written now, and that the facility sees
    the own contact data once it accepts.
    """
    require_writer(by, profile)
    lock_profile(profile)
    _require_published(profile)
    found = lock_pool(pool.pk)
    _require_open(found)
    member = found.members.present().filter(profile=profile).first()
    if member is None:
        _check_may_join(found, profile)
        _check_hours(hours)
        member = _join(found, profile, by, hours)
        key = f"joined:{member.pk}"
        telling.tell_pool(found, [found.profile], "joined", key, profile.title)
    elif not (member.has_agreed and member.hours == hours):
        _check_hours(hours)
        _agree(member, found, by, hours)
    _tell_ready(found)
    return member


@transaction.atomic
def leave_pool(*, by: User, pool: Pool, profile: Profile) -> None:
    """Leave; the lead closes the pool instead. What was sent asks for less from now."""
    require_writer(by, profile)
    found = lock_pool(pool.pk)
    if profile.pk == found.profile_id:
        raise PortalError(_("The lead cannot leave: close the pool instead."))
    member = found.members.present().filter(profile=profile).first()
    if member is None:
        return
    request = _request_of(found)
    member.left_at = timezone.now()
    member.save(update_fields=["left_at"])
    if request is not None:
        _ask_for_less(request, member)
    key = f"left:{member.pk}"
    rest = [one.profile for one in _present(found)]
    telling.tell_pool(found, rest, "left", key, profile.title)
    if request is None:
        _tell_ready(found)


@transaction.atomic
def close_pool(*, by: User, pool: Pool) -> Pool:
    """Close a pool that was not sent; all members are told."""
    require_writer(by, pool.profile)
    found = lock_pool(pool.pk)
    if found.state == PoolState.CLOSED:
        return found
    _require_open(found)
    found.state, found.ended_at = PoolState.CLOSED, timezone.now()
    found.save(update_fields=["state", "ended_at"])
    members = [one.profile for one in _present(found)]
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
    if present := _request_of(found):
        return present
    _require_open(found)
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


def _join(pool: Pool, profile: Profile, by: User, hours: int) -> PoolMember:
    return PoolMember.objects.create(
        pool=pool,
        profile=profile,
        hours=hours,
        agreed_revision=pool.revision,
        agreed_by=by,
        agreed_at=timezone.now(),
    )


def _agree(member: PoolMember, pool: Pool, by: User, hours: int) -> None:
    member.hours, member.agreed_revision = hours, pool.revision
    member.agreed_by, member.agreed_at = by, timezone.now()
    member.save()


def _check_may_join(pool: Pool, profile: Profile) -> None:
    ensure_may_ask(profile)
    if pool.join_by < timezone.localdate():
        raise Conflict(_("The last day for joining this pool is past."))
    if pool.facility and is_own_facility(profile, pool.facility):
        raise PortalError(_("This facility is your own: you need not ask for it."))
    if pool.members.present().count() >= MOST_MEMBERS:
        raise Conflict(_("This pool is full."))


def _check_hours(hours: int) -> None:
    if not 1 <= hours <= MOST_HOURS:
        text = _("Name hours from 1 to %(most)d.") % {"most": MOST_HOURS}
        raise ValidationError({"hours": [text]})


def _members_to_send(pool: Pool) -> list[PoolMember]:
    """Those for whom the request is; who has not agreed in time is left out."""
    members = _present(pool)
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


def _present(pool: Pool) -> list[PoolMember]:
    rows = pool.members.present().select_related("profile__region", "agreed_by")
    members = list(rows.order_by("pk"))
    for one in members:
        # They are compared with the pool that is locked, not with an older one.
        one.pool = pool
    return members


def _tell_ready(pool: Pool) -> None:
    members = _present(pool)
    if len(members) >= LEAST_MEMBERS and all(one.has_agreed for one in members):
        key = f"ready:{pool.revision}:{len(members)}"
        telling.tell_pool(pool, [pool.profile], "ready", key)


def _request_of(pool: Pool) -> AccessRequest | None:
    key = AccessRequest.objects.filter(pool=pool).values_list("pk", flat=True).first()
    return lock_request(key) if key else None


def _ask_for_less(request: AccessRequest, member: PoolMember) -> None:
    """Take a share out of a request that goes on."""
    if not (request.is_open or request.is_accepted):
        return
    request.hours = max(1, request.hours - member.hours)
    if request.granted_hours is not None:
        request.granted_hours = max(1, request.granted_hours - member.hours)
    request.save(update_fields=["hours", "granted_hours"])
    telling.tell_owners(request, telling.NEWS, f"less:{member.pk}")


def _require_open(pool: Pool) -> None:
    if not pool.is_open:
        sentences = {
            PoolState.SENT: _("This pool was sent to the facility."),
            PoolState.CLOSED: _("This pool was closed by its lead."),
            PoolState.EXPIRED: _("This pool ended without a request."),
        }
        raise Conflict(sentences[PoolState(pool.state)])


def _require_published(profile: Profile) -> None:
    if profile.status != Status.PUBLISHED:
        words = {"title": profile.title}
        raise PortalError(_("“%(title)s” is not published.") % words)
