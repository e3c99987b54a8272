"""The table of practices from public sources: its columns, read and checked whole."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from portal.guide.practices.chapter_names import CHAPTERS
from portal.guide.practices.choices import (
    CostBand,
    Instrument,
    PolicyStage,
    ResultState,
)
from portal.guide.practices.models import LONGEST_TEXT, SHORT_TEXT, Practice
from portal.guide.practices.said import LINKS, NAMES, Said, check_said
from regions.models import Cluster, Region, Topic
from regions.register import cells
from regions.register.reading import Register, Row, read_table
from regions.register.tables import Column, Table

DATA_FILE = Path(__file__).resolve().parent / "data" / "practices.csv"
FIRST_YEAR, LAST_YEAR = 1950, 2100


def _must(name: str, read: cells.Reader) -> Column:
    return Column(name, read, required=True)


def _may(name: str, read: cells.Reader, empty: object = "") -> Column:
    return Column(name, read, empty=empty)


TABLE = Table(
    "practices",
    (
        _must("slug", cells.slug(120)),
        _must("title", cells.text(200)),
        _must("language", cells.text(2)),
        _must("region", cells.text(5)),
        _may("cluster", cells.slug(120)),
        _must("challenge", cells.text(LONGEST_TEXT)),
        _must("action", cells.text(LONGEST_TEXT)),
        _must("result_state", cells.choice(*ResultState.values)),
        _may("result", cells.text(LONGEST_TEXT)),
        _may("figures", cells.text(SHORT_TEXT)),
        _may("measured", cells.text(SHORT_TEXT)),
        _may("period_from", cells.whole(FIRST_YEAR, LAST_YEAR), None),
        _may("period_to", cells.whole(FIRST_YEAR, LAST_YEAR), None),
        _must("cost", cells.choice(*CostBand.values)),
        _may("funding", cells.text(200)),
        _must("stage", cells.choice(*PolicyStage.values)),
        _must("instrument", cells.choice(*Instrument.values)),
        _may("transfer_needs", cells.text(SHORT_TEXT)),
        _may("transfer_adapt", cells.text(SHORT_TEXT)),
        _may("transfer_failed", cells.text(SHORT_TEXT)),
        _must("topics", cells.codes()),
        _must("chapters", cells.many(cells.choice(*CHAPTERS), " ")),
        _must("source_name", cells.text(200)),
        _may("source_url", cells.url(500)),
        # Of the page itself, where it has one; all were read on a day.
        _may("source_date", cells.day, None),
        _may("read_on", cells.day, None),
        _must("confidence", cells.choice("read", "recalled")),
    ),
    ("slug",),
)


@dataclass(frozen=True)
class SeedPractice:
    """One row: what it says, of which region, and how sure that is."""

    slug: str
    region: str
    confidence: str
    said: Said


def read_practices(path: Path = DATA_FILE) -> tuple[list[SeedPractice], list[str]]:
    """The rows of the file, and what is wrong with it, by file, row and column."""
    register = Register()
    rows = _of_this_register(read_table(path, TABLE, register), register)
    seen: set[str] = set()
    for row in rows:
        if row["slug"] in seen:
            problem = f"{row['slug']!r} is given twice"
            register.report(TABLE, row.number, "slug", problem)
        seen.add(row["slug"])
        for name in ("source_url", "read_on"):
            if row["confidence"] == "read" and not row[name]:
                problem = "what was read has an address and a day"
                register.report(TABLE, row.number, name, problem)
    if register.faults:
        return [], register.faults
    return _seeds(rows, register), register.faults


def _of_this_register(rows: list[Row], register: Register) -> list[Row]:
    """The rows whose region, cluster and topics the register has; others are faults.

    Where it lacks most of them, a smaller register is at hand than the table is made
    for: then those that it does not know are left out.
    """
    places = set(Region.objects.values_list("pk", flat=True))
    topics = set(Topic.objects.values_list("pk", flat=True))
    clusters = set(Cluster.objects.values_list("slug", flat=True))
    found: list[Row] = []
    wrong: list[tuple[int, str, str]] = []
    for row in rows:
        faults = [("topics", code) for code in row["topics"] if code not in topics]
        if row["region"] not in places:
            faults.append(("region", row["region"]))
        if row["cluster"] and row["cluster"] not in clusters:
            faults.append(("cluster", row["cluster"]))
        wrong += [(row.number, *fault) for fault in faults]
        if not faults:
            found.append(row)
    if 2 * len(found) >= len(rows):
        for number, column, code in wrong:
            register.report(TABLE, number, column, f"{code!r} is not in the register")
    return found


def _seeds(rows: list[Row], register: Register) -> list[SeedPractice]:
    """The rows as facts, held to the rules that hold for people too."""
    found = []
    for row in rows:
        said = Said.of({name: row[name] for name in NAMES})
        for name, problems in _faults_of(said).items():
            for problem in problems:
                register.report(TABLE, row.number, name, problem)
        found.append(SeedPractice(row["slug"], row["region"], row["confidence"], said))
    return found


def _faults_of(said: Said) -> dict[str, Any]:
    try:
        check_said(said, is_complete=True)
        plain = {name: getattr(said, name) for name in NAMES if name not in LINKS}
        unasked = ["slug", "region", "confidence", "confirmed_by", "status"]
        Practice(**plain).clean_fields(exclude=unasked)
    except ValidationError as error:
        return error.message_dict
    return {}
