"""Read the tables of a folder and find every fault before anything is written."""

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

from regions.register.tables import TABLES, Column, Table

DATA_FOLDER = Path(__file__).resolve().parent.parent / "data"
SHOWN_FAULTS = 20


@dataclass(frozen=True)
class Row:
    """One row: its number as a spreadsheet counts it, and its values by column."""

    number: int
    values: dict[str, object]

    def __getitem__(self, column: str):
        return self.values[column]


@dataclass
class Register:
    """All tables of a folder, and what is wrong with them, in reading order."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def report(self, table: Table, number: int, column: str, problem: str) -> None:
        place = f"{table.file}, row {number}, column {column}"
        self.faults.append(f"{place}: {problem}")


class RegisterError(Exception):
    """The tables cannot be loaded; the message lists the first faults and counts."""

    def __init__(self, faults: list[str]):
        self.faults = faults
        shown = "\n".join(faults[:SHOWN_FAULTS])
        more = len(faults) - SHOWN_FAULTS
        tail = f"\n... and {more} more" if more > 0 else ""
        noun = "fault" if len(faults) == 1 else "faults"
        super().__init__(f"{shown}{tail}\n{len(faults)} {noun}, nothing was loaded")


def read_tables(folder: Path) -> Register:
    """Read every table of `folder`; faults are collected, not raised."""
    register = Register()
    for table in TABLES:
        register.rows[table.name] = read_table(folder / table.file, table, register)
    return register


def read_table(path: Path, table: Table, register: Register) -> list[Row]:
    try:
        content = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        register.faults.append(f"{table.file}: the file is missing")
        return []
    except UnicodeDecodeError as error:
        row = path.read_bytes()[: error.start].count(b"\n") + 1
        register.faults.append(f"{table.file}, row {row}: not valid UTF-8")
        return []
    try:
        records = list(csv.reader(io.StringIO(content, newline=""), strict=True))
    except csv.Error as error:
        register.faults.append(f"{table.file}: not a readable table ({error})")
        return []
    return _read_records(records, table, register)


def _read_records(records, table: Table, register: Register) -> list[Row]:
    header = records[0] if records else []
    expected = [column.name for column in table.columns]
    missing = [name for name in expected if name not in header]
    unknown = [name for name in header if name not in expected]
    for name in missing:
        register.faults.append(f"{table.file}: column {name} is missing")
    for name in unknown:
        register.faults.append(f"{table.file}: unknown column {name!r}")
    if missing or unknown:
        return []
    if len(header) != len(expected):
        register.faults.append(f"{table.file}: a column is given twice")
        return []
    rows = []
    for number, record in enumerate(records[1:], start=2):
        if len(record) != len(header):
            problem = f"{len(record)} cells where the header has {len(header)}"
            register.faults.append(f"{table.file}, row {number}: {problem}")
            continue
        cells = dict(zip(header, record, strict=True))
        row = _read_row(number, cells, table, register)
        if row:
            rows.append(row)
    return rows


def _read_row(number, cells, table: Table, register: Register) -> Row | None:
    """Read one row; a row with a faulty cell is left out of the later checks."""
    values, sound = {}, True
    for column in table.columns:
        try:
            values[column.name] = _read_cell(cells[column.name], column)
        except ValueError as error:
            register.report(table, number, column.name, str(error))
            sound = False
    return Row(number, values) if sound else None


def _read_cell(cell: str, column: Column):
    if "\x00" in cell:
        raise ValueError("holds a NUL character")
    cell = cell.strip()
    if cell:
        return column.read(cell)
    if column.required:
        raise ValueError("must not be empty")
    return column.empty
