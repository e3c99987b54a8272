"""What every write of a self-assessment shares: who may, and the lock."""

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.organisations import Organisation
from portal.accounts.services import NotAllowed, mandate_of
from portal.guide.assessments.models import Assessment
from portal.web.errors import Conflict
from regions.querysets import EDITING


def may_write(user: User, organisation: Organisation) -> bool:
    """Whether this person fills in, completes and shares for the organisation."""
    mandate = mandate_of(user, organisation)
    return mandate is not None and mandate.role in EDITING


def require_writer(by: User, organisation: Organisation) -> None:
    if not may_write(by, organisation):
        raise NotAllowed(_("Only owners and editors of the organisation may do this."))


def lock_assessment(*, by: User, key: int) -> Assessment:
    """The assessment as it is now, locked until the transaction ends."""
    rows = Assessment.objects.with_organisation().select_for_update(of=("self",))
    found = rows.filter(pk=key).first()
    if found is None:
        raise Conflict(_("This self-assessment is gone: a colleague has deleted it."))
    require_writer(by, found.organisation)
    return found


def require_draft(assessment: Assessment) -> None:
    if assessment.is_complete:
        raise Conflict(
            _("This self-assessment is complete, and its answers stay as they are.")
        )


def require_revision(assessment: Assessment, revision: int) -> None:
    """Raise Conflict if somebody has written since this state was read."""
    if assessment.revision != revision:
        raise Conflict(
            _(
                "Somebody has changed answers since you opened this page. Look at them"
                " first; they are shown here now."
            )
        )


def note_write(assessment: Assessment) -> None:
    """Count the write; call it once in its transaction."""
    assessment.revision += 1
    assessment.edited_at = timezone.now()
    assessment.save(update_fields=["revision", "edited_at"])
