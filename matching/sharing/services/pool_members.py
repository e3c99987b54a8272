"""Members of a pool: they join, agree anew, and leave."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.introductions.bans import ensure_may_ask
from matching.introductions.people import require_writer
from matching.locking import lock_profile
from matching.sharing import telling
from matching.sharing.models import AccessRequest, Pool, PoolMember, PoolState
from matching.sharing.people import is_own_facility
from matching.sharing.services.asking import MOST_HOURS
from matching.sharing.services.locking import lock_pool, lock_request
from portal.accounts.models import User
from portal.web.errors import Conflict, PortalError
from regions.models import Profile, Status

MOST_MEMBERS = 30
LEAST_MEMBERS = 2


@transaction.atomic
def join_pool(
    *,
    by: User,
    pool: Pool,
    profile: Profile,
    hours: int,
    revision: int | None = None,
) -> PoolMember:
    """Join with a share of hours, or agree anew with the same or another share.

    Who joins agrees to the request as it is written, and that the facility sees the own
    contact data once it accepts. `revision` is that of the words that were read: nobody
    agrees to others.
    """
    require_writer(by, profile)
    lock_profile(profile)
    require_published(profile)
    found = lock_pool(pool.pk)
    require_open(found)
    if revision not in (None, found.revision):
        raise Conflict(_("The pool was changed meanwhile. Look at it and try again."))
    member = found.members.present().filter(profile=profile).first()
    if member is None:
        _check_may_join(found, profile)
        _check_hours(hours)
        member = add_member(found, profile, by, hours)
        key = f"joined:{member.pk}"
        telling.tell_pool(found, [found.profile], "joined", key, profile.title)
    elif not (member.has_agreed and member.hours == hours):
        _check_hours(hours)
        agree(member, found, by, hours)
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
    request = request_of(found)
    member.left_at = timezone.now()
    member.save(update_fields=["left_at"])
    if request is not None:
        _ask_for_less(request, member)
    elif not found.is_open:
        # It is over: nobody has to do anything about it.
        return
    key = f"left:{member.pk}"
    rest = [one.profile for one in present_members(found)]
    telling.tell_pool(found, rest, "left", key, profile.title)
    if request is None:
        _tell_ready(found)


def add_member(pool: Pool, profile: Profile, by: User, hours: int) -> PoolMember:
    """A new member, who agrees to the pool as it is now."""
    return PoolMember.objects.create(
        pool=pool,
        profile=profile,
        hours=hours,
        agreed_revision=pool.revision,
        agreed_by=by,
        agreed_at=timezone.now(),
    )


def agree(member: PoolMember, pool: Pool, by: User, hours: int) -> None:
    """Let a member agree to the pool as it is now, with these hours."""
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


def present_members(pool: Pool) -> list[PoolMember]:
    """Those who have not left, compared with the pool that is locked."""
    rows = pool.members.present().select_related("profile__region", "agreed_by")
    members = list(rows.order_by("pk"))
    for one in members:
        # They are compared with the pool that is locked, not with an older one.
        one.pool = pool
    return members


def _tell_ready(pool: Pool) -> None:
    members = present_members(pool)
    if len(members) >= LEAST_MEMBERS and all(one.has_agreed for one in members):
        key = f"ready:{pool.revision}:{len(members)}"
        telling.tell_pool(pool, [pool.profile], "ready", key)


def request_of(pool: Pool) -> AccessRequest | None:
    """The request that a pool was sent as, locked, or None."""
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


def require_open(pool: Pool) -> None:
    """Raise what happened to a pool that collects no members any more."""
    if not pool.is_open:
        sentences = {
            PoolState.SENT: _("This pool was sent to the facility."),
            PoolState.CLOSED: _("This pool was closed by its lead."),
            PoolState.EXPIRED: _("This pool ended without a request."),
        }
        raise Conflict(sentences[PoolState(pool.state)])


def require_published(profile: Profile) -> None:
    """Raise PortalError for a profile that nobody else sees."""
    if profile.status != Status.PUBLISHED:
        words = {"title": profile.title}
        raise PortalError(_("“%(title)s” is not published.") % words)
