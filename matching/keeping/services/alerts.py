"""New results of saved searches: each is told once, whatever happens meanwhile."""

import logging

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from matching.keeping.kinds import FOUND, TITLES_TOLD
from matching.keeping.models import SavedSearch
from matching.keeping.searching import WrongSearch, results_of, titles_of
from matching.keeping.services.searches import MOST_RESULTS, remember
from portal.notices.services import notify

logger = logging.getLogger(__name__)


def tell_of_new_results() -> str:
    """Look at all saved searches again, each in a transaction of its own."""
    keys = list(
        SavedSearch.objects.active().order_by("pk").values_list("pk", flat=True)
    )
    told = sum(look_again(search_id=key) for key in keys)
    return f"{told} new results of {len(keys)} searches told"


@transaction.atomic
def look_again(*, search_id: int) -> int:
    """Tell the owner of a search what it finds that was not known; how many.

    What is told is remembered in the transaction that tells it: a worker that dies in
    between has done neither, and two workers do it one after the other.
    """
    rows = SavedSearch.objects.active().select_for_update(of=("self",))
    search = rows.select_related("user").filter(pk=search_id).first()
    if search is None:
        return 0
    search.looked_at = timezone.now()
    new: list[int] = []
    try:
        known = set(search.hits.values_list("key", flat=True))
        found = results_of(search, search.user)
        new = [key for key in found if key not in known][:MOST_RESULTS]
    except WrongSearch as error:
        # Its page says so; a topic or a mandate may come back.
        logger.info("saved search %s finds nothing: %s", search.pk, error)
    if new:
        search.alerts += 1
        remember(search, new)
        _tell(search, new)
    search.save(update_fields=["looked_at", "alerts"])
    return len(new)


def _tell(search: SavedSearch, new: list[int]) -> None:
    notify(
        people=[search.user],
        kind=FOUND,
        key=f"saved-search:{search.pk}:{search.alerts}",
        facts={
            "name": search.name,
            "count": len(new),
            "titles": titles_of(search, new[:TITLES_TOLD]),
        },
        path=reverse("keeping:search", args=[search.pk]),
    )
