"""How complete and how fresh the profiles are, by country and region."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils import timezone

from regions.freshness.due import first_moment_after
from regions.freshness.ledger import FIRST_AFTER, last_day_due
from regions.models import Confidence, ExchangeItem, Profile, Region, Side
from regions.querysets import EDITING

YEAR = 12  # months


@dataclass
class Counts:
    """Published profiles of a place, and how many of them are or have what."""

    profiles: int = 0
    confirmed: int = 0
    this_year: int = 0
    due: int = 0
    untold: int = 0
    lapsed: int = 0
    topics: int = 0
    offers: int = 0
    needs: int = 0
    stages: int = 0
    summary: int = 0

    def add(self, other: "Counts") -> None:
        for one in fields(Counts):
            mine, theirs = getattr(self, one.name), getattr(other, one.name)
            setattr(self, one.name, mine + theirs)

    def share(self, name: str) -> float:
        """The part of the profiles that is or has this, from 0 to 1."""
        return getattr(self, name) / self.profiles if self.profiles else 0.0


@dataclass
class PlaceRow:
    """One country or region: its counts, its last confirmation, and who acts for it.

    Of a region `acting` is 1 if anybody may write for it, of a country the number of
    such regions; `regions` are those with profiles.
    """

    code: str
    country: str
    counts: Counts
    last: datetime | None = None
    acting: int = 0
    regions: int = 1


# What a table can be sorted by, each from the row's own figures.
SORTS: dict[str, Callable[[PlaceRow], Any]] = {
    "profiles": lambda row: row.counts.profiles,
    "confirmed": lambda row: row.counts.share("confirmed"),
    "this_year": lambda row: row.counts.share("this_year"),
    "last": lambda row: row.last.timestamp() if row.last else 0.0,
    "due": lambda row: row.counts.due,
    "lapsed": lambda row: row.counts.lapsed,
    "topics": lambda row: row.counts.share("topics"),
    "offers": lambda row: row.counts.share("offers"),
    "needs": lambda row: row.counts.share("needs"),
    "stages": lambda row: row.counts.share("stages"),
    "summary": lambda row: row.counts.share("summary"),
    "acting": lambda row: row.acting / row.regions,
}


def region_rows(country: str = "") -> list[PlaceRow]:
    """Every region with published profiles, by code, in one country or in all.

    Two queries, however many there are.
    """
    profiles = Profile.objects.published()
    if country:
        profiles = profiles.filter(region__country=country)
    acted_for = set(regions_acted_for().values_list("code", flat=True))
    names = [one.name for one in fields(Counts) if one.name != "untold"]
    return [
        _row(row, names, row["region_id"] in acted_for)
        for row in _counted(profiles).order_by("region_id")
    ]


def country_rows(rows: Iterable[PlaceRow]) -> list[PlaceRow]:
    """The same by country, in the order of their codes."""
    found: dict[str, PlaceRow] = {}
    for row in rows:
        country = found.setdefault(
            row.country, PlaceRow(row.country, row.country, Counts(), regions=0)
        )
        country.counts.add(row.counts)
        country.last = max(filter(None, (country.last, row.last)), default=None)
        country.acting += row.acting
        country.regions += 1
    return [found[code] for code in sorted(found)]


def total_of(rows: Iterable[PlaceRow]) -> PlaceRow:
    """All rows as one."""
    total = PlaceRow("", "", Counts(), regions=0)
    for row in rows:
        total.counts.add(row.counts)
        total.last = max(filter(None, (total.last, row.last)), default=None)
        total.acting += row.acting
        total.regions += row.regions
    return total


def regions_acted_for() -> Any:
    """Regions for which somebody with a running mandate may write."""
    today = timezone.localdate()
    running = Q(mandates__ends_on=None) | Q(mandates__ends_on__gte=today)
    return Region.objects.filter(
        running, mandates__role__in=EDITING, mandates__user__is_active=True
    ).distinct()


def _counted(profiles: Any) -> Any:
    """Counts by region as dicts; what is stated is asked of each profile once."""
    today = timezone.localdate()
    year_ago = first_moment_after(last_day_due(today, YEAR))
    due = first_moment_after(last_day_due(today, FIRST_AFTER))
    never = Q(confirmed_at=None, created_at__lt=due)
    stated = ExchangeItem.objects.filter(profile=OuterRef("pk"), derivation="")
    topics = Profile.topics.through.objects.filter(profile_id=OuterRef("pk"))
    asked = profiles.annotate(
        _topics=Exists(topics),
        _offers=Exists(stated.filter(side=Side.OFFER)),
        _needs=Exists(stated.filter(side=Side.NEED)),
    )
    conditions = {
        "confirmed": Q(confidence=Confidence.CONFIRMED),
        "this_year": Q(confidence=Confidence.CONFIRMED, confirmed_at__gte=year_ago),
        "due": never | Q(confirmed_at__lt=due),
        "lapsed": Q(lapsed_at__isnull=False),
        "topics": Q(_topics=True),
        "offers": Q(_offers=True),
        "needs": Q(_needs=True),
        "stages": Q(stage_bits__gt=0),
        "summary": ~Q(summary=""),
    }
    counts = {name: Count("pk", filter=one) for name, one in conditions.items()}
    return (
        asked.order_by()
        .values("region_id", "region__country")
        .annotate(profiles=Count("pk"), last=Max("confirmed_at"), **counts)
    )


def _row(row: dict[str, Any], names: list[str], is_acted_for: bool) -> PlaceRow:
    counts = Counts(**{name: row[name] for name in names})
    counts.untold = 0 if is_acted_for else counts.due
    return PlaceRow(
        row["region_id"],
        row["region__country"],
        counts,
        row["last"],
        acting=int(is_acted_for),
    )
