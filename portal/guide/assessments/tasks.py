"""What the clock does with self-assessments."""

from portal.guide.assessments import services
from portal.guide.assessments.models import Assessment
from portal.web.clock import regularly

DAY = 24 * 60 * 60


@regularly(
    seconds=DAY,
    name="remind-assessments",
    is_needed=lambda: Assessment.objects.to_remind().exists(),
)
def remind_assessments() -> str:
    return f"{services.remind_due()} told"
