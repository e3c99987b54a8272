"""What the clock does with partnerships."""

from matching.partnerships import services
from portal.web.clock import regularly

HOUR = 60 * 60
DAY = 24 * HOUR


@regularly(
    seconds=HOUR,
    name="partnership-reports",
    is_needed=lambda: (
        services.partnerships_to_report().exists()
        or services.reports_to_remind().exists()
    ),
)
def reports() -> str:
    # What is opened so late that it is due is reminded of at once.
    opened = services.open_reports()
    return f"{opened} opened, {services.remind_reports()} reminded"


@regularly(seconds=DAY, name="partnership-letters")
def letters() -> str:
    return f"{services.delete_old_letters()} files deleted"
