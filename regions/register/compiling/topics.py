"""The table of topics: three schemes, each a tree, labelled in three languages."""

from pathlib import Path

from regions.register.compiling.sources import SourceError, read_rows

# Where the collected labels follow NACE Rev. 2.1, the wording of Rev. 2 is kept here.
REV2_LABELS = {
    "15": (
        "Manufacture of leather and related products",
        "Herstellung von Leder, Lederwaren und Schuhen",
        "Industrie du cuir et de la chaussure",
    ),
    "33": (
        "Repair and installation of machinery and equipment",
        "Reparatur und Installation von Maschinen und Ausrüstungen",
        "Réparation et installation de machines et d’équipements",
    ),
    "60": (
        "Programming and broadcasting activities",
        "Rundfunkveranstalter",
        "Programmation et diffusion",
    ),
}


def topic_rows(source: Path, hand: Path) -> list[dict[str, object]]:
    """Return all topics, parents before children within each scheme."""
    labels = {
        row["code"]: row
        for row in read_rows(hand, "topic_labels.csv", ("code", "label_de", "label_fr"))
    }
    return [
        *_economic_rows(source),
        *_listed_rows(source / "topics", "nabs2007.csv", "scientific", labels),
        *_listed_rows(source / "topics", "policy_objectives.csv", "policy", labels),
    ]


def _economic_rows(source: Path) -> list[dict[str, object]]:
    columns = ("code", "level", "section", "en", "de", "fr", "label_source")
    rows = read_rows(source, "topics/nace_rev2.csv", columns)
    return [_economic_row(row) for row in rows]


def _economic_row(row) -> dict[str, object]:
    own = REV2_LABELS.get(row["code"])
    english, german, french = own or (row["en"], row["de"], row["fr"])
    shared = row["label_source"] == "nace21_same_code" and not own
    return {
        "code": row["code"],
        "scheme": "economic",
        "parent": row["section"],
        "level": row["level"],
        "label_en": english,
        "label_de": german,
        "label_fr": french.replace("'", "’"),
        "label_note": "wording of NACE Rev. 2.1" if shared else "",
    }


def _listed_rows(folder: Path, name: str, scheme: str, labels):
    rows = []
    columns = ("code", "parent", "level", "label_en", "label_confidence")
    for row in read_rows(folder, name, columns):
        own = labels.get(row["code"])
        if not own:
            raise SourceError(f"topic_labels.csv has no labels for {row['code']}")
        sure = row["label_confidence"] in ("verified", "high")
        rows.append(
            {
                "code": row["code"],
                "scheme": scheme,
                "parent": row["parent"],
                "level": row["level"],
                "label_en": row["label_en"],
                "label_de": own["label_de"],
                "label_fr": own["label_fr"],
                "label_note": "" if sure else "label recalled",
            }
        )
    return rows
