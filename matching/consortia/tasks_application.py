"""What the clock does with applications."""

from matching.consortia.application import services
from matching.consortia.application.services.due import DAYS, tasks_to_remind
from matching.consortia.application.services.forgetting import letters_to_forget
from portal.web.clock import regularly

HOUR = 60 * 60
DAY = 24 * HOUR


@regularly(
    seconds=HOUR,
    name="remind-pieces",
    is_needed=lambda: any(tasks_to_remind(days).exists() for days in DAYS),
)
def remind_pieces() -> str:
    return f"{services.remind_due()} reminded"


@regularly(
    seconds=DAY,
    name="forget-letters",
    is_needed=lambda: letters_to_forget().exists(),
)
def forget_letters() -> str:
    return f"{services.forget_letters()} deleted"
