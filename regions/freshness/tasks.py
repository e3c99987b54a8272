"""What the clock does with the ledger."""

from portal.web.clock import regularly
from regions.freshness.services import Tally, keep_ledger

HOUR = 60 * 60


@regularly(seconds=HOUR, name="keep-ledger")
def keep() -> Tally:
    return keep_ledger()
