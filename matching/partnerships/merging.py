"""Seats of a record that was merged into another one follow it."""

from django.db import transaction
from django.utils import timezone

from matching.partnerships.choices import MemberRole, MemberState
from matching.partnerships.models import Handover, Partnership, PartnershipMember
from regions.models import Profile

# The firmest seat stays where both records had one.
_RANKS = {
    MemberState.ACTIVE: 0,
    MemberState.ASKED: 1,
    MemberState.INVITED: 2,
}
_ROLES = (MemberRole.LEAD, MemberRole.MEMBER, MemberRole.OBSERVER)


@transaction.atomic
def move_seats(*, kept: Profile, gone: Profile) -> None:
    """Let those of `gone` be those of `kept`; call in the transaction of the merger.

    Where both had a seat in one partnership, the firmer one stays and the other ends.
    """
    _lock_partnerships(kept, gone)
    rows = PartnershipMember.objects.select_for_update(of=("self",)).order_by("pk")
    seats = {
        one.partnership_id: one for one in rows.filter(profile=kept.pk) if _is_open(one)
    }
    for one in rows.filter(profile=gone.pk):
        twin = seats.get(one.partnership_id) if _is_open(one) else None
        if twin is not None:
            first, last = sorted((one, twin), key=_order)
            _end(last)
            _move_letter(last, first)
        one.profile_id, one.region_id = kept.pk, kept.region_id
        one.save(update_fields=["profile", "region"])


def _lock_partnerships(*profiles: Profile) -> None:
    """As all writes of a partnership do, so that none of them is lost."""
    seats = PartnershipMember.objects.filter(profile__in=profiles).order_by()
    rows = Partnership.objects.select_for_update(of=("self",)).order_by("pk")
    list(rows.filter(pk__in=seats.values("partnership")).values_list("pk"))


def _move_letter(gone: PartnershipMember, kept: PartnershipMember) -> None:
    """What was stated for the seat that ends holds for the other, if that has none."""
    if kept.is_active and not kept.pledges.running().exists():
        gone.pledges.running().update(member=kept)
    gone.pledges.running().update(withdrawn_at=timezone.now())


def _is_open(one: PartnershipMember) -> bool:
    return one.is_active or one.is_waiting


def _order(one: PartnershipMember) -> tuple[int, int, int]:
    state = _RANKS[MemberState(one.state)]
    return state, _ROLES.index(MemberRole(one.role)), one.pk


def _end(one: PartnershipMember) -> None:
    one.state = MemberState.LEFT if one.is_active else MemberState.WITHDRAWN
    one.left_at = timezone.now()
    one.save(update_fields=["state", "left_at"])
    Handover.objects.open().filter(giver=one).delete()
    Handover.objects.open().filter(taker=one).delete()
