"""Pairs of records that may be one, as the curators' pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.web.versioned import kept_under_version
from regions.models import (
    Cluster,
    NotDuplicate,
    Owned,
    Priority,
    Profile,
    RecordKind,
    Status,
)
from regions.moderation.duplicates import (
    ClusterRow,
    Pair,
    PriorityRow,
    Reason,
    find_cluster_pairs,
    find_priority_pairs,
)
from regions.queries.version import register_version

# Kinds of records that can be merged.
MERGEABLE = (RecordKind.CLUSTER, RecordKind.PRIORITY)
_REASONS = {
    "site": _("the same site (%(proof)s)"),
    "mail": _("mailboxes of the same domain (%(proof)s)"),
    "acronym": _("the same short name (%(proof)s)"),
    "name": _("names that are %(proof)s %% alike"),
    "title": _("titles that are %(proof)s %% alike"),
    "beginning": _("names that begin alike (%(proof)s)"),
}


@dataclass(frozen=True)
class Twins:
    """Two records that may be one, and why."""

    kind: str
    first: Profile
    second: Profile
    score: float
    reasons: list[str]


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
    keys = {key for _kind, pair in pairs for key in (pair.first, pair.second)}
    records = Profile.objects.select_related("region").in_bulk(keys)
    return [
        Twins(
            kind,
            records[pair.first],
            records[pair.second],
            pair.score,
            [reason_words(one) for one in pair.reasons],
        )
        for kind, pair in pairs
        if pair.first in records and pair.second in records
    ]


def reason_words(reason: Reason) -> str:
    """Why two records may be one, in words."""
    return str(_REASONS[reason.code] % {"proof": reason.proof})


@kept_under_version
def _kept_cluster_pairs(version: str) -> list[Pair]:
    return find_cluster_pairs(cluster_rows())


@kept_under_version
def _kept_priority_pairs(version: str) -> list[Pair]:
    return find_priority_pairs(priority_rows())


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
