"""What the page of one region shows, and how a code leads to a region."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from regions.models import (
    Cluster,
    Cooperation,
    CooperationMember,
    Facility,
    NutsChange,
    Priority,
    Region,
    RegionStrength,
    Strategy,
)
from regions.queries.vocabulary import Vocabulary

COUNTRY_LENGTH = 2
LEVEL_2_LENGTH = 4
ROWS_SHOWN = 12
FEWER_ROWS_SHOWN = 6
STRENGTHS_SHOWN = 10
# The present period first.
PRIORITY_ORDER = ("-strategy__period", "region_id", "title", "id")


def nearest_level_2(code: str) -> str:
    """The level 2 region that a small region lies in; larger ones stay."""
    return code[:LEVEL_2_LENGTH]


def successor_of(code: str) -> str | None:
    """Where a code leads that is not written as in the register, or None.

    Lower case leads to capitals; a code of NUTS 2024 to the region of 2021 from which
    most of its people come.
    """
    wanted = code.strip().upper()
    if Region.objects.filter(code=wanted).exists():
        return wanted
    changes = NutsChange.objects.filter(code_2024=wanted).order_by("-share", "region")
    return changes.values_list("region_id", flat=True).first()


@dataclass(frozen=True)
class Part:
    """The first rows of a longer list, and how long it is.

    `around` is the larger region whose rows these are, where the region has none.
    """

    rows: list
    total: int
    around: Region | None = None


def part_of(queryset: QuerySet, shown: int = ROWS_SHOWN) -> Part:
    return Part(list(queryset[:shown]), queryset.count())


def nearest_part(
    visible: QuerySet,
    order: Sequence[str],
    region: Region,
    ancestors: Sequence[Region],
    words: Vocabulary,
    shown: int = ROWS_SHOWN,
) -> Part:
    """What the region holds, or else the nearest of the regions around that holds any.

    A larger region gives what lies anywhere in it; a country only what is its own.
    """
    ordered = visible.order_by(*order)
    own = part_of(ordered.filter(region__in=words.within(region.code)), shown)
    code = nearest_holder(visible, region) if not own.total else None
    if code is None:
        return own
    found = part_of(ordered.filter(region__in=held_by(code, words)), shown)
    around = next(one for one in ancestors if one.code == code)
    return Part(found.rows, found.total, around)


def held_by(code: str, words: Vocabulary) -> list[str]:
    """Codes whose records speak for what lies in a region: not all of a country."""
    return [code] if len(code) == COUNTRY_LENGTH else words.within(code)


def nearest_holder(visible: QuerySet, region: Region) -> str | None:
    """The code of the smallest region around that holds one of these records."""
    codes = region.ancestor_codes
    smaller = [code for code in codes if len(code) > COUNTRY_LENGTH]
    holds = Q(region__in=codes)
    for code in smaller:
        holds |= Q(region__code__startswith=code)
    found = set(visible.filter(holds).order_by().values_list("region", flat=True))
    for code in reversed(smaller):
        if any(one.startswith(code) for one in found):
            return code
    return codes[0] if codes and codes[0] in found else None


@dataclass(frozen=True)
class PartnerRegion:
    """A region somebody has worked with, and in how many joint projects."""

    region: Region
    projects: int


@dataclass(frozen=True)
class RegionPage:
    """One region with all that is known about it and its parts."""

    region: Region
    ancestors: list[Region]
    children: list[Region]
    strategies: list[Strategy]
    strategies_around: list[Strategy]
    priorities: Part
    clusters: Part
    facilities: Part
    strengths: list[RegionStrength]
    strengths_of: str
    projects: Part
    partners: list[PartnerRegion]

    @property
    def partners_for(self) -> Region | None:
        """The region whose partners to look at: its own profiles or those around."""
        if (self.priorities.total and not self.priorities.around) or (
            self.clusters.total and not self.clusters.around
        ):
            return self.region
        return self.priorities.around or self.clusters.around


def region_page(region: Region, user: Any, words: Vocabulary) -> RegionPage:
    """Everything about one region, in a fixed number of queries."""
    code = region.code
    level_2 = nearest_level_2(code)
    strategies = Strategy.objects.visible_to(user).select_related("region")
    strategies = strategies.with_rights(user)
    inside = {"region__in": words.within(code)}
    ancestors = list(Region.objects.filter(code__in=region.ancestor_codes))
    place = (region, ancestors, words)
    priorities = Priority.objects.visible_to(user).for_cards()
    clusters = Cluster.objects.visible_to(user).for_cards()
    facilities = Facility.objects.visible_to(user).for_cards().filter(**inside)
    projects = Cooperation.objects.of_region(code).latest_first()
    around = strategies.filter(region__in=region.ancestor_codes)
    return RegionPage(
        region=region,
        ancestors=ancestors,
        children=list(Region.objects.filter(parent=region).order_by("code")),
        strategies=list(strategies.filter(region=region).order_by("-period", "id")),
        strategies_around=list(around.order_by("-region__level", "-period", "id")),
        priorities=nearest_part(priorities, PRIORITY_ORDER, *place),
        clusters=nearest_part(clusters, ("title", "id"), *place, FEWER_ROWS_SHOWN),
        facilities=part_of(facilities.order_by("name", "id"), FEWER_ROWS_SHOWN),
        strengths=strengths_of(level_2),
        strengths_of=level_2,
        projects=part_of(projects),
        partners=partners_of(code),
    )


def strengths_of(code: str) -> list[RegionStrength]:
    """The activities a level 2 region is strongest in; others have no figures."""
    rows = RegionStrength.objects.filter(region=code, strength__gt=0)
    best = rows.select_related("topic").order_by("-strength", "topic")
    return list(best[:STRENGTHS_SHOWN])


def partners_of(code: str) -> list[PartnerRegion]:
    """Regions outside this one in its joint projects, the most frequent first."""
    joint = Cooperation.objects.of_region(code).values("pk")
    members = CooperationMember.objects.filter(cooperation__in=joint).exclude(
        region__code__startswith=code
    )
    pairs = set(members.values_list("cooperation_id", "region_id"))
    counts = Counter(region for _, region in pairs if not code.startswith(region))
    regions = Region.objects.in_bulk(list(counts))
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [PartnerRegion(regions[key], n) for key, n in ranked]
