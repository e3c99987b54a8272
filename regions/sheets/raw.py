"""Tables as a file holds them: texts by column, and the place of each row."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _

from regions.sheets.faults import Fault, FileRefused, fault
from regions.sheets.tables import TABLES, Table

LONGEST_CELL = 40_000
MOST_COLUMNS = 200


@dataclass
class RawRow:
    """One row: its number as a spreadsheet counts it, and its texts by column."""

    number: int
    cells: dict[str, str]
    # Columns whose cell is faulty already, so that nobody reads them as empty.
    faulty: set[str] = field(default_factory=set)


@dataclass
class RawTable:
    """One table of the file; `columns` are those that it has."""

    table: Table
    columns: list[str]
    rows: list[RawRow]


@dataclass
class RawFile:
    """All tables of a file by name, and what is wrong with single places of it."""

    tables: dict[str, RawTable] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    rows_left: int = field(default_factory=lambda: settings.IMPORT_MOST_ROWS)

    def count_row(self) -> None:
        """Count one row of any table; refuse the file when it has too many."""
        self.rows_left -= 1
        if self.rows_left < 0:
            raise FileRefused(
                _("The file has more than %(most)d rows. Divide it into several files.")
                % {"most": settings.IMPORT_MOST_ROWS}
            )


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, and what is wrong with that, if anything."""

    text: str
    reason: str = ""


def read_rows(
    file: RawFile, table: Table, rows: Iterable[tuple[int, dict[int, Cell]]]
) -> None:
    """Add a table to the file, from its rows: number, and cells by column from 0.

    The first row names the columns. With a faulty one, the rows are not looked at.
    """
    names: dict[int, str] | None = None
    raw = RawTable(table, [], [])
    for number, row in rows:
        said = {place: cell for place, cell in row.items() if cell.text or cell.reason}
        if not any(cell.text.strip() or cell.reason for cell in said.values()):
            continue
        if names is None:
            names = _header(file, table, number, said)
            if names is None:
                return
            raw.columns = list(names.values())
            continue
        file.count_row()
        raw.rows.append(_row(file, table, number, said, names))
    if names is None:
        reason = _("This table has no line that names its columns.")
        file.faults.append(fault(table.name, 1, "", "", reason))
        return
    file.tables[table.name] = raw


def _header(
    file: RawFile, table: Table, number: int, cells: dict[int, Cell]
) -> dict[int, str] | None:
    """The names of the columns by their place, or None with what is wrong noted."""
    names: dict[int, str] = {}
    before = len(file.faults)
    for place, cell in sorted(cells.items()):
        name = cell.text.strip().lower()
        reason = cell.reason
        if not reason and name and name not in table.names:
            reason = _("There is no such column. The template names those there are.")
        if not reason and name in names.values():
            reason = _("This column is there twice.")
        if reason:
            column = name or letters(place)
            file.faults.append(fault(table.name, number, column, cell.text, reason))
        elif name:
            names[place] = name
    for name in _needed(table):
        if name not in names.values():
            reason = _("This column is missing.")
            file.faults.append(fault(table.name, number, name, "", reason))
    return names if len(file.faults) == before else None


def _needed(table: Table) -> tuple[str, ...]:
    return ("id",) if table.record else ("of", "side", "kind")


def _row(
    file: RawFile,
    table: Table,
    number: int,
    cells: dict[int, Cell],
    names: dict[int, str],
) -> RawRow:
    row = RawRow(number, dict.fromkeys(names.values(), ""))
    for place, cell in sorted(cells.items()):
        name = names.get(place, "")
        reason = cell.reason or _unfit(cell.text)
        if not name and not reason:
            reason = _("This cell stands in a column without a name.")
        if reason:
            column = name or letters(place)
            file.faults.append(fault(table.name, number, column, cell.text, reason))
            row.faulty.add(column)
        else:
            row.cells[name] = cell.text
    return row


def _unfit(text: str) -> str:
    if "\x00" in text or any("\ud800" <= one <= "\udfff" for one in text):
        return _("The cell holds a sign that cannot be stored.")
    if len(text) > LONGEST_CELL:
        return _("The cell holds more than %(most)d characters.") % {
            "most": LONGEST_CELL
        }
    return ""


def letters(place: int) -> str:
    """A column as a spreadsheet names it: 0 is A, 26 is AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def table_named(name: str) -> Table | None:
    """The table that a sheet or file of this name stands for."""
    return TABLES.get(name.strip().lower().replace(" ", "_"))
