"""Looking for a profile by words, for the page on which partners are added."""

from dataclasses import dataclass
from typing import Any

from matching.consortia.models import Consortium
from regions.models import Profile, SearchEntry

MOST_FOUND = 20


@dataclass(frozen=True)
class Found:
    """A profile that was found, and its state where it is in the consortium."""

    profile: Profile
    state: str


def find_profiles(user: Any, one: Consortium, query: str) -> list[Found]:
    """The best published profiles for these words; three queries."""
    kinds = ("priority", "cluster")
    entries = SearchEntry.objects.filter(kind__in=kinds).found_by(query)
    slugs = list(entries.values_list("key", flat=True)[: 2 * MOST_FOUND])
    seen = Profile.objects.visible_to(user).published().not_merged()
    rows = seen.filter(slug__in=slugs).select_related("region")
    found = {row.slug: row for row in rows}
    states = {
        member.profile_id: str(member.get_state_display())
        for member in one.members.filter(profile__in=[row.pk for row in found.values()])
    }
    return [
        Found(found[slug], states.get(found[slug].pk, ""))
        for slug in slugs
        if slug in found
    ][:MOST_FOUND]
