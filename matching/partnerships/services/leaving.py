"""How a seat ends, and how the lead passes from one member to another."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.partnerships.choices import HandoverState, MemberRole, MemberState
from matching.partnerships.models import Handover, Partnership, PartnershipMember
from matching.partnerships.people import require_curator, require_seat
from matching.partnerships.services.locking import (
    fresh,
    fresh_seat,
    lock_alive,
    said_already,
)
from matching.partnerships.services.reasons import checked_reason, require_reason
from matching.partnerships.telling import (
    tell_handover,
    tell_handover_answered,
    tell_left,
    tell_removed,
)
from portal.accounts.models import User
from portal.web.errors import Conflict, PortalError


@transaction.atomic
def leave(*, by: User, seat: PartnershipMember, reason: str = "") -> PartnershipMember:
    """Leave, as an owner or editor; the last lead hands the lead over first."""
    partnership = lock_alive(seat.partnership_id)
    found = fresh_seat(seat)
    require_seat(by, found)
    if found.state == MemberState.LEFT:
        return found
    if not found.is_active:
        raise said_already(found)
    if found.is_lead and not _other_leads(partnership, found):
        raise PortalError(
            _("You are the last lead. Hand the lead over to a member before you leave.")
        )
    _end(found, MemberState.LEFT, by, reason)
    tell_left(found)
    return found


@transaction.atomic
def remove_member(
    *, by: User, seat: PartnershipMember, reason: str
) -> PartnershipMember:
    """End somebody's seat with a reason, as a curator."""
    require_curator(by)
    lock_alive(seat.partnership_id)
    found = fresh_seat(seat)
    if found.state == MemberState.REMOVED:
        return found
    if not found.is_active:
        raise said_already(found)
    _end(found, MemberState.REMOVED, by, require_reason(reason))
    tell_removed(found)
    return found


@transaction.atomic
def offer_lead(
    *,
    by: User,
    giver: PartnershipMember,
    taker: PartnershipMember,
    is_shared: bool = False,
) -> Handover:
    """Offer the lead to another member; it passes when that one accepts."""
    lock_alive(giver.partnership_id)
    giver, taker = fresh_seat(giver), fresh_seat(taker)
    require_seat(by, giver)
    if not giver.is_lead:
        raise said_already(giver)
    is_fit = taker.is_active and taker.role == MemberRole.MEMBER and taker.profile_id
    if taker.partnership_id != giver.partnership_id or not is_fit:
        raise ValidationError({"taker": [_("Choose a member that takes part.")]})
    present = Handover.objects.open().filter(giver=giver).first()
    if present is not None:
        if (present.taker_id, present.is_shared) == (taker.pk, is_shared):
            return present
        raise Conflict(_("The lead is offered to another member already."))
    handover = Handover.objects.create(
        giver=giver, taker=taker, is_shared=is_shared, offered_by=by
    )
    tell_handover(handover)
    return handover


@transaction.atomic
def answer_handover(*, by: User, handover: Handover, accepts: bool) -> Handover:
    """Take the lead over, or decline it, as an owner or editor of who is offered it."""
    lock_alive(handover.giver.partnership_id)
    found = fresh(handover)
    giver, taker = fresh_seat(found.giver), fresh_seat(found.taker)
    require_seat(by, taker)
    wanted = HandoverState.ACCEPTED if accepts else HandoverState.DECLINED
    if found.state == wanted:
        return found
    if found.state != HandoverState.OFFERED:
        raise Conflict(_("This offer has been answered or taken back."))
    _answer(found, wanted, by)
    if accepts:
        _give_role(taker, MemberRole.LEAD)
        if not found.is_shared:
            _give_role(giver, MemberRole.MEMBER)
    tell_handover_answered(found)
    return found


@transaction.atomic
def withdraw_handover(*, by: User, handover: Handover) -> Handover:
    lock_alive(handover.giver.partnership_id)
    found = fresh(handover)
    require_seat(by, fresh_seat(found.giver))
    if found.state == HandoverState.OFFERED:
        _answer(found, HandoverState.WITHDRAWN, by)
    elif found.state != HandoverState.WITHDRAWN:
        raise Conflict(_("This offer has been answered or taken back."))
    return found


def _other_leads(partnership: Partnership, seat: PartnershipMember) -> bool:
    return partnership.members.leads().exclude(pk=seat.pk).exists()


def _answer(handover: Handover, state: str, by: User) -> None:
    handover.state, handover.answered_by = state, by
    handover.answered_at = timezone.now()
    handover.save(update_fields=["state", "answered_by", "answered_at"])


def _give_role(seat: PartnershipMember, role: str) -> None:
    seat.role = role
    seat.save(update_fields=["role"])


def _end(seat: PartnershipMember, state: str, by: User, reason: str) -> None:
    """End the seat, its letter and what is offered to it or by it."""
    now = timezone.now()
    seat.state, seat.left_at, seat.ended_by = state, now, by
    seat.reason = checked_reason(reason)
    seat.clean_fields(exclude=["partnership", "profile", "region"])
    seat.save(update_fields=["state", "left_at", "ended_by", "reason"])
    seat.pledges.running().update(withdrawn_at=now)
    Handover.objects.open().filter(Q(giver=seat) | Q(taker=seat)).update(
        state=HandoverState.WITHDRAWN, answered_at=now
    )
