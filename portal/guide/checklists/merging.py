"""Marks of a cluster that was merged into another one follow it."""

from django.db import transaction

from portal.accounts.organisations import was_ever_published
from portal.guide.checklists.models import Mark
from portal.guide.checklists.services import put_down
from regions.models import Cluster, Profile


@transaction.atomic
def move_marks(*, kept: Profile, gone: Profile) -> None:
    """Let the marks of `gone` be of `kept`; call in the transaction of the merger.

    Where both have marked a point, what was said last counts, as one more change. What
    nobody ever published brings nothing along, as with mandates.
    """
    if not isinstance(gone, Cluster) or not isinstance(kept, Cluster):
        return
    if not was_ever_published(gone):
        return
    own = {
        (one.chapter, one.item): one
        for one in Mark.objects.of(kept).select_for_update(of=("self",))
    }
    for mark in Mark.objects.of(gone).select_for_update(of=("self",)):
        twin = own.get((mark.chapter, mark.item))
        if twin is None:
            mark.cluster = kept
            mark.save(update_fields=["cluster"])
        elif mark.changed_at > twin.changed_at and mark.said != twin.said:
            twin.standing, twin.done_on, twin.note = mark.said
            put_down(twin, by=mark.changed_by)
