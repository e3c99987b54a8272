"""With what a consortium can begin: profiles, calls, a shortlist, a partnership."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet

from matching.calls.models import Call
from matching.keeping.models import ShortlistEntry
from matching.partnerships.models import Partnership, PartnershipMember
from regions.models import Profile, ProfileType
from regions.queries.vocabulary import vocabulary
from regions.querysets import EDITING

MOST_NAMED = 30


def leads_of(user: Any) -> "QuerySet[Profile]":
    """The profiles with which this person can start a consortium."""
    own = Profile.objects.owned_by(user, *EDITING).published().not_merged()
    return own.select_related("region").order_by("title", "pk")


def calls_to_choose(user: Any) -> "QuerySet[Call]":
    """The calls for which one can start: those that have not closed."""
    rows = Call.objects.visible_to(user).with_status(("open", "forthcoming", "undated"))
    return rows.by_closing()


def shortlist_of(user: Any, lead: Profile) -> list[Profile]:
    """Published profiles that are kept for this one."""
    entries = ShortlistEntry.objects.visible_to(user).filter(profile=lead)
    seen = Profile.objects.visible_to(user).published().not_merged()
    rows = seen.filter(pk__in=entries.order_by().values("partner"))
    return list(rows.select_related("region").order_by("title", "pk"))


def named_profiles(user: Any, slugs: Sequence[str]) -> list[Profile]:
    """Published profiles of these addresses; any other address is passed over."""
    seen = Profile.objects.visible_to(user).published().not_merged()
    rows = seen.filter(slug__in=slugs[:MOST_NAMED])
    return list(rows.select_related("region").order_by("title", "pk"))


def partnership_profiles(user: Any, slug: str) -> list[Profile]:
    """Published profiles that take part in a partnership that this person may see.

    For a region of which the partnership names no profile, it is the priority that
    shares most of the partnership's topics.
    """
    rows = Partnership.objects.visible_to(user).filter(slug=slug)
    found = rows.prefetch_related("topics").first()
    if found is None:
        return []
    seats = PartnershipMember.objects.filter(partnership=found, state="active")
    named = list(seats.values_list("profile_id", "region_id"))
    keys = {profile for profile, _region in named if profile}
    regions = {region for profile, region in named if region and not profile}
    seen = Profile.objects.visible_to(user).published().not_merged()
    wanted = vocabulary().with_descendants(topic.pk for topic in found.topics.all())
    shared = Count("topics", filter=Q(topics__in=wanted))
    some = seen.filter(type=ProfileType.PRIORITY, region__in=regions)
    best: dict[str, Profile] = {}
    for each in some.annotate(shared=shared).order_by("-shared", "pk"):
        if each.shared:
            best.setdefault(each.region_id, each)
    keys |= {each.pk for each in best.values()}
    joined = seen.filter(pk__in=keys).select_related("region")
    return list(joined.order_by("title", "pk"))
