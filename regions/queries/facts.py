"""What the portal knows of a region or cluster and none of its people has confirmed.

A fact is a record, or an offer or need in it. Wherever facts are counted, all of these
are: a page never tells of records where another tells of facts.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from regions.editing.facts import open_items, public_profiles
from regions.models import (
    Cluster,
    Confidence,
    ExchangeItem,
    Facility,
    Owned,
    Priority,
    Profile,
    RecordKind,
    Region,
    Side,
    Status,
    Strategy,
)
from regions.querysets import EDITING
from regions.wording import WordedItem, word_item

Place = Region | Cluster

ITEM = "item"
RECORDS: dict[str, type[Owned]] = {
    RecordKind.STRATEGY: Strategy,
    RecordKind.PRIORITY: Priority,
    RecordKind.CLUSTER: Cluster,
    RecordKind.FACILITY: Facility,
}
_OF_REGION = (RecordKind.STRATEGY, RecordKind.PRIORITY, RecordKind.FACILITY)
_OF_CLUSTER = (RecordKind.CLUSTER, RecordKind.FACILITY)


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
    """The open facts of a region or cluster, and how many are confirmed."""

    groups: list[FactGroup]
    confirmed: int

    @property
    def open(self) -> int:
        return sum(len(group.facts) for group in self.groups)

    @property
    def total(self) -> int:
        """What the register says of it; what was rejected is not said any more."""
        return self.open + self.confirmed


def fact_page(place: Place) -> FactPage:
    """What is open: records that are matched with their items, and facilities."""
    groups: list[FactGroup] = []
    for kind in kinds_of(place):
        if issubclass(RECORDS[kind], Profile):
            groups += _of_profiles(kind, place)
        else:
            groups += _of_records(kind, place)
    return FactPage(groups, _confirmed(place))


def kinds_of(place: Place) -> Sequence[str]:
    """The kinds of records that a region or cluster answers for."""
    return _OF_CLUSTER if isinstance(place, Cluster) else _OF_REGION


def records_of(kind: str, place: Place) -> "QuerySet[Any]":
    """Its public records; the facilities of a cluster are not those of its region."""
    rows = RECORDS[kind].objects.published()
    if kind not in kinds_of(place):
        return rows.none()
    if isinstance(place, Cluster):
        is_itself = kind == RecordKind.CLUSTER
        return rows.filter(pk=place.pk) if is_itself else rows.filter(cluster=place)
    rows = rows.filter(region=place)
    return rows.filter(cluster=None) if kind == RecordKind.FACILITY else rows


def _unconfirmed(kind: str, place: Place) -> "QuerySet[Any]":
    return records_of(kind, place).exclude(confidence=Confidence.CONFIRMED)


def _of_records(kind: str, place: Place) -> list[FactGroup]:
    rows = _unconfirmed(kind, place).order_by("slug")
    return [FactGroup(one, kind, Fact(f"{kind}-{one.pk}", one), [], []) for one in rows]


def _of_profiles(kind: str, place: Place) -> list[FactGroup]:
    items: dict[int, list[ExchangeItem]] = {}
    rows = open_items(public_profiles(place)).select_related("facility")
    ordered = rows.prefetch_related("topics").order_by("side", "position", "pk")
    for item in ordered:
        items.setdefault(item.profile_id, []).append(item)
    is_open = ~Q(confidence=Confidence.CONFIRMED) | Q(pk__in=list(items))
    found = records_of(kind, place).filter(is_open).prefetch_related("topics")
    if kind == RecordKind.PRIORITY:
        found = found.select_related("strategy")
    groups = []
    for one in found.order_by("title", "pk"):
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


def _confirmed(place: Place) -> int:
    is_confirmed = Q(confidence=Confidence.CONFIRMED)
    count = sum(
        records_of(kind, place).filter(is_confirmed).count() for kind in kinds_of(place)
    )
    profiles = public_profiles(place).values("pk")
    items = ExchangeItem.all_items.filter(is_confirmed, profile__in=profiles)
    return count + items.count()


def count_open(place: Place) -> int:
    """How many facts wait for the people of a region or cluster."""
    records = sum(_unconfirmed(kind, place).count() for kind in kinds_of(place))
    return records + open_items(public_profiles(place)).count()


def open_in_each(records: Iterable[Owned]) -> dict[tuple[str, int], int]:
    """How many facts are open in each public record, by kind and key; one query."""
    public = [one for one in records if one.status == Status.PUBLISHED]
    found: dict[tuple[str, int], int] = defaultdict(int)
    for one in public:
        found[one.record_kind, one.pk] += not one.is_confirmed
    kinds = {one.pk: one.record_kind for one in public if isinstance(one, Profile)}
    if kinds:
        rows = open_items(Profile.objects.filter(pk__in=kinds)).order_by()
        counted = rows.values_list("profile_id").annotate(n=Count("pk"))
        for key, number in counted:
            found[kinds[key], key] += number
    return dict(found)


def chosen_facts(place: Place, keys: Iterable[str]) -> dict[str, list[Any]]:
    """The open facts of these keys by kind; what is not its own is not found."""
    wanted: dict[str, set[int]] = {}
    for key in keys:
        kind, _dash, number = key.partition("-")
        if number.isascii() and number.isdigit() and len(number) < 18:
            wanted.setdefault(kind, set()).add(int(number))
    found: dict[str, list[Any]] = {}
    for kind in RECORDS:
        rows = _unconfirmed(kind, place).filter(pk__in=wanted.get(kind, ()))
        found[kind] = list(rows.order_by("pk"))
    items = open_items(public_profiles(place)).filter(pk__in=wanted.get(ITEM, ()))
    return found | {ITEM: list(items.order_by("pk"))}


def facts_waiting(place: Place, user: Any) -> int:
    """How many facts wait for this person; 0 for who may not settle them."""
    return count_open(place) if acts_for(place, user) else 0


def acts_for(place: Place, user: Any) -> bool:
    """Whether this person writes for the region or cluster; a curator does not."""
    if not user.is_authenticated:
        return False
    mandated = (
        user.mandated_clusters if isinstance(place, Cluster) else user.mandated_regions
    )
    return mandated(*EDITING).filter(pk=place.pk).exists()


def writers_links(region: Region, user: Any) -> dict[str, Any]:
    """What a region's page adds for those who write for it."""
    if not user.is_authenticated:
        return {"can_edit": False}
    is_own = acts_for(region, user)
    return {
        "is_own": is_own,
        "can_edit": is_own or user.is_staff,
        "open_facts": count_open(region) if is_own else 0,
    }
