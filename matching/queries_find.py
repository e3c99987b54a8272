"""Profiles by name, for somebody who misses one in a list."""

from typing import Any

from matching.queries import SIDE
from regions.models import Profile, SearchKind
from regions.queries.search import entries_for

MOST_FOUND = 20
KINDS = (SearchKind.PRIORITY, SearchKind.CLUSTER)


def profiles_named(user: Any, text: str, *, without: Profile) -> list[Profile]:
    """Profiles that hold all these words, best first, as far as one may see them.

    Two queries; the profile itself is left out. One more than are shown, if there are.
    """
    slugs = [entry.key for entry in entries_for(text, KINDS)[: MOST_FOUND + 2]]
    rows = Profile.objects.visible_to(user).filter(slug__in=slugs)
    found = {row.slug: row for row in rows.select_related(*SIDE)}
    found.pop(without.slug, None)
    return [found[slug] for slug in slugs if slug in found][: MOST_FOUND + 1]
