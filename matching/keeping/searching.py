"""What a saved search finds, by the very filters of the page it was saved on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from matching.card_parts import hidden_for
from matching.filters import ListFilterSet
from matching.keeping.models import QUERY_MAX, SavedSearch, SearchPage
from matching.queries import current_run, match_list_for
from portal.accounts.models import User
from portal.web.errors import PortalError
from portal.web.filtering import SHOWING, StrictFilterSet
from regions.filters import ClusterFilterSet, FacilityFilterSet, PriorityFilterSet
from regions.models import Cluster, Facility, Owned, Priority, Profile


class WrongSearch(PortalError):
    """The filters are not those of the page, or not any more."""


@dataclass(frozen=True)
class Register:
    """A list of the register that can be searched."""

    model: type[Owned]
    filterset: type[StrictFilterSet]
    url_name: str


REGISTERS: Mapping[str, Register] = {
    SearchPage.CLUSTERS: Register(Cluster, ClusterFilterSet, "regions:cluster-list"),
    SearchPage.PRIORITIES: Register(
        Priority, PriorityFilterSet, "regions:priority-list"
    ),
    SearchPage.FACILITIES: Register(
        Facility, FacilityFilterSet, "regions:facility-list"
    ),
}


def tidy_query(text: str) -> str:
    """The filters of an address in one order, so that the same is saved once."""
    try:
        asked = QueryDict(text)
    except ValueError as error:
        raise WrongSearch(_("This address cannot be read.")) from error
    kept = QueryDict(mutable=True)
    for name in sorted(asked):
        values = sorted({value for value in asked.getlist(name) if value})
        if values and name not in SHOWING:
            kept.setlist(name, values)
    found = kept.urlencode()
    if len(found) > QUERY_MAX:
        raise WrongSearch(_("These are too many filters to be saved."))
    return found


def list_url(search: SavedSearch) -> str:
    """The page with these filters."""
    if search.page == SearchPage.MATCHES and search.profile is not None:
        path = reverse("matching:list", args=[search.profile.slug])
    else:
        path = reverse(REGISTERS[search.page].url_name)
    return f"{path}?{search.query}" if search.query else path


def results_of(search: SavedSearch, user: User) -> list[int]:
    """Keys of what the search finds now for this person, as the page orders them.

    Only what is public: own drafts, and what curators see, are no news.
    """
    if search.page == SearchPage.MATCHES:
        return _partners(search, user)
    register = REGISTERS[search.page]
    rows = register.model.objects.visible_to(user).published()
    filterset = register.filterset(QueryDict(search.query), queryset=rows)
    _check(filterset)
    return list(filterset.qs.values_list("pk", flat=True))


def _partners(search: SavedSearch, user: User) -> list[int]:
    """Partners in the list of a profile for which this person acts."""
    own = Profile.objects.owned_by(user).not_merged().with_rights(user)
    profile = own.filter(pk=search.profile_id).first()
    if profile is None:
        raise WrongSearch(_("You do not act for this profile any more."))
    found = match_list_for(user, profile, current_run())
    filterset = ListFilterSet(
        QueryDict(search.query),
        queryset=found.matches,
        words=found.words,
        hidden=hidden_for(user, profile),
    )
    _check(filterset)
    keys = [one.partner for one in filterset.shown(found)]
    public = Profile.objects.published().filter(pk__in=keys)
    is_public = set(public.values_list("pk", flat=True))
    return [key for key in keys if key in is_public]


def _check(filterset: StrictFilterSet) -> None:
    if filterset.is_valid():
        return
    lines = [str(line) for found in filterset.form.errors.values() for line in found]
    raise WrongSearch(" ".join(lines))


def titles_of(search: SavedSearch, keys: Sequence[int]) -> list[str]:
    """What these results are called, in this order."""
    page = search.page
    model: Any = Profile if page == SearchPage.MATCHES else REGISTERS[page].model
    found = model.objects.in_bulk(list(keys))
    return [str(found[key]) for key in keys if key in found]
