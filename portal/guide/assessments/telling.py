"""What people are told about self-assessments; no person and no result is named."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.guide.assessments.models import Assessment
from portal.notices.kinds import Words, register_group
from portal.notices.models import Pace
from portal.notices.services import notify
from regions.queries.vocabulary import vocabulary
from regions.querysets import EDITING

DUE = "assessment-due"
GROUP = "assessments"


def tell_due(assessment: Assessment) -> int:
    """Tell the owners and editors that their last result is a year old."""
    people = User.objects.acting_for(
        *EDITING, region=assessment.region, cluster=assessment.cluster
    )
    facts = {
        "region": assessment.region_id or "",
        "cluster": assessment.cluster.title if assessment.cluster else "",
        "day": timezone.localdate(assessment.completed_at).isoformat(),
    }
    return notify(
        people=people.order_by("pk"),
        kind=DUE,
        key=f"assessment:{assessment.pk}:due",
        facts=facts,
        path=assessment.get_absolute_url(),
    )


def register_kinds() -> None:
    """Say which notices there are; called once, when the app is ready."""
    title = gettext_lazy("Self-assessments")
    due = (DUE, gettext_lazy("your self-assessment is a year old"), _due)
    register_group(GROUP, title, [due], pace=Pace.NOW)


def _due(facts: Mapping[str, Any]) -> Words:
    name = facts["cluster"] or vocabulary().region_label(facts["region"])
    words = {
        "name": name,
        "day": date_format(datetime.date.fromisoformat(facts["day"])),
    }
    title = _("Time to repeat the self-assessment of %(name)s")
    text = _(
        "The last one was completed on %(day)s. Answer again, and see what has changed"
        " since."
    )
    return Words(title % words, text % words)
