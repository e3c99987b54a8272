"""Turn rows of the tables into the records they stand for; nothing is written here."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from regions.models import Confidence, ProfileType
from regions.models.stages import stages_to_bits
from regions.register.reading import Row
from regions.register.upsert import Wanted

Records = dict[tuple, Wanted]


def source_of(row: Row, name: str = "") -> dict[str, object]:
    """Return the provenance of a row; a page read is named by its host."""
    return {
        "source_name": name or urlsplit(row["source_url"]).netloc,
        "source_url": row["source_url"],
        "source_date": row["source_date"],
        "confidence": row["confidence"],
    }


def regions(rows: Iterable[Row]) -> Records:
    """Regions by code; parents come first, so that each parent is there in time."""
    columns = (
        "code",
        "level",
        "name",
        "name_de",
        "name_fr",
        "name_local",
        "longitude",
        "latitude",
        "population",
        "population_note",
        "cohesion_category",
        "cohesion_note",
        "is_outermost",
        "in_eu",
    )
    return {
        (row["code"],): Wanted(
            {name: row[name] for name in columns}
            | {"parent_id": row["parent"] or None, "country": row["code"][:2]}
        )
        for row in sorted(rows, key=lambda row: (row["level"], row["code"]))
    }


def topics(rows: Iterable[Row]) -> Records:
    columns = (
        "code",
        "scheme",
        "level",
        "label_en",
        "label_de",
        "label_fr",
        "label_note",
    )
    return {
        (row["code"],): Wanted(
            {name: row[name] for name in columns} | {"parent_id": row["parent"] or None}
        )
        for row in sorted(rows, key=lambda row: row["level"])
    }


def nuts_changes(rows: Iterable[Row]) -> Records:
    return {
        (row["code_2024"], row["code_2021"]): Wanted(
            {
                "code_2024": row["code_2024"],
                "region_id": row["code_2021"],
                "share": row["share_of_2024"],
            }
        )
        for row in rows
    }


def relations(rows: Iterable[Row]) -> Records:
    return {
        (row["first"], row["second"]): Wanted(
            {
                "first_id": row["first"],
                "second_id": row["second"],
                "phi": row["phi"],
            }
        )
        for row in rows
    }


def strengths(rows: Iterable[Row]) -> Records:
    return {
        (row["region"], row["topic"]): Wanted(
            {
                "region_id": row["region"],
                "topic_id": row["topic"],
                "location_quotient": row["location_quotient"],
                "strength": row["strength"],
            }
        )
        for row in rows
    }


def strategies(priorities: Iterable[Row]) -> Records:
    """One strategy for each region and period that has priorities.

    It counts as read if one of its priorities was; it has an address where all that
    were read have the same one.
    """
    groups: dict[tuple, list[Row]] = defaultdict(list)
    for row in priorities:
        groups[row["region"], row["period"]].append(row)
    return {key: _strategy(key, rows) for key, rows in groups.items()}


def _strategy(key: tuple[str, str], rows: list[Row]) -> Wanted:
    region, period = key
    read = [row for row in rows if row["confidence"] == Confidence.READ]
    same = {row["source_url"] for row in read}
    source = {
        "source_name": "",
        "source_url": "",
        "source_date": None,
        "confidence": Confidence.READ if read else Confidence.RECALLED,
    }
    if len(same) == 1:
        source |= source_of(read[0])
    return Wanted(
        {"region_id": region, "period": period} | source,
        once={"slug": f"{region.lower()}-{period}"},
    )


def priorities(rows: Iterable[Row], strategy_ids: Mapping[tuple, int]) -> Records:
    return {
        (row["slug"],): Wanted(
            _profile(row, ProfileType.PRIORITY, row["title"], row["stages"])
            | {
                "strategy_id": strategy_ids[row["region"], row["period"]],
                "title_original": row["title_original"],
            },
            topics=_topics(row, "economic", "scientific", "policy"),
        )
        for row in rows
    }


def clusters(rows: Iterable[Row]) -> Records:
    columns = (
        "acronym",
        "city",
        "website",
        "founded",
        "members_total",
        "sme_members",
        "label",
    )
    return {
        (row["slug"],): Wanted(
            _profile(row, ProfileType.CLUSTER, row["name"])
            | {name: row[name] for name in columns},
            topics=_topics(row, "economic", "scientific"),
        )
        for row in rows
    }


def _profile(row: Row, kind: str, title: str, stages: Iterable[str] = ()):
    return {
        "slug": row["slug"],
        "type": kind,
        "region_id": row["region"],
        "title": title,
        "keywords": list(row["keywords"]),
        "stage_bits": stages_to_bits(stages),
    } | source_of(row)


def _topics(row: Row, *columns: str) -> frozenset[str]:
    return frozenset(code for name in columns for code in row[name])


def facilities(rows: Iterable[Row]) -> Records:
    columns = (
        "slug",
        "name",
        "host",
        "website",
        "field",
        "category",
        "known_as_of",
    )
    return {
        (row["slug"],): Wanted(
            {name: row[name] for name in columns}
            | {"region_id": row["region"]}
            | source_of(row, row["source_name"]),
            topics=_topics(row, "economic", "scientific"),
        )
        for row in rows
    }


def cooperations(rows: Iterable[Row]) -> Records:
    columns = ("slug", "programme", "name", "year", "is_complete")
    return {
        (row["slug"],): Wanted(
            {name: row[name] for name in columns}
            | {"keywords": list(row["keywords"])}
            | source_of(row),
            topics=_topics(row, "economic"),
        )
        for row in rows
    }


def members(rows: Iterable[Row], cooperation_ids: Mapping[str, int]) -> Records:
    return {
        (cooperation_ids[row["project"]], row["region"], row["name"]): Wanted(
            {
                "cooperation_id": cooperation_ids[row["project"]],
                "region_id": row["region"],
                "name": row["name"],
                "is_cluster": row["is_cluster"],
                "role": row["role"],
            }
            | source_of(row)
        )
        for row in rows
    }
