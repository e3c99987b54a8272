"""Practices of a record that was merged into another one follow it."""

from django.db import transaction

from portal.guide.practices.models import Practice, PracticeMatch
from regions.models import Profile, ProfileType


@transaction.atomic
def move_practices(*, kept: Profile, gone: Profile) -> None:
    """Let those of `gone` be those of `kept`; call in the transaction of the merger.

    A practice that fitted both fits the one that stays as well as the better of them.
    """
    if gone.type == ProfileType.CLUSTER:
        for name in ("cluster", "owner_cluster"):
            Practice.objects.filter(**{name: gone.pk}).update(**{name: kept.pk})
    present = {
        one.practice_id: one for one in PracticeMatch.objects.filter(profile=kept.pk)
    }
    for row in PracticeMatch.objects.filter(profile=gone.pk):
        twin = present.get(row.practice_id)
        if twin is None:
            PracticeMatch.objects.filter(pk=row.pk).update(profile=kept.pk)
            continue
        if row.score > twin.score:
            PracticeMatch.objects.filter(pk=twin.pk).update(
                score=row.score, rank=row.rank
            )
        row.delete()
