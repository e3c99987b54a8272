"""Questions and proposals of a cluster or priority that was merged follow it."""

from django.db import transaction
from django.db.models import F

from portal.accounts.organisations import was_ever_published
from portal.guide.peers.models import PeerInvitation, PeerProposal, PeerQuestion
from regions.models import Cluster, Profile


@transaction.atomic
def move_questions(*, kept: Profile, gone: Profile) -> None:
    """Let what belongs to `gone` belong to `kept`; call in the merger's transaction.

    Questions follow only where curators have once published what is gone, as mandates
    do: nobody writes to another cluster's people that way. Introductions that came of a
    question follow by themselves. Where both were proposed for a question, the row of
    `kept` stays; nobody is proposed to himself.
    """
    PeerProposal.objects.filter(profile=gone.pk).update(profile=kept.pk)
    if not isinstance(gone, Cluster):
        return
    if was_ever_published(gone):
        PeerQuestion.objects.filter(cluster=gone.pk).update(cluster=kept.pk)
    for model in (PeerProposal, PeerInvitation):
        rows = model._default_manager
        present = rows.filter(cluster=kept.pk).order_by().values_list("question")
        doubled = [key for (key,) in present]
        rows.filter(cluster=gone.pk, question__in=doubled).delete()
        rows.filter(cluster=gone.pk).update(cluster=kept.pk)
        rows.filter(cluster=F("question__cluster")).delete()
