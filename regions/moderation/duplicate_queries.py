"""Pairs of records that may be one, as the curators' pages show them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.web.versioned import kept_under_version
from regions.editing.documents import MODELS
from regions.models import (
    Cluster,
    Facility,
    NotDuplicate,
    Owned,
    Priority,
    Profile,
    RecordKind,
    Status,
    Strategy,
)
from regions.moderation.duplicates import (
    ClusterRow,
    FacilityRow,
    Pair,
    PriorityRow,
    Reason,
    StrategyRow,
    find_cluster_pairs,
    find_facility_pairs,
    find_priority_pairs,
    find_strategy_pairs,
)
from regions.queries.version import register_version

# Kinds of records that can be merged.
MERGEABLE = (RecordKind.CLUSTER, RecordKind.PRIORITY)
# Records of other kinds stay two, or one of them is withdrawn.
WITHDRAWABLE = (RecordKind.STRATEGY, RecordKind.FACILITY)
# Others' drafts are nobody's duplicates: no curator has been asked about them.
SEEN = (Status.SUBMITTED, Status.PUBLISHED)
_REASONS = {
    "site": _("the same site (%(proof)s)"),
    "mail": _("mailboxes of the same domain (%(proof)s)"),
    "acronym": _("the same short name (%(proof)s)"),
    "name": _("names that are %(proof)s %% alike"),
    "title": _("titles that are %(proof)s %% alike"),
    "beginning": _("names that begin alike (%(proof)s)"),
    "period": _("the same years (%(proof)s)"),
    "place": _("the same region (%(proof)s)"),
}


@dataclass(frozen=True)
class Twins:
    """Two records that may be one, and why."""

    kind: str
    first: Owned
    second: Owned
    score: float
    reasons: list[str]

    @property
    def can_be_merged(self) -> bool:
        return self.kind in MERGEABLE


def duplicate_twins() -> list[Twins]:
    """All pairs that no curator has looked at, the surest first."""
    return _twins(sorted(_fresh_pairs(), key=lambda one: -one[1].score))


def count_duplicates() -> int:
    """How many pairs no curator has looked at."""
    return len(_fresh_pairs())


def _fresh_pairs() -> list[tuple[RecordKind, Pair]]:
    version = register_version()
    found = [
        *((RecordKind.CLUSTER, pair) for pair in _kept_cluster_pairs(version)),
        *((RecordKind.PRIORITY, pair) for pair in _kept_priority_pairs(version)),
        *((RecordKind.STRATEGY, pair) for pair in _kept_strategy_pairs(version)),
        *((RecordKind.FACILITY, pair) for pair in _kept_facility_pairs(version)),
    ]
    known = set(NotDuplicate.objects.values_list("kind", "first", "second"))
    return [
        (kind, pair)
        for kind, pair in found
        if (str(kind), pair.first, pair.second) not in known
    ]


def likely_duplicates(record: Owned) -> list[Twins]:
    """What may be the same as this record; it stands first in each pair."""
    pairs: Sequence[Pair] = ()
    if isinstance(record, Cluster):
        pairs = find_cluster_pairs(cluster_rows(), only=record.pk)
    elif isinstance(record, Priority):
        rows = [row for row in priority_rows() if row.strategy == record.strategy_id]
        pairs = find_priority_pairs(rows, only=record.pk)
    elif isinstance(record, Strategy):
        others = [row for row in strategy_rows() if row.region == record.region_id]
        pairs = find_strategy_pairs(others, only=record.pk)
    elif isinstance(record, Facility):
        pairs = find_facility_pairs(facility_rows(), only=record.pk)
    if not pairs:
        return []
    kind = record.record_kind
    known = set(NotDuplicate.objects.filter(kind=kind).values_list("first", "second"))
    fresh = [(kind, one) for one in pairs if (one.first, one.second) not in known]
    return [
        twins
        if twins.first.pk == record.pk
        else Twins(kind, twins.second, twins.first, twins.score, twins.reasons)
        for twins in _twins(fresh)
    ]


def _twins(found: Iterable[tuple[str, Pair]]) -> list[Twins]:
    pairs = list(found)
    keys: dict[Any, set[int]] = defaultdict(set)
    for kind, pair in pairs:
        keys[_table_of(kind)] |= {pair.first, pair.second}
    records = {
        table: table.objects.select_related("region").in_bulk(wanted)
        for table, wanted in keys.items()
    }
    return [
        Twins(
            kind,
            rows[pair.first],
            rows[pair.second],
            pair.score,
            [reason_words(one) for one in pair.reasons],
        )
        for kind, pair in pairs
        if {pair.first, pair.second} <= (rows := records[_table_of(kind)]).keys()
    ]


def _table_of(kind: str) -> Any:
    """Clusters and priorities are read as what they share, in one query."""
    return Profile if kind in MERGEABLE else MODELS[kind]


def reason_words(reason: Reason) -> str:
    """Why two records may be one, in words."""
    return str(_REASONS[reason.code] % {"proof": reason.proof})


@kept_under_version
def _kept_cluster_pairs(version: str) -> list[Pair]:
    return find_cluster_pairs(cluster_rows())


@kept_under_version
def _kept_priority_pairs(version: str) -> list[Pair]:
    return find_priority_pairs(priority_rows())


@kept_under_version
def _kept_strategy_pairs(version: str) -> list[Pair]:
    return find_strategy_pairs(strategy_rows())


@kept_under_version
def _kept_facility_pairs(version: str) -> list[Pair]:
    return find_facility_pairs(facility_rows())


def strategy_rows() -> list[StrategyRow]:
    """Of which region and years strategies are that a curator may see."""
    rows = Strategy.objects.filter(status__in=SEEN).order_by("pk")
    values = rows.values_list("pk", "title", "region_id", "period")
    return [StrategyRow(*row) for row in values]


def facility_rows() -> list[FacilityRow]:
    """What facilities are called that a curator may see, and where they stand."""
    rows = Facility.objects.filter(status__in=SEEN).order_by("pk")
    values = rows.values_list("pk", "name", "website", "region_id")
    return [FacilityRow(*row) for row in values]


def cluster_rows() -> list[ClusterRow]:
    """Who clusters say they are; those that were withdrawn are left out."""
    rows: Any = Cluster.objects.exclude(status=Status.WITHDRAWN).order_by("pk")
    fields = ("title", "legal_name", "acronym", "website", "mailbox")
    values = rows.values_list("pk", *fields, "region__country")
    return [ClusterRow(*row) for row in values]


def priority_rows() -> list[PriorityRow]:
    """What priorities are called; those that were withdrawn are left out."""
    rows = Priority.objects.exclude(status=Status.WITHDRAWN).order_by("pk")
    values = rows.values_list("pk", "title", "strategy_id")
    return [PriorityRow(*row) for row in values]
