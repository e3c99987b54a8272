"""Reads that gather profiles and their matches by region."""

from typing import Any

from django.db.models import Count, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from matching.models import Exposure, Match, MatchRun
from matching.queries import visible_matches
from regions.models import Confidence, Profile, Region

# Stored rows read to find the best pair of each partner region.
BEST_PAIRS_READ = 2_000
# What orders a row: the score, and the bonus that its partner has in the same run.
_BONUS = Exposure.objects.filter(
    run=OuterRef("run_id"), profile=OuterRef("partner_id")
).values("bonus")
LEVEL = F("score") + Coalesce(Subquery(_BONUS), 0)
# Stored rows read to find the strongest pairs: both sides of all fit into one query.
STRONGEST_READ = 400


def partner_regions(
    user: Any, region: Region, run: MatchRun | None
) -> "QuerySet[Any, Any]":
    """Regions with the best matches of this region's profiles, in the fair order.

    Rows are {"code", "level", "best", "pairs"}: the highest score with its bonus, which
    orders them, and the highest score, both in hundredths of a point. Regions within
    this one or around it are left out.
    """
    return (
        _matches_of_region(user, region, run)
        .values(code=F("partner__region_id"))
        .annotate(level=Max(LEVEL), best=Max("score"), pairs=Count("partner_id"))
        .order_by("-level", "-best", "code")
    )


def best_pairs(
    user: Any, region: Region, run: MatchRun | None, rows: list[dict[str, Any]]
) -> dict[str, Match]:
    """The match that each row of `partner_regions` stands for, by partner region."""
    wanted = {row["code"]: row["level"] for row in rows}
    candidates = (
        _matches_of_region(user, region, run)
        .annotate(level=LEVEL)
        .filter(partner__region__in=wanted, level__in=set(wanted.values()))
        .select_related("profile", "partner")
        .order_by("-score", "profile_id", "rank")[:BEST_PAIRS_READ]
    )
    found: dict[str, Match] = {}
    for match in candidates:
        code = match.partner.region_id
        if match.level == wanted[code]:
            found.setdefault(code, match)
    return found


def _matches_of_region(
    user: Any, region: Region, run: MatchRun | None
) -> "QuerySet[Match]":
    own = (
        Profile.objects.visible_to(user)
        .not_lapsed()
        .filter(region__code__startswith=region.code)
    )
    return (
        visible_matches(user, run)
        .filter(profile__in=own.values("pk"))
        .exclude(partner__region__code__startswith=region.code)
        .exclude(partner__region__in=region.ancestor_codes)
    )


def confidence_counts() -> dict[str, int]:
    """How many published profiles there are of each confidence, and "all" of them."""
    rows = Profile.objects.published().order_by().values_list("confidence")
    counts = dict.fromkeys(Confidence.values, 0) | dict(rows.annotate(n=Count("pk")))
    return counts | {"all": sum(counts.values())}


def confirmed_profiles() -> "QuerySet[Profile]":
    """Listed profiles that their owner confirmed, the last confirmed first."""
    rows = Profile.objects.listed().filter(confidence=Confidence.CONFIRMED)
    latest = F("confirmed_at").desc(nulls_last=True)
    return rows.for_cards().order_by(latest, "title", "pk")


def strongest_matches(run: MatchRun, most: int) -> list[Match]:
    """The best pairs of listed profiles in different countries, one a profile.

    Sides come with their regions. Reads the best stored rows only: where nearly all of
    them lie within one country, fewer than `most` are found.
    """
    best = list(
        Match.objects.filter(run=run).order_by("-score", "profile_id", "rank")[
            :STRONGEST_READ
        ]
    )
    keys = {key for match in best for key in (match.profile_id, match.partner_id)}
    shown = Profile.objects.listed().for_cards().in_bulk(list(keys))
    found: list[Match] = []
    taken: set[int] = set()
    for match in best:
        sides = match.profile_id, match.partner_id
        if taken.intersection(sides) or not all(key in shown for key in sides):
            continue
        match.profile, match.partner = (shown[key] for key in sides)
        if match.profile.region.country != match.partner.region.country:
            found.append(match)
            taken.update(sides)
    return found[:most]
