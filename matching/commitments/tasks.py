"""What the clock does with commitments."""

from matching.commitments.services import delete_old_files, expire_due, remind_due
from portal.web.clock import regularly

HOUR = 60 * 60


@regularly(seconds=HOUR, name="commitments")
def commitments() -> str:
    # What has ended is not announced as ending.
    expired, reminded = expire_due(), remind_due()
    return f"{expired} expired, {reminded} reminded, {delete_old_files()} files deleted"
