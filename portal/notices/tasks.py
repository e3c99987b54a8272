"""What the clock does with notices."""

from portal.notices.digests import Tally, send_digests, some_wait
from portal.notices.services import forget_old
from portal.web.clock import regularly

QUARTER = 15 * 60
DAY = 24 * 60 * 60


@regularly(seconds=QUARTER, name="send-digests", is_needed=some_wait)
def digests() -> Tally:
    return send_digests()


@regularly(seconds=DAY, name="forget-notices")
def forget_notices() -> str:
    return forget_old()
