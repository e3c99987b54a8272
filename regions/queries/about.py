"""What the page about the data shows: sources, and counts that cost no query."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from portal.web.facets import Counts
from regions import facets
from regions.queries.version import register_version
from regions.queries.vocabulary import kept_vocabulary
from regions.wording import TABLE_WORDS

SOURCES = Path(__file__).resolve().parent.parent / "data" / "sources.csv"


@dataclass(frozen=True)
class Source:
    """One table of the register: where it comes from and under which licence."""

    file: str
    name: str
    url: str
    licence: str
    confidence: str
    note: str

    @property
    def word(self) -> str:
        """What the table holds, in the reader's language."""
        return str(TABLE_WORDS.get(self.file, self.file))


@lru_cache(maxsize=1)
def sources() -> tuple[Source, ...]:
    """The sources of the register's own tables, in their order."""
    with SOURCES.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return tuple(
        Source(
            row["file"].removesuffix(".csv"),
            row["source_name"],
            row["source_url"],
            row["licence"],
            row["confidence"],
            row["note"],
        )
        for row in rows
    )


@dataclass(frozen=True)
class CountryRow:
    """How much the register holds of one country."""

    code: str
    name: str
    numbers: list[int]


@dataclass(frozen=True)
class Holdings:
    """Published records: totals, by confidence, and by country, per kind."""

    totals: dict[str, int]
    confidence: dict[str, dict[str, int]]
    countries: list[CountryRow]


def holdings() -> Holdings:
    """Count what is published, from the kept facet counts."""
    version = register_version()
    indexes = {
        "priority": facets.priority_index(version),
        "cluster": facets.cluster_index(version),
        "facility": facets.facility_index(version),
        "cooperation": facets.cooperation_index(version),
    }
    counts = {kind: index.counts({}) for kind, index in indexes.items()}
    return Holdings(
        totals={kind: index.total({}) for kind, index in indexes.items()},
        confidence={kind: found["confidence"] for kind, found in counts.items()},
        countries=_by_country(version, counts),
    )


def _by_country(version: str, counts: Mapping[str, Counts]) -> list[CountryRow]:
    rows = [
        CountryRow(
            code,
            place.label,
            [found["country"].get(code, 0) for found in counts.values()],
        )
        for code, place in kept_vocabulary(version).countries.items()
    ]
    return sorted(rows, key=lambda row: row.name)
