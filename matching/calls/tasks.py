"""What the clock does with calls."""

from matching.calls.models import CallFollow
from matching.calls.services.reminding import remind_due
from matching.calls.telling import REMINDERS
from portal.web.clock import regularly

HOUR = 60 * 60


@regularly(
    seconds=HOUR,
    name="remind-of-calls",
    is_needed=lambda: CallFollow.objects.closing_within(max(REMINDERS)).exists(),
)
def remind_of_calls() -> str:
    return f"{remind_due()} reminded"
