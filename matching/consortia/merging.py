"""Consortia of a record that was merged into another one follow it."""

from django.db import transaction

from matching.consortia.application.services.moving import move_pieces
from matching.consortia.kinds import MemberState
from matching.consortia.models import Consortium, ConsortiumMember
from matching.consortia.services.locking import note_change
from regions.models import Profile

# Of two rows of one consortium the one that goes further stays.
ORDER = (
    MemberState.AGREED,
    MemberState.INVITED,
    MemberState.PINNED,
    MemberState.CONSIDERED,
    MemberState.DECLINED,
    MemberState.LEFT,
    MemberState.EXCLUDED,
)


@transaction.atomic
def move_consortia(*, kept: Profile, gone: Profile) -> None:
    """Let those of `gone` be those of `kept`; call in the transaction of the merger."""
    both = ConsortiumMember.objects.filter(profile__in=[kept.pk, gone.pk])
    keys = both.order_by().values("consortium")
    rows = Consortium.objects.filter(pk__in=keys) | Consortium.objects.filter(
        lead=gone.pk
    )
    for one in list(rows.order_by("pk").select_for_update(of=("self",))):
        _move_members(one, kept, gone)
        note_change(one)
    Consortium.objects.filter(lead=gone.pk).update(lead=kept.pk)


def _move_members(consortium: Consortium, kept: Profile, gone: Profile) -> None:
    found = {one.profile_id: one for one in consortium.members.all()}
    moved, present = found.get(gone.pk), found.get(kept.pk)
    if moved is None:
        return
    if present is not None:
        first, second = sorted((present, moved), key=_order)
        move_pieces(kept=first, gone=second)
        coordinates = first.is_coordinator or second.is_coordinator
        second.delete()
        moved = first
        moved.is_coordinator = coordinates and moved.is_present
    moved.profile_id = kept.pk
    moved.save(update_fields=["profile", "is_coordinator"])


def _order(member: ConsortiumMember) -> int:
    return ORDER.index(MemberState(member.state))
