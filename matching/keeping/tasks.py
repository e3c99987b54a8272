"""What the clock does: new results of saved searches."""

from matching.keeping.models import SavedSearch
from matching.keeping.services import tell_of_new_results
from portal.web.clock import regularly

DAY = 24 * 60 * 60


@regularly(
    seconds=DAY,
    name="saved-searches",
    is_needed=lambda: SavedSearch.objects.active().exists(),
)
def saved_searches() -> str:
    return tell_of_new_results()
