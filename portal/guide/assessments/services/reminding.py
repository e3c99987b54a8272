"""What the clock does: a year after, people are told that it is time to repeat."""

from django.db import transaction
from django.utils import timezone

from portal.guide.assessments.models import Assessment
from portal.guide.assessments.telling import tell_due


def remind_due() -> int:
    """Tell the people of all that are due; return how many were told. Each once."""
    rows = Assessment.objects.to_remind().order_by("pk")
    return sum(map(_remind, list(rows.values_list("pk", flat=True))))


@transaction.atomic
def _remind(key: int) -> int:
    rows = Assessment.objects.to_remind()
    if not rows.filter(pk=key).update(reminded_at=timezone.now()):
        return 0
    return tell_due(Assessment.objects.with_organisation().get(pk=key))
