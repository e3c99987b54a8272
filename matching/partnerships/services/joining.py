"""How a profile comes to a seat: it asks or is invited, and the other side answers."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.introductions.people import require_writer
from matching.partnerships.choices import (
    MemberRole,
    MemberState,
    Status,
)
from matching.partnerships.models import Partnership, PartnershipMember
from matching.partnerships.outcomes import note_partners
from matching.partnerships.people import (
    is_curator,
    leads,
    require_seat,
    require_steering,
)
from matching.partnerships.services.locking import (
    fresh_seat,
    lock_active,
    lock_alive,
    said_already,
)
from matching.partnerships.services.reasons import checked_reason, require_reason
from matching.partnerships.telling import (
    tell_answered,
    tell_asked,
    tell_invited,
    tell_joined,
)
from portal.accounts.models import User
from portal.web.errors import Conflict, PortalError
from regions.models import Profile
from regions.models import Status as ProfileStatus

# Somebody who asks does not ask to lead: leads invite to that, or hand it over.
ASKABLE = (MemberRole.MEMBER, MemberRole.OBSERVER)


@transaction.atomic
def ask_to_join(
    *,
    by: User,
    profile: Profile,
    partnership: Partnership,
    role: str = MemberRole.MEMBER,
    message: str = "",
) -> PartnershipMember:
    """Ask for a seat, as an owner or editor; whoever presses twice asks once."""
    require_writer(by, profile)
    found = lock_active(partnership.pk)
    if role not in ASKABLE:
        raise ValidationError({"role": [_("Ask as a member or as an observer.")]})
    present = _present(found, profile)
    if present is not None and present.state == MemberState.ASKED:
        return present
    if present is not None:
        raise _has_seat(present)
    seat = open_seat(found, profile, by, MemberState.ASKED, role, message)
    tell_asked(seat)
    return seat


@transaction.atomic
def invite(
    *,
    by: User,
    partnership: Partnership,
    profile: Profile,
    role: str = MemberRole.MEMBER,
    message: str = "",
) -> PartnershipMember:
    """Invite a profile, as a lead or curator; a second press changes nothing."""
    found = lock_alive(partnership.pk)
    require_steering(by, found)
    present = _present(found, profile)
    if present is not None and present.state == MemberState.INVITED:
        return present
    if present is not None:
        raise _has_seat(present)
    return open_seat(found, profile, by, MemberState.INVITED, role, message)


@transaction.atomic
def answer_request(
    *, by: User, seat: PartnershipMember, accepts: bool, reason: str = ""
) -> PartnershipMember:
    """Accept or decline somebody who asks to join; to decline needs a reason."""
    partnership = lock_alive(seat.partnership_id)
    found = fresh_seat(seat)
    require_steering(by, partnership)
    if not accepts:
        reason = require_reason(reason)
    return _answered(found, MemberState.ASKED, by, accepts, reason)


@transaction.atomic
def answer_invitation(
    *, by: User, seat: PartnershipMember, accepts: bool, reason: str = ""
) -> PartnershipMember:
    """Accept or decline an invitation, as an owner or editor of the invited."""
    lock_alive(seat.partnership_id)
    found = fresh_seat(seat)
    require_seat(by, found)
    return _answered(found, MemberState.INVITED, by, accepts, reason)


@transaction.atomic
def take_back(*, by: User, seat: PartnershipMember) -> PartnershipMember:
    """Take back a request or an invitation, by the side that made it."""
    partnership = lock_alive(seat.partnership_id)
    found = fresh_seat(seat)
    if found.state == MemberState.WITHDRAWN:
        _require_a_side(by, found)
        return found
    if found.state == MemberState.INVITED:
        require_steering(by, partnership)
    else:
        require_seat(by, found)
    if not found.is_waiting:
        raise said_already(found)
    found.state, found.left_at, found.ended_by = (
        MemberState.WITHDRAWN,
        timezone.now(),
        by,
    )
    found.save(update_fields=["state", "left_at", "ended_by"])
    return found


def open_seat(
    partnership: Partnership,
    profile: Profile,
    by: User,
    state: str,
    role: str,
    message: str = "",
) -> PartnershipMember:
    """A new seat; the partnership is locked or new."""
    _require_published(profile)
    now = timezone.now()
    seat = PartnershipMember(
        partnership=partnership,
        profile=profile,
        region_id=profile.region_id,
        is_cluster=profile.type == "cluster",
        role=MemberRole(role),
        state=state,
        message=message.strip(),
        confidence="confirmed",
        opened_at=now,
        opened_by=by,
    )
    if state == MemberState.ACTIVE:
        seat.joined_at = seat.decided_at = now
        seat.decided_by = by
    seat.clean_fields(exclude=["partnership", "profile", "region", "opened_by"])
    seat.save()
    if state == MemberState.INVITED:
        tell_invited(seat)
    return seat


def _require_a_side(by: User, seat: PartnershipMember) -> None:
    """Either of the two that may have taken it back."""
    if not (is_curator(by) or leads(by, seat.partnership)):
        require_seat(by, seat)


def _require_published(profile: Profile) -> None:
    if profile.status != ProfileStatus.PUBLISHED:
        words = {"title": profile.title}
        raise PortalError(_("“%(title)s” is not published.") % words)


def _present(partnership: Partnership, profile: Profile) -> PartnershipMember | None:
    rows = partnership.members.present().with_whom()
    return rows.filter(profile=profile).first()


def _has_seat(seat: PartnershipMember) -> Conflict:
    sentences = {
        MemberState.ACTIVE: _("%(name)s takes part already."),
        MemberState.ASKED: _("%(name)s asks to join already: answer that request."),
        MemberState.INVITED: _("%(name)s is invited already: accept the invitation."),
    }
    return Conflict(sentences[MemberState(seat.state)] % {"name": seat.label})


def _answered(
    seat: PartnershipMember, waiting: str, by: User, accepts: bool, reason: str
) -> PartnershipMember:
    """Give the answer once; the same answer again changes nothing."""
    wanted = MemberState.ACTIVE if accepts else MemberState.DECLINED
    if seat.state == wanted and seat.decided_at:
        return seat
    if seat.state != waiting:
        raise said_already(seat)
    if accepts and seat.profile:
        _require_published(seat.profile)
    now = timezone.now()
    seat.state, seat.decided_at, seat.decided_by = wanted, now, by
    seat.reason = checked_reason(reason)
    seat.joined_at = now if accepts else None
    seat.clean_fields(exclude=["partnership", "profile", "region"])
    # Whose seat it is may change at this moment, when profiles are merged.
    seat.save(
        update_fields=["state", "decided_at", "decided_by", "reason", "joined_at"]
    )
    if accepts and seat.partnership.status == Status.ACTIVE:
        note_partners(seat)
    if waiting == MemberState.ASKED:
        tell_answered(seat)
    elif accepts:
        tell_joined(seat)
    return seat
