"""What the clock does with practices."""

from portal.guide.practices import services
from portal.web.clock import regularly

TEN_MINUTES = 10 * 60


@regularly(
    seconds=TEN_MINUTES,
    name=services.MATCH_JOB,
    is_needed=lambda: services.practices_to_match().exists(),
)
def match_practices() -> str:
    return f"{services.match_due()} matched"
