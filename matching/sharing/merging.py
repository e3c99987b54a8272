"""What belongs to a profile that was merged into another one follows it."""

from django.db import transaction
from django.utils import timezone

from matching.sharing.models import (
    MERGED,
    AccessConsent,
    AccessRequest,
    InvestmentWish,
    Pool,
    PoolMember,
    State,
    WishMember,
    WishState,
)
from matching.sharing.services import quorum_of_wish
from regions.models import Profile


@transaction.atomic
def move_shares(*, kept: Profile, gone: Profile) -> None:
    """Let all of `gone` be of `kept`; call in the transaction of the merger.

    Where both had an open request for one facility the older goes on. Where both were
    in a pool or shared a wish, the share that was there first stays.
    """
    _move_requests(kept, gone)
    Pool.objects.filter(profile=gone.pk).update(profile=kept.pk)
    InvestmentWish.objects.filter(profile=gone.pk).update(profile=kept.pk)
    for model, name in ((PoolMember, "pool_id"), (WishMember, "wish_id")):
        _move_members(model, name, kept, gone)
    _count_anew(kept)
    present = AccessConsent.objects.filter(profile=kept.pk).values("request")
    rows = AccessConsent.objects.filter(profile=gone.pk)
    rows.exclude(request__in=list(present.values_list("request", flat=True))).update(
        profile=kept.pk
    )


def _move_requests(kept: Profile, gone: Profile) -> None:
    both = AccessRequest.objects.filter(profile__in=[kept.pk, gone.pk])
    rows = both.select_for_update(of=("self",)).order_by("asked_at", "pk")
    seen: set[int] = set()
    for one in rows:
        if one.is_open and one.facility_id in seen:
            one.state, one.ended_at, one.closing = (
                State.WITHDRAWN,
                timezone.now(),
                MERGED,
            )
            one.save(update_fields=["state", "ended_at", "closing"])
        elif one.is_open:
            seen.add(one.facility_id)
    # All twins have ended before the first row moves.
    AccessRequest.objects.filter(profile=gone.pk).update(profile=kept.pk)


def _move_members(model, name: str, kept: Profile, gone: Profile) -> None:
    both = model.objects.filter(profile__in=[kept.pk, gone.pk], left_at=None)
    rows = both.select_for_update(of=("self",)).order_by("joined_at", "pk")
    seen: set[int] = set()
    for one in rows:
        if getattr(one, name) in seen:
            one.left_at = timezone.now()
            one.save(update_fields=["left_at"])
        seen.add(getattr(one, name))
    model.objects.filter(profile=gone.pk).update(profile=kept.pk)


def _count_anew(kept: Profile) -> None:
    """Two who were one are one region: a wish may have too few after that."""
    shared = WishMember.objects.present().filter(profile=kept.pk)
    rows = InvestmentWish.objects.filter(
        pk__in=list(shared.values_list("wish", flat=True)),
        state=WishState.REACHED,
        partnership=None,
    )
    for one in rows.select_for_update(of=("self",)).order_by("pk"):
        if not quorum_of_wish(one).is_reached:
            one.state, one.reached_at = WishState.OPEN, None
            one.save(update_fields=["state", "reached_at"])
