"""What the portal knows of a region that nobody of the region has confirmed yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from regions.editing.facts import open_items
from regions.models import (
    Act,
    Confidence,
    ExchangeItem,
    Facility,
    Owned,
    Priority,
    RecordKind,
    Region,
    Side,
    Strategy,
    Version,
)
from regions.wording import WordedItem, word_item

ITEM = "item"
RECORDS: dict[str, type[Owned]] = {
    RecordKind.STRATEGY: Strategy,
    RecordKind.PRIORITY: Priority,
    RecordKind.FACILITY: Facility,
}


@dataclass(frozen=True)
class Fact:
    """One thing to settle; `key` names it in a form ("priority-12", "item-7")."""

    key: str
    record: Any
    worded: WordedItem | None = None

    @property
    def is_derived(self) -> bool:
        return self.worded is not None and bool(self.record.derivation)


@dataclass(frozen=True)
class FactGroup:
    """A record's facts: itself, unless it is settled, and its offers and needs."""

    record: Any
    kind: str
    own: Fact | None
    offers: list[Fact]
    needs: list[Fact]

    @property
    def facts(self) -> list[Fact]:
        return [one for one in (self.own, *self.offers, *self.needs) if one]


@dataclass(frozen=True)
class FactPage:
    """All facts of a region, and how many are settled."""

    groups: list[FactGroup]
    settled: int

    @property
    def open(self) -> int:
        return sum(len(group.facts) for group in self.groups)

    @property
    def total(self) -> int:
        return self.open + self.settled


def fact_page(region: Region) -> FactPage:
    """What is open in a region: strategies, priorities with their items, facilities."""
    groups = [*_of_records(RecordKind.STRATEGY, region), *_of_priorities(region)]
    groups += _of_records(RecordKind.FACILITY, region)
    return FactPage(groups, _settled(region))


def records_of(kind: str, region: Region) -> Any:
    """Public records of the region itself; a cluster's facilities are the cluster's."""
    rows = RECORDS[kind].objects.published().filter(region=region)
    if kind == RecordKind.FACILITY:
        rows = rows.filter(cluster=None)
    return rows


def _unconfirmed(kind: str, region: Region) -> Any:
    return records_of(kind, region).exclude(confidence=Confidence.CONFIRMED)


def _of_records(kind: str, region: Region) -> list[FactGroup]:
    rows = _unconfirmed(kind, region).order_by("slug")
    return [FactGroup(one, kind, Fact(f"{kind}-{one.pk}", one), [], []) for one in rows]


def _of_priorities(region: Region) -> list[FactGroup]:
    items: dict[int, list[ExchangeItem]] = {}
    rows = open_items(region.code).select_related("facility")
    ordered = rows.prefetch_related("topics").order_by("side", "position", "pk")
    for item in ordered:
        items.setdefault(item.profile_id, []).append(item)
    is_open = ~Q(confidence=Confidence.CONFIRMED) | Q(pk__in=list(items))
    found = records_of(RecordKind.PRIORITY, region).filter(is_open)
    groups = []
    found = found.select_related("strategy").prefetch_related("topics")
    for one in found.order_by("title", "pk"):
        kind = RecordKind.PRIORITY
        own = None if one.is_confirmed else Fact(f"{kind}-{one.pk}", one)
        facts = {
            side: list(_item_facts(items.get(one.pk, []), side)) for side in Side.values
        }
        groups.append(FactGroup(one, kind, own, facts[Side.OFFER], facts[Side.NEED]))
    return groups


def _item_facts(items: Iterable[ExchangeItem], side: str) -> Iterable[Fact]:
    for item in items:
        if item.side == side:
            yield Fact(f"{ITEM}-{item.pk}", item, word_item(item))


def _settled(region: Region) -> int:
    """What is confirmed, and what was rejected."""
    count = 0
    for kind, model in RECORDS.items():
        confirmed = records_of(kind, region).filter(confidence=Confidence.CONFIRMED)
        keys = model.objects.filter(region=region).values("pk")
        rejected = Version.objects.filter(kind=kind, key__in=keys, act=Act.REJECTED)
        count += confirmed.count() + rejected.count()
    profiles = records_of(RecordKind.PRIORITY, region).values("pk")
    items = ExchangeItem.all_items.filter(profile__in=profiles)
    return count + items.filter(confidence=Confidence.CONFIRMED).count()


def chosen_facts(region: Region, keys: Iterable[str]) -> dict[str, list[Any]]:
    """The open facts of these keys by kind; what is not the region's is not found."""
    wanted: dict[str, set[int]] = {}
    for key in keys:
        kind, _dash, number = key.partition("-")
        if number.isascii() and number.isdigit() and len(number) < 18:
            wanted.setdefault(kind, set()).add(int(number))
    found: dict[str, list[Any]] = {}
    for kind in RECORDS:
        rows = _unconfirmed(kind, region).filter(pk__in=wanted.get(kind, ()))
        found[kind] = list(rows.order_by("pk"))
    items = open_items(region.code).filter(pk__in=wanted.get(ITEM, ()))
    return found | {ITEM: list(items.order_by("pk"))}


def writers_links(region: Region, user: Any) -> dict[str, Any]:
    """What a region's page adds for those who write for it."""
    if not user.is_authenticated:
        return {"can_edit": False}
    own = user.mandated_regions("owner", "editor").filter(pk=region.pk)
    is_own = own.exists()
    return {
        "is_own": is_own,
        "can_edit": is_own or user.is_staff,
        "open_facts": fact_page(region).open if is_own else 0,
    }
