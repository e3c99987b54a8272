"""A register of two countries as tables in a folder, small enough to reckon by hand."""

import csv
from pathlib import Path

from regions.register.tables import TABLES

NAMES = [table.name for table in TABLES]

SMALL = {
    "sources": [
        {
            "file": f"{name}.csv",
            "source_name": "Test",
            "licence": "none",
            "confidence": "read",
        }
        for name in NAMES
        if name != "sources"
    ],
    "regions": [
        {"code": "DE", "level": 0, "name": "Germany", "name_de": "Deutschland"},
        {"code": "DE1", "level": 1, "name": "Baden-Württemberg", "parent": "DE"},
        {
            "code": "DE11",
            "level": 2,
            "name": "Stuttgart",
            "parent": "DE1",
            "population": 4154223,
            "cohesion_category": "more",
        },
        {"code": "DE111", "level": 3, "name": "Stuttgart, Stadt", "parent": "DE11"},
        {"code": "FR", "level": 0, "name": "France"},
        {"code": "FR1", "level": 1, "name": "Île-de-France", "parent": "FR"},
        {"code": "FR10", "level": 2, "name": "Île-de-France", "parent": "FR1"},
    ],
    "crosswalk": [
        {
            "code_2024": "DE19",
            "code_2021": "DE11",
            "share_of_2024": 1,
            "share_of_2021": 0.25,
        }
    ],
    "topics": [
        {"code": "C", "scheme": "economic", "level": 1},
        {"code": "13", "scheme": "economic", "level": 2, "parent": "C"},
        {"code": "14", "scheme": "economic", "level": 2, "parent": "C"},
        {"code": "J", "scheme": "economic", "level": 1},
        {"code": "62", "scheme": "economic", "level": 2, "parent": "J"},
        {"code": "NABS.6", "scheme": "scientific", "level": 1},
        {"code": "PO.E", "scheme": "policy", "level": 1},
    ],
    "priorities": [
        {
            "slug": "de11-textiles",
            "region": "DE11",
            "period": "2021-2027",
            "title": "Technical textiles",
            "title_original": "Technische Textilien",
            "economic": "13 62",
            "scientific": "NABS.6",
            "policy": "PO.E",
            "keywords": "fibres;weaving",
            "stages": "research;pilot",
            "source_url": "https://strategies.example/de11",
            "confidence": "read",
        },
        {
            "slug": "fr10-digital",
            "region": "FR10",
            "period": "2014-2020",
            "title": "Digital economy",
            "economic": "62",
            "offers": "open data services;software expertise",
            "needs": "access to export markets",
            "confidence": "recalled",
        },
    ],
    "clusters": [
        {
            "slug": "de11-weavers",
            "name": "Weavers of Stuttgart",
            "region": "DE11",
            "city": "Stuttgart",
            "economic": "13",
            "members_total": 40,
            "founded": 1999,
            "confidence": "recalled",
        }
    ],
    "facilities": [
        {
            "slug": "de11-loom-laboratory",
            "name": "Loom laboratory",
            "region": "DE11",
            "economic": "13",
            "known_as_of": 2018,
            "source_name": "Inventory 2018",
            "confidence": "read",
        }
    ],
    "projects": [
        {
            "slug": "tex",
            "programme": "Interreg",
            "name": "Textiles together",
            "economic": "13",
            "year": 2019,
            "is_complete": 1,
            "confidence": "read",
        }
    ],
    "members": [
        {
            "project": "tex",
            "region": "DE11",
            "name": "Stuttgart Region",
            "is_cluster": 0,
            "role": "lead",
            "confidence": "read",
        },
        {
            "project": "tex",
            "region": "FR",
            "name": "Mode de France",
            "is_cluster": 1,
            "role": "member",
            "confidence": "read",
        },
    ],
    "strengths": [
        {"region": "DE11", "topic": "13", "location_quotient": 3, "strength": 0.9},
        {"region": "DE11", "topic": "14", "location_quotient": 2, "strength": 0.7},
        {"region": "DE11", "topic": "62", "location_quotient": 0.4, "strength": 0.1},
    ],
    "relatedness": [{"first": "13", "second": "14", "phi": 0.6, "lift": 2}],
}
DEFAULTS = {
    "regions": {"is_outermost": 0, "in_eu": 1},
    "topics": {"label_en": "label", "label_de": "Name", "label_fr": "nom"},
}


def small_tables() -> dict[str, list[dict]]:
    """Return the small register as rows that a test may change."""
    return {
        name: [DEFAULTS.get(name, {}) | row for row in SMALL[name]] for name in NAMES
    }


def write_small(folder: Path, tables: dict[str, list[dict]] | None = None) -> Path:
    """Write tables (the small register unless told) as CSV into `folder`."""
    tables = tables or small_tables()
    folder.mkdir(parents=True, exist_ok=True)
    for table in TABLES:
        names = [column.name for column in table.columns]
        with (folder / table.file).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, names, restval="")
            writer.writeheader()
            writer.writerows(tables[table.name])
    return folder
