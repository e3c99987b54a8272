"""Writes of saved searches."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.keeping.models import SavedSearch, SearchHit
from matching.keeping.searching import results_of, tidy_query
from portal.accounts.models import User
from portal.accounts.services.holding import lock_person
from portal.web.errors import PortalError
from regions.models import Profile

MOST_SEARCHES = 50
# What finds more says too little to be told of; each result is remembered.
MOST_RESULTS = 10_000
BATCH = 1000


@transaction.atomic
def save_search(
    *, by: User, name: str, page: str, query: str, profile: Profile | None = None
) -> tuple[SavedSearch, bool]:
    """Save a search with all it finds now, of which nobody need be told.

    The second is False if the person has saved the very same before.
    """
    query = tidy_query(query)
    lock_person(by)
    own = SavedSearch.objects.filter(user=by)
    known = own.filter(page=page, profile=profile, query=query).first()
    if known is not None:
        return known, False
    if own.count() >= MOST_SEARCHES:
        raise PortalError(
            _("You have saved %(most)d searches already. Delete one first.")
            % {"most": MOST_SEARCHES}
        )
    search = SavedSearch(user=by, name=name, page=page, profile=profile, query=query)
    keys = results_of(search, by)
    if len(keys) > MOST_RESULTS:
        raise PortalError(
            ngettext(
                "This search finds more than %(most)d record. Narrow it first.",
                "This search finds more than %(most)d records. Narrow it first.",
                MOST_RESULTS,
            )
            % {"most": MOST_RESULTS}
        )
    search.save()
    remember(search, keys)
    return search, True


def remember(search: SavedSearch, keys: list[int]) -> None:
    """Write down that these results are known."""
    hits = [SearchHit(search=search, key=key) for key in keys]
    SearchHit.objects.bulk_create(hits, batch_size=BATCH)


def rename_search(*, search: SavedSearch, name: str) -> None:
    """Give a search another name."""
    SavedSearch.objects.filter(pk=search.pk).update(name=name)


def delete_search(*, search: SavedSearch) -> None:
    """Forget a search and what was told of it."""
    SavedSearch.objects.filter(pk=search.pk).delete()
