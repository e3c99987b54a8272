"""What the clock does with requests for facilities, pools and wishes."""

from matching.sharing import services
from matching.sharing.models import AccessRequest, FacilityTerms, InvestmentWish, Pool
from portal.web.clock import regularly

HOUR = 60 * 60
DAY = 24 * HOUR


@regularly(
    seconds=HOUR,
    name="facility-requests",
    is_needed=lambda: AccessRequest.objects.open().exists(),
)
def clock_of_requests() -> str:
    adopted = services.adopt_due()
    ended, reminded = services.expire_due(), services.remind_due()
    return f"{adopted} arrived, {ended} ended, {reminded} reminders"


@regularly(
    seconds=HOUR,
    name="facility-pools",
    is_needed=lambda: Pool.objects.filter(state="open").exists(),
)
def clock_of_pools() -> str:
    return f"{services.end_pools()} ended or reminded"


@regularly(
    seconds=HOUR,
    name="investment-wishes",
    is_needed=lambda: InvestmentWish.objects.due().exists(),
)
def clock_of_wishes() -> str:
    return f"{services.end_wishes()} ended"


@regularly(
    seconds=DAY,
    name="facility-terms",
    is_needed=lambda: FacilityTerms.objects.exists(),
)
def clock_of_terms() -> str:
    return f"{services.ask_about_terms()} asked about"
