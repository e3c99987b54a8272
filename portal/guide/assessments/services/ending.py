"""The end of a draft: completed and frozen, or deleted."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.guide.assessments.models import Assessment
from portal.guide.assessments.scoring import scores
from portal.guide.assessments.services.locking import (
    lock_assessment,
    require_draft,
    require_revision,
)
from portal.web.errors import PortalError


@transaction.atomic
def complete_assessment(
    *, by: User, assessment: Assessment, revision: int
) -> Assessment:
    """Freeze the answers as they were reviewed; a second press changes nothing."""
    found = lock_assessment(by=by, key=assessment.pk)
    if found.is_complete:
        return found
    require_revision(found, revision)
    if not any(one.value is not None for one in scores(found.asked, _levels(found))):
        raise PortalError(
            _(
                "Nothing can be said yet: answer at least half of the questions of one"
                " dimension."
            )
        )
    found.completed_at, found.completed_by = timezone.now(), by
    found.full_clean()
    found.save(update_fields=["completed_at", "completed_by"])
    return found


@transaction.atomic
def delete_draft(*, by: User, assessment: Assessment, revision: int) -> None:
    """Delete a draft with its answers, if nobody has written since it was read."""
    found = lock_assessment(by=by, key=assessment.pk)
    require_draft(found)
    require_revision(found, revision)
    found.delete()


def _levels(assessment: Assessment) -> dict[str, int | None]:
    return assessment.answers.all().levels()
