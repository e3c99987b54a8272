"""What the clock does with people's data and mandates."""

from portal.accounts.retention import keep_to_periods
from portal.accounts.services import close_ended_mandates, warn_of_last_ends
from portal.web.clock import regularly

DAY = 24 * 60 * 60


@regularly(seconds=DAY, name="mandate-ends")
def mandate_ends() -> str:
    warned, closed = warn_of_last_ends(), close_ended_mandates()
    return f"{closed} ended, {warned} warned"


@regularly(seconds=DAY, name="retention")
def retention() -> str:
    return keep_to_periods()
