"""Partner requests of a record that was merged into another one follow it."""

from django.db import transaction

from matching.partner_requests.models import PartnerRequest, RequestMatch
from regions.models import Profile


@transaction.atomic
def move_requests(*, kept: Profile, gone: Profile) -> None:
    """Let those of `gone` be those of `kept`; call in the transaction of the merger.

    They are scored anew, as they have another region perhaps; requests that fitted
    both records fit the one that stays as well as they fitted the better of the two.
    """
    PartnerRequest.objects.filter(profile=gone.pk).update(
        profile=kept.pk, matched_run=None
    )
    RequestMatch.objects.filter(
        profile__in=[kept.pk, gone.pk], request__profile=kept.pk
    ).delete()
    present = {
        one.request_id: one for one in RequestMatch.objects.filter(profile=kept.pk)
    }
    for row in RequestMatch.objects.filter(profile=gone.pk):
        twin = present.get(row.request_id)
        if twin is None:
            RequestMatch.objects.filter(pk=row.pk).update(profile=kept.pk)
            continue
        if row.score > twin.score:
            RequestMatch.objects.filter(pk=twin.pk).update(
                score=row.score, rank=row.rank
            )
        row.delete()
