"""Self-assessments of a cluster that was merged into another one follow it.

Only where curators have once published what is gone, as for mandates: who typed a
record that nobody ever checked brings nothing to another cluster.
"""

from django.db import transaction

from portal.accounts.organisations import was_ever_published
from portal.guide.assessments.models import Answer, Assessment
from regions.models import Cluster


@transaction.atomic
def move_assessments(*, kept: Cluster, gone: Cluster) -> None:
    """Let those of `gone` be those of `kept`; call in the transaction of the merger.

    Of two drafts one stays, with the answers of both; where both answer, its own. Of
    two shared results the later one stays shared.
    """
    if not was_ever_published(gone):
        return
    draft = Assessment.objects.of(kept).drafts().first()
    other = Assessment.objects.of(gone).drafts().first()
    if draft and other:
        _unite(draft, other)
    Assessment.objects.of(gone).update(cluster=kept)
    shared = Assessment.objects.of(kept).filter(is_shared=True).latest_first()
    newest = shared.values_list("pk", flat=True).first()
    shared.order_by().exclude(pk=newest).update(is_shared=False)


def _unite(kept: Assessment, gone: Assessment) -> None:
    present = kept.answers.values("question")
    rows = Answer.objects.filter(assessment=gone, question__in=kept.asked.questions)
    moved = rows.exclude(question__in=list(present.values_list("question", flat=True)))
    moved.update(assessment=kept)
    gone.delete()
    kept.revision += 1
    kept.save(update_fields=["revision"])
