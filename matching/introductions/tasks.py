"""What the clock does with introductions."""

from matching.introductions.models import Introduction
from matching.introductions.services import expire_due, remind_due
from portal.web.clock import regularly

HOUR = 60 * 60


@regularly(
    seconds=HOUR,
    name="introductions",
    is_needed=lambda: Introduction.objects.waiting().exists(),
)
def introductions() -> str:
    closed, reminded = expire_due(), remind_due()
    return f"{closed} closed, {reminded} reminded"
