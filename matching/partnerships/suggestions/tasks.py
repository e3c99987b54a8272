"""What the clock does with suggestions."""

from matching.partnerships.suggestions import services
from portal.web.clock import regularly

TEN_MINUTES = 10 * 60


@regularly(seconds=TEN_MINUTES, name="suggest-partnerships", is_needed=services.is_due)
def suggest_partnerships() -> str:
    if not services.is_due():
        return "the suggestions are current"
    number = services.make_suggestions()
    return "no lists to look at" if number is None else f"{number} wait for a curator"
