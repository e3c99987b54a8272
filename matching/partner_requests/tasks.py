"""What the clock does with partner requests."""

from matching.partner_requests import services
from matching.partner_requests.models import PartnerRequest
from portal.web.clock import regularly

HOUR = 60 * 60
TEN_MINUTES = 10 * 60


@regularly(
    seconds=HOUR,
    name="close-requests",
    is_needed=lambda: PartnerRequest.objects.due().exists(),
)
def close_requests() -> str:
    return f"{services.close_due()} closed"


@regularly(
    seconds=TEN_MINUTES,
    name=services.MATCH_JOB,
    is_needed=lambda: services.requests_to_match().exists(),
)
def match_requests() -> str:
    return f"{services.match_due()} matched"
