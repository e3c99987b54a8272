"""What the clock does with introductions."""

from matching.introductions.models import Introduction
from matching.introductions.services import expire_due, remind_due
from matching.introductions.talk.retention import forget_talk
from portal.web.clock import regularly

HOUR = 60 * 60
DAY = 24 * HOUR


@regularly(
    seconds=HOUR,
    name="introductions",
    is_needed=lambda: Introduction.objects.waiting().exists(),
)
def introductions() -> str:
    closed, reminded = expire_due(), remind_due()
    return f"{closed} closed, {reminded} reminded"


@regularly(seconds=DAY, name="forget-talk")
def forget_old_talk() -> str:
    return forget_talk()
