"""Consent to show a result to everybody: for one result, until it is taken back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.services.holding import lock_organisation
from portal.guide.assessments.models import Assessment
from portal.guide.assessments.services.locking import lock_assessment
from portal.web.errors import PortalError
from regions.models import Status


@transaction.atomic
def share_result(*, by: User, assessment: Assessment) -> Assessment:
    """Show scores by dimension to everybody, instead of an earlier result if any."""
    # One result of an organisation is shared: two people do not share two at once.
    lock_organisation(assessment.organisation)
    found = lock_assessment(by=by, key=assessment.pk)
    if not found.is_complete:
        raise PortalError(_("Only a complete self-assessment can be shared."))
    if found.cluster and found.cluster.status != Status.PUBLISHED:
        raise PortalError(_("Your cluster’s profile is not published yet."))
    if found.is_shared:
        return found
    earlier = Assessment.objects.of(found.organisation).filter(is_shared=True)
    earlier.update(is_shared=False)
    # The first time stays: since then it is no secret, and medians count on that.
    found.shared_at = found.shared_at or timezone.now()
    found.is_shared, found.shared_by = True, by
    found.full_clean()
    found.save(update_fields=["is_shared", "shared_at", "shared_by"])
    return found


@transaction.atomic
def take_back_consent(*, by: User, assessment: Assessment) -> Assessment:
    """Show the result to nobody else any more."""
    found = lock_assessment(by=by, key=assessment.pk)
    if found.is_shared:
        found.is_shared = False
        found.save(update_fields=["is_shared"])
    return found
