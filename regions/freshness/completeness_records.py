"""How fresh strategies and facilities are, by country and region."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from regions.freshness.due import first_moment_after
from regions.freshness.ledger import FIRST_AFTER, last_day_due
from regions.models import Confidence, Facility, Strategy

MODELS: tuple[Any, ...] = (Strategy, Facility)


@dataclass
class RecordCounts:
    """Public records of one kind in a place.

    `last` is the latest confirmation; `oldest` is the day from which the record that
    has waited longest is counted: its confirmation or, if there is none, its entry.
    """

    records: int = 0
    confirmed: int = 0
    due: int = 0
    last: datetime | None = None
    oldest: datetime | None = None

    def add(self, other: "RecordCounts") -> None:
        self.records += other.records
        self.confirmed += other.confirmed
        self.due += other.due
        self.last = max(filter(None, (self.last, other.last)), default=None)
        self.oldest = min(filter(None, (self.oldest, other.oldest)), default=None)


@dataclass
class RecordsRow:
    """One country or region with its strategies and its facilities."""

    code: str
    strategies: RecordCounts = field(default_factory=RecordCounts)
    facilities: RecordCounts = field(default_factory=RecordCounts)

    def kinds(self) -> Iterator[RecordCounts]:
        yield self.strategies
        yield self.facilities


def records_by_region(country: str = "") -> list[RecordsRow]:
    """Every region with public strategies or facilities, in one country or in all.

    Two queries, however many there are.
    """
    found: dict[str, RecordsRow] = {}
    for number, model in enumerate(MODELS):
        for row in _counted(model, country):
            code = row.pop("region_id")
            place = found.setdefault(code, RecordsRow(code))
            list(place.kinds())[number].add(RecordCounts(**row))
    return [found[code] for code in sorted(found)]


def records_by_country(rows: Iterable[RecordsRow]) -> list[RecordsRow]:
    """The same by country; the code of a region begins with that of its country."""
    found: dict[str, RecordsRow] = {}
    for row in rows:
        country = found.setdefault(row.code[:2], RecordsRow(row.code[:2]))
        for mine, theirs in zip(country.kinds(), row.kinds(), strict=True):
            mine.add(theirs)
    return [found[code] for code in sorted(found)]


def _counted(model: Any, country: str) -> Any:
    due = first_moment_after(last_day_due(timezone.localdate(), FIRST_AFTER))
    rows = model.objects.published()
    if country:
        rows = rows.filter(region__country=country)
    never = Q(confirmed_at=None, created_at__lt=due)
    return (
        rows.order_by()
        .values("region_id")
        .annotate(
            records=Count("pk"),
            confirmed=Count("pk", filter=Q(confidence=Confidence.CONFIRMED)),
            due=Count("pk", filter=never | Q(confirmed_at__lt=due)),
            last=Max("confirmed_at"),
            oldest=Min(Coalesce("confirmed_at", "created_at")),
        )
    )
