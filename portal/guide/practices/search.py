"""What the search finds of practices: published ones, in whatever language."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.guide.practices.models import Practice
from regions.register.search_kinds import Entry, RoomKind, Shown

KIND = "practice"


def practice_entries(keys: Collection[str] | None = None) -> Iterable[Entry]:
    """One each, found by its title, what was difficult, done, and came of it."""
    rows = Practice.objects.published()
    if keys is not None:
        rows = rows.filter(slug__in=keys)
    for one in rows.order_by("pk"):
        words = [one.challenge, one.action, one.result, one.funding]
        yield Entry(one.slug, one.title, words, region=one.region_id)


def shown_practices(
    keys: Collection[str], language: str, user: Any
) -> Mapping[str, Shown]:
    rows = Practice.objects.published().visible_to(user).filter(slug__in=keys)
    return {
        one.slug: Shown(
            title=one.title,
            url=one.get_absolute_url(),
            snippet=one.challenge,
            place=one.region.label,
            code=one.region_id,
        )
        for one in rows.select_related("region")
    }


PRACTICES_KIND = RoomKind(
    name=KIND,
    word=_("practice"),
    words=_("Practices"),
    icon="read",
    entries=practice_entries,
    shown=shown_practices,
    order=40,
)
