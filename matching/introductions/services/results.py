"""What came of an introduction, as one of its sides reports it."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.introductions.models import Introduction, Side
from matching.introductions.people import require_side
from matching.outcomes import services as outcomes
from matching.outcomes.models import Stage
from portal.accounts.models import User
from portal.web.errors import PortalError
from regions.models import Profile

# What can be reported, in the order in which it usually happens.
REPORTED = (Stage.MET, Stage.PARTNERED, Stage.APPLIED, Stage.FUNDED, Stage.REFUSED)


@transaction.atomic
def report_result(
    *, by: User, introduction: Introduction, what: str, on: datetime.date
) -> None:
    """Write down that the two met, became partners, applied, were funded or refused."""
    require_side(by, introduction, Side.ASKING, Side.ASKED)
    if introduction.contacts_open_since is None:
        raise PortalError(_("Nothing can have come of it before it was accepted."))
    first = timezone.localdate(introduction.contacts_open_since)
    if not first <= on <= timezone.localdate():
        raise PortalError(_("Name a day between the acceptance and today."))
    if what not in REPORTED:
        raise PortalError(_("Choose what came of it."))
    _report(by, introduction.profile, introduction.partner, what, on)


def _report(
    by: User, profile: Profile, partner: Profile, what: str, on: datetime.date
) -> None:
    report = getattr(outcomes, "report_outcome", None)
    if report is not None:
        report(by=by, profile=profile, partner=partner, what=what, on=on)
        return
    noon = datetime.datetime.combine(on, datetime.time(12))
    outcomes.note_outcome(
        what=what, profile=profile, partner=partner, at=timezone.make_aware(noon)
    )
