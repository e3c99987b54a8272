"""What the register holds of the records that a file names, read in few queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from regions.editing.claims import named_facilities
from regions.editing.documents import MODELS, Document
from regions.editing.many import batches, documents_of
from regions.editing.visibility import hidden_in_trail
from regions.models import (
    Cluster,
    Facility,
    Owned,
    Priority,
    RecordKind,
    Strategy,
    Version,
)
from regions.sheets.parsing import KINDS, Entry, Parsed


@dataclass
class Holdings:
    """Records that the person may change, by kind and address, and what they say.

    `regions` are those he may write for, None for all; `titles` and `periods` tell what
    is registered already, with its address.
    """

    records: dict[str, dict[str, Owned]] = field(default_factory=dict)
    documents: dict[str, dict[int, Document]] = field(default_factory=dict)
    versions: dict[tuple[str, int, int], Document] = field(default_factory=dict)
    regions: set[str] | None = None
    # Of a curator, who reads no personal data of other clusters; None: of all.
    own_clusters: set[int] | None = None
    titles: dict[tuple[Any, str], str] = field(default_factory=dict)
    periods: dict[tuple[str, str], str] = field(default_factory=dict)
    facilities: set[str] = field(default_factory=set)

    def hidden_of(self, record: Owned) -> tuple[str, ...]:
        """Fields that the person neither reads nor changes."""
        is_own = self.own_clusters is None or record.pk in self.own_clusters
        return hidden_in_trail(record.record_kind, is_own=is_own)

    def record(self, entry: Entry) -> Owned | None:
        """The record that this entry names, if the person may change it."""
        kinds = [entry.kind] if entry.kind else [*KINDS[1:]]
        for kind in kinds:
            found = self.records.get(kind, {}).get(entry.key)
            if found is not None:
                return found
        return None


def holdings_for(parsed: Parsed, user: Any) -> Holdings:
    """Read what comparing this file needs; access is decided here."""
    held = Holdings()
    if not user.is_staff:
        codes = user.mandated_regions("owner", "editor").values_list("pk", flat=True)
        held.regions = set(codes)
    else:
        held.own_clusters = set(user.mandated_clusters().values_list("pk", flat=True))
    wanted = _wanted(parsed)
    for kind, keys in wanted.items():
        held.records[kind] = _editable(kind, keys, user)
        records = list(held.records[kind].values())
        held.documents[kind] = documents_of(records)
    _read_versions(parsed, held)
    _read_taken(parsed, held, user)
    held.facilities = _facilities(parsed, user)
    return held


def _wanted(parsed: Parsed) -> dict[str, set[str]]:
    """The addresses that the file names, by kind of record."""
    wanted: dict[str, set[str]] = {str(kind): set() for kind in KINDS}
    for entry in parsed.entries:
        if not entry.is_new:
            wanted[entry.kind].add(entry.key)
        if entry.kind == RecordKind.PRIORITY:
            wanted[RecordKind.STRATEGY].add(entry.values.get("strategy", ""))
    for key in parsed.loose:
        for kind in KINDS[1:]:
            wanted[kind].add(key)
    return wanted


def _editable(kind: str, keys: set[str], user: Any) -> dict[str, Owned]:
    found: dict[str, Owned] = {}
    rows = MODELS[kind].objects.editable_by(user)
    if kind == RecordKind.PRIORITY:
        rows = rows.select_related("strategy")
    for batch in batches(sorted(keys)):
        found |= {row.slug: row for row in rows.filter(slug__in=batch)}
    return found


def _read_versions(parsed: Parsed, held: Holdings) -> None:
    """The versions that rows were exported at, where the record has moved on."""
    wanted: dict[tuple[str, int], set[int]] = defaultdict(set)
    for entry in parsed.entries:
        record = None if entry.is_new else held.record(entry)
        number = entry.values.get("version")
        if record and number and number != record.version:
            wanted[entry.kind, number].add(record.pk)
    for (kind, number), keys in wanted.items():
        for batch in batches(sorted(keys)):
            rows = Version.objects.filter(kind=kind, number=number, key__in=batch)
            for key, document in rows.values_list("key", "document"):
                held.versions[kind, key, number] = document


def _read_taken(parsed: Parsed, held: Holdings, user: Any) -> None:
    """Titles and periods that the records of this file must not repeat."""
    new = [entry for entry in parsed.entries if entry.is_new]
    regions = {entry.values.get("region", "") for entry in new}
    strategies = {
        held.records[RecordKind.STRATEGY][entry.values["strategy"]].pk
        for entry in new
        if entry.kind == RecordKind.PRIORITY
        and entry.values.get("strategy") in held.records[RecordKind.STRATEGY]
    }
    for batch in batches(sorted(strategies)):
        rows = Priority.objects.filter(strategy__in=batch)
        for key, title, slug in rows.values_list("strategy_id", "title", "slug"):
            held.titles[key, title] = slug
    for batch in batches(sorted(regions)):
        clusters = Cluster.objects.visible_to(user).filter(region__in=batch)
        for code, title, slug in clusters.values_list("region_id", "title", "slug"):
            held.titles[code, title] = slug
    regions |= {
        record.region_id for record in held.records[RecordKind.STRATEGY].values()
    }
    for batch in batches(sorted(regions)):
        found = Strategy.objects.filter(region__in=batch)
        for code, period, slug in found.values_list("region_id", "period", "slug"):
            held.periods[code, period] = slug


def _facilities(parsed: Parsed, user: Any) -> set[str]:
    entries = [*parsed.entries, *parsed.loose.values()]
    slugs = named_facilities(entry.items or {} for entry in entries)
    found: set[str] = set()
    for batch in batches(sorted(slugs)):
        rows = Facility.objects.visible_to(user).filter(slug__in=batch)
        found |= set(rows.values_list("slug", flat=True))
    return found
