"""What the page of one region shows, and how a code leads to a region."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

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

LEVEL_2_LENGTH = 4
ROWS_SHOWN = 12
FEWER_ROWS_SHOWN = 6
STRENGTHS_SHOWN = 10


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
    """The first rows of a longer list, and how long it is."""

    rows: list
    total: int


def part_of(queryset: QuerySet, shown: int = ROWS_SHOWN) -> Part:
    return Part(list(queryset[:shown]), queryset.count())


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


def region_page(region: Region, user: Any, words: Vocabulary) -> RegionPage:
    """Everything about one region, in a fixed number of queries."""
    code = region.code
    level_2 = nearest_level_2(code)
    strategies = Strategy.objects.visible_to(user).select_related("region")
    inside = {"region__in": words.within(code)}
    priorities = Priority.objects.visible_to(user).for_cards().filter(**inside)
    clusters = Cluster.objects.visible_to(user).for_cards().filter(**inside)
    facilities = Facility.objects.for_cards().filter(**inside)
    projects = Cooperation.objects.of_region(code).latest_first()
    around = strategies.filter(region__in=region.ancestor_codes)
    return RegionPage(
        region=region,
        ancestors=list(Region.objects.filter(code__in=region.ancestor_codes)),
        children=list(Region.objects.filter(parent=region).order_by("code")),
        strategies=list(strategies.filter(region=region).order_by("-period", "id")),
        strategies_around=list(around.order_by("-region__level", "-period", "id")),
        priorities=part_of(priorities.order_by("region_id", "title", "id")),
        clusters=part_of(clusters.order_by("title", "id"), FEWER_ROWS_SHOWN),
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
