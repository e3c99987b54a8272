"""The tables of joint projects and of who took part."""

from pathlib import Path

from regions.register.compiling.slugs import make_slug, unique_slugs
from regions.register.compiling.sources import (
    SourceError,
    read_rows,
    split_phrases,
    unique_codes,
)

PROGRAMMES = {
    "industrial_modernisation": "S3P Industrial Modernisation",
    "agri_food": "S3P Agri-Food",
    "energy": "S3P Energy",
    "interreg_europe": "Interreg Europe",
    "cosme_escp_s3": "COSME ESCP-S3",
    "i3_strand1": "I3 Strand 1",
    "S3P partnership": "S3P",
    "EU project (programme not stated on page)": "EU project",
}
PROJECT_FACTS = (
    "project_id",
    "programme",
    "name",
    "keywords_en",
    "nace_divisions",
    "year",
    "complete_list",
    "source_url",
)
MEMBER_FACTS = (
    "project_id",
    "member_as_printed",
    "kind",
    "nuts_code",
    "country",
    "role",
    "source_url",
    "confidence",
)


def cooperation_rows(source: Path, regions: set[str]):
    """Return the rows of projects and of members.

    A member known by its country only is placed at the country. One whose country is
    in no NUTS list is left out, and its project is then no longer a complete list.
    """
    facts = read_rows(source, "cooperation/projects.csv", PROJECT_FACTS)
    facts.sort(key=lambda row: row["project_id"])
    slugs = unique_slugs((make_slug(row["project_id"], limit=50), "") for row in facts)
    slug_by_id = {
        row["project_id"]: slug for row, slug in zip(facts, slugs, strict=True)
    }
    members, partial = _members(source, slug_by_id, regions)
    projects = [
        _project_row(slug, fact, slug in partial)
        for slug, fact in zip(slugs, facts, strict=True)
    ]
    return projects, members


def _project_row(slug: str, fact: dict[str, str], partial: bool) -> dict[str, object]:
    keywords = split_phrases(fact["keywords_en"])
    repeated = [fact["name"].lower()]
    return {
        "slug": slug,
        "programme": PROGRAMMES.get(fact["programme"], fact["programme"]),
        "name": fact["name"],
        "keywords": "" if keywords == repeated else ";".join(keywords),
        "economic": unique_codes(fact["nace_divisions"]),
        "year": fact["year"],
        "is_complete": "0" if partial else fact["complete_list"],
        "source_url": fact["source_url"],
        "source_date": "",
        "confidence": "read",
    }


def _members(source: Path, slug_by_id: dict[str, str], regions: set[str]):
    rows, partial = {}, set()
    for fact in read_rows(source, "cooperation/members.csv", MEMBER_FACTS):
        project = slug_by_id.get(fact["project_id"])
        if project is None:
            raise SourceError(f"members.csv: unknown project {fact['project_id']}")
        place = fact["nuts_code"] or fact["country"]
        if place not in regions:
            partial.add(project)
            continue
        row = _member_row(project, place, fact)
        key = (project, place, fact["member_as_printed"])
        rows.setdefault(key, row)
        if row["role"] != "member":
            rows[key] = row
    return [rows[key] for key in sorted(rows)], partial


def _member_row(project: str, place: str, fact: dict[str, str]) -> dict[str, object]:
    return {
        "project": project,
        "region": place,
        "name": fact["member_as_printed"],
        "is_cluster": "1" if fact["kind"] == "cluster" else "0",
        "role": fact["role"],
        "source_url": fact["source_url"],
        "source_date": "",
        "confidence": fact["confidence"],
    }
