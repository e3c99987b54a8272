"""Whom one could invite: found by words, or out of the match lists of who leads."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from matching.models import POINT
from matching.partnerships.models import Partnership
from matching.queries import current_run, visible_matches
from regions.models import Profile, SearchEntry

MOST_FOUND = 20
MOST_FITTING = 10
# More are read than shown, as some are no longer listed, or fit two leads.
READ = 5


@dataclass(frozen=True)
class Fit:
    """A profile that is high in the match list of a lead."""

    profile: Profile
    lead: Profile
    points: float


def profiles_by_words(one: Partnership, text: str) -> list[Profile]:
    """Profiles without a seat in it that hold all these words, best first."""
    if not text.strip():
        return []
    entries = SearchEntry.objects.filter(kind__in=["priority", "cluster"])
    ranked = entries.found_by(text).values_list("key", flat=True)
    slugs = list(ranked[: READ * MOST_FOUND])
    rows = Profile.objects.listed().not_merged().filter(slug__in=slugs)
    rows = rows.exclude(pk__in=_seated(one)).select_related("region")
    found = {row.slug: row for row in rows}
    return [found[slug] for slug in slugs if slug in found][:MOST_FOUND]


def profiles_that_fit(user: Any, one: Partnership) -> list[Fit]:
    """Who fits those that lead it best and has no seat in it; two queries."""
    leads = one.members.leads().exclude(profile=None).values("profile")
    matches = visible_matches(user, current_run())
    matches = matches.filter(profile__in=leads).exclude(partner__in=_seated(one))
    matches = matches.select_related("profile", "partner__region")
    found: dict[int, Fit] = {}
    for match in matches.order_by("-score", "pk")[: READ * MOST_FITTING]:
        fit = Fit(match.partner, match.profile, match.score / POINT)
        found.setdefault(match.partner_id, fit)
    return list(found.values())[:MOST_FITTING]


def _seated(one: Partnership) -> "QuerySet[Any]":
    return one.members.present().exclude(profile=None).order_by().values("profile")
