"""Commitments of a record that was merged into another one follow it."""

from django.db import transaction
from django.utils import timezone

from matching.commitments.models import Commitment
from regions.models import Profile


@transaction.atomic
def move_commitments(*, kept: Profile, gone: Profile) -> None:
    """Let those of `gone` be those of `kept`; call in the transaction of the merger.

    Where both had stated the same step towards the same partner, the one that holds
    longer runs on. What the two stated towards each other is nothing any more.
    """
    rows = Commitment.objects.without_files()
    Commitment.objects.of_pairs(kept, [gone]).delete()
    for side, other in (("profile", "partner"), ("partner", "profile")):
        moved = rows.filter(**{side: gone}).select_for_update(of=("self",))
        for one in moved.order_by("pk"):
            if one.is_running:
                _leave_one(
                    one,
                    rows.running().filter(
                        step=one.step, **{side: kept, other: getattr(one, other)}
                    ),
                )
            setattr(one, f"{side}_id", kept.pk)
            one.save(update_fields=[side, "replaced_at"])


def _leave_one(one: Commitment, present) -> None:
    """End the shorter of two that would be the same; at most one other is there."""
    for twin in present.select_for_update(of=("self",)):
        shorter = min(twin, one, key=lambda each: (each.valid_until, each.pk))
        shorter.replaced_at = timezone.now()
        shorter.save(update_fields=["replaced_at"])
