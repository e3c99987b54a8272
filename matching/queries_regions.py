"""Reads that gather profiles and their matches by region."""

from typing import Any

from django.db.models import Count, F, Max, QuerySet

from matching.models import Match, MatchRun
from matching.queries import visible_matches
from regions.models import Profile, Region

# Stored rows read to find the best pair of each partner region.
BEST_PAIRS_READ = 2_000


def partner_regions(
    user: Any, region: Region, run: MatchRun | None
) -> "QuerySet[Any, Any]":
    """Regions with the best matches of this region's profiles, best first.

    Rows are {"code", "best" (hundredths of a point), "pairs"}; regions within this one
    or around it are left out.
    """
    return (
        _matches_of_region(user, region, run)
        .values(code=F("partner__region_id"))
        .annotate(best=Max("score"), pairs=Count("partner_id"))
        .order_by("-best", "code")
    )


def best_pairs(
    user: Any, region: Region, run: MatchRun | None, rows: list[dict[str, Any]]
) -> dict[str, Match]:
    """The best match behind each row of `partner_regions`, by partner region."""
    wanted = {row["code"]: row["best"] for row in rows}
    candidates = (
        _matches_of_region(user, region, run)
        .filter(partner__region__in=wanted, score__in=set(wanted.values()))
        .select_related("profile", "partner")
        .order_by("profile_id", "rank")[:BEST_PAIRS_READ]
    )
    found: dict[str, Match] = {}
    for match in candidates:
        code = match.partner.region_id
        if match.score == wanted[code]:
            found.setdefault(code, match)
    return found


def _matches_of_region(
    user: Any, region: Region, run: MatchRun | None
) -> "QuerySet[Match]":
    own = Profile.objects.visible_to(user).filter(region__code__startswith=region.code)
    return (
        visible_matches(user, run)
        .filter(profile__in=own.values("pk"))
        .exclude(partner__region__code__startswith=region.code)
        .exclude(partner__region__in=region.ancestor_codes)
    )


def profile_counts() -> dict[Region, int]:
    """Regions that hold published profiles, with how many, the most first."""
    rows = (
        Profile.objects.published()
        .order_by()
        .values_list("region_id")
        .annotate(n=Count("pk"))
        .order_by("-n", "region_id")
    )
    counts = dict(rows)
    regions = Region.objects.in_bulk(list(counts))
    return {regions[code]: count for code, count in counts.items()}


def newest_profiles() -> "QuerySet[Profile]":
    """Published profiles, the last changed first."""
    rows = Profile.objects.published().for_cards()
    return rows.order_by("-updated_at", "title", "pk")
