"""Known cooperation as two tables: read in full and checked, or refused."""

import csv
import hashlib
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from portal.web.errors import PortalError

PROJECTS, MEMBERS = "projects.csv", "members.csv"
PROJECT_COLUMNS = ("project_id", "name", "keywords_en", "nace_divisions", "year")
MEMBER_COLUMNS = ("project_id",)
PLACE_COLUMNS = ("nuts_code", "cluster")  # a table of members has at least one
FIRST_YEAR, LAST_YEAR = 1950, 2100
SHOWN_FAULTS = 10
_NUTS = re.compile(r"[A-Z]{2}[0-9A-Z]{0,3}")


@dataclass(frozen=True)
class Member:
    """One member as printed; `row` is its row in the table, for notes."""

    row: int
    name: str
    kind: str
    code: str
    country: str
    leads: bool


@dataclass(frozen=True)
class TruthProject:
    """One project with its members, in the order of the table.

    `asking` is the code of who asks, if that is none of those to be found.
    """

    key: str
    name: str
    keywords: tuple[str, ...]
    codes: tuple[str, ...]
    year: int | None
    members: tuple[Member, ...]
    asking: str = ""


@dataclass(frozen=True)
class Truth:
    projects: tuple[TruthProject, ...]
    digest: str


class TruthError(PortalError):
    """The tables cannot be used; the message names file, row and column."""

    def __init__(self, faults: list[str]):
        shown = "\n".join(faults[:SHOWN_FAULTS])
        more = len(faults) - SHOWN_FAULTS
        tail = f"\n... and {more} more" if more > 0 else ""
        super().__init__(f"{shown}{tail}")


@dataclass
class _Table:
    """The rows of one file with their numbers, and the faults found so far."""

    file: str
    faults: list[str]
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)

    def report(self, row: int, column: str, problem: str) -> None:
        self.faults.append(f"{self.file}, row {row}, column {column}: {problem}")

    def cell(self, row: int, cells: Mapping[str, str], column: str, read: Callable):
        try:
            return read(cells.get(column, ""))
        except ValueError as error:
            self.report(row, column, str(error))
            return None


def read_truth(folder: Path) -> Truth:
    """Read projects.csv and members.csv of a folder; TruthError lists all faults.

    Projects come in the order of their ids, whatever the order of the rows.
    """
    if not folder.is_dir():
        raise TruthError([f"{folder} is not a folder"])
    faults: list[str] = []
    digest = hashlib.sha256()
    projects = _read_table(folder, PROJECTS, PROJECT_COLUMNS, faults, digest)
    members = _read_table(folder, MEMBERS, MEMBER_COLUMNS, faults, digest)
    found = _projects(projects)
    by_project = _members(members, set(found))
    if not faults and not found:
        faults.append(f"{PROJECTS}: holds no project")
    if faults:
        raise TruthError(faults)
    whole = (
        TruthProject(key, *facts, members=tuple(by_project.get(key, ())))
        for key, facts in sorted(found.items())
    )
    return Truth(tuple(whole), digest.hexdigest())


def _projects(table: _Table) -> dict[str, tuple]:
    found: dict[str, tuple] = {}
    for row, cells in table.rows:
        key = table.cell(row, cells, "project_id", _required)
        if key in found:
            table.report(row, "project_id", f"{key!r} is given twice")
        facts = (
            table.cell(row, cells, "name", _required),
            tuple(filter(None, map(str.strip, cells["keywords_en"].split(";")))),
            tuple(dict.fromkeys(cells["nace_divisions"].split())),
            table.cell(row, cells, "year", _year),
        )
        if key:
            found[key] = facts
    return found


def _members(table: _Table, projects: set[str]) -> dict[str, list[Member]]:
    found: dict[str, list[Member]] = {}
    for row, cells in table.rows:
        project = table.cell(row, cells, "project_id", _required)
        if project and project not in projects:
            table.report(row, "project_id", f"{project!r} is not in {PROJECTS}")
        code = table.cell(row, cells, "nuts_code", _nuts) or ""
        cluster = cells.get("cluster", "").strip()
        member = Member(
            row=row,
            name=cells.get("member_as_printed", "").strip() or cluster,
            kind=cells.get("kind", "").strip() or ("cluster" if cluster else ""),
            code=code,
            country=cells.get("country", "").strip() or code[:2],
            leads=cells.get("role", "").strip().endswith("lead"),
        )
        found.setdefault(project or "", []).append(member)
    return found


def _read_table(
    folder: Path, file: str, columns: tuple[str, ...], faults: list[str], digest
) -> _Table:
    table = _Table(file, faults)
    try:
        content = (folder / file).read_bytes()
        digest.update(content)
        text = content.decode("utf-8-sig")
        records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except OSError as error:
        faults.append(f"{file}: cannot be read ({error.strerror})")
        return table
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        faults.append(f"{file}, row {row}: not valid UTF-8")
        return table
    except csv.Error as error:
        faults.append(f"{file}: not a readable table ({error})")
        return table
    if _check_header(table, records[0] if records else [], columns):
        _fill(table, records)
    return table


def _check_header(table: _Table, header: list[str], columns: tuple[str, ...]) -> bool:
    found = [f"column {name} is missing" for name in columns if name not in header]
    if table.file == MEMBERS and not set(PLACE_COLUMNS) & set(header):
        found.append("column nuts_code is missing")
    if len(set(header)) != len(header):
        found.append("a column is given twice")
    table.faults.extend(f"{table.file}: {problem}" for problem in found)
    return not found


def _fill(table: _Table, records: list[list[str]]) -> None:
    header = records[0]
    for row, record in enumerate(records[1:], start=2):
        if len(record) == len(header):
            table.rows.append((row, dict(zip(header, record, strict=True))))
        elif record:
            problem = f"{len(record)} cells where the header has {len(header)}"
            table.faults.append(f"{table.file}, row {row}: {problem}")


def _required(cell: str) -> str:
    if not cell.strip():
        raise ValueError("must not be empty")
    return cell.strip()


def _year(cell: str) -> int | None:
    if not cell.strip():
        return None
    try:
        year = int(cell)
    except ValueError:
        raise ValueError(f"{cell!r} is not a year") from None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"{year} is not between {FIRST_YEAR} and {LAST_YEAR}")
    return year


def _nuts(cell: str) -> str:
    code = cell.strip()
    if code and not _NUTS.fullmatch(code):
        raise ValueError(f"{code!r} is not a NUTS code")
    return code
