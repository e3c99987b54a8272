"""Writes tables as an XLSX workbook, or as CSV files in a ZIP.

All cells are texts. In CSV, what a spreadsheet might run has an apostrophe before it
(`cells.guarded`); in XLSX a text is marked as one, and is none when somebody edits it.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from regions.sheets.cells import guarded, to_xml, would_run

MOST_VALIDATED = 20_001
_WIDE = {"title", "summary", "text", "keywords", "title_original", "explanation"}
_HEAD = Font(bold=True)
_SHADE = PatternFill("solid", fgColor="E2EEF1")
_WRAP = Alignment(wrap_text=True, vertical="top")


@dataclass(frozen=True)
class Grid:
    """A table ready to be written. `choices` names, by column, where its values are.

    The source of choices is a list of texts, or the column of another grid by its name.
    """

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[str]]
    choices: dict[str, "Choices"] | None = None


@dataclass(frozen=True)
class Choices:
    """Where a cell's values are listed; with `is_strict` no other is taken."""

    sheet: str
    column: str
    first: int
    last: int
    is_strict: bool = True

    @property
    def formula(self) -> str:
        span = f"${self.column}${self.first}:${self.column}${self.last}"
        return f"'{self.sheet}'!{span}"


def write_workbook(grids: Iterable[Grid]) -> bytes:
    """The tables as sheets of one workbook, in their order."""
    book = Workbook(write_only=True)
    for grid in grids:
        sheet = book.create_sheet(grid.name)
        sheet.freeze_panes = "A2"
        for place, name in enumerate(grid.header, start=1):
            width = 48 if name in _WIDE else 18
            sheet.column_dimensions[get_column_letter(place)].width = width
        _validate(sheet, grid)
        sheet.append([_cell(sheet, name, is_head=True) for name in grid.header])
        for row in grid.rows:
            sheet.append([_cell(sheet, text) for text in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cell(sheet, text: str, *, is_head: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet)
    cell.number_format = "@"
    if is_head:
        cell.font, cell.fill = _HEAD, _SHADE
    elif len(text) > 60:
        cell.alignment = _WRAP
    if text:
        # Set past openpyxl's guess: a text that begins with = is no formula.
        cell._value, cell.data_type = to_xml(text), "s"
        cell.quotePrefix = would_run(text)
    return cell


def _validate(sheet, grid: Grid) -> None:
    for name, choices in (grid.choices or {}).items():
        letter = get_column_letter(list(grid.header).index(name) + 1)
        rule = DataValidation(
            type="list",
            formula1=choices.formula,
            allow_blank=True,
            showErrorMessage=choices.is_strict,
        )
        rule.errorTitle = name
        rule.error = _("Choose one of the list; the sheet codes explains them.")
        rule.add(f"{letter}2:{letter}{MOST_VALIDATED}")
        sheet.data_validations.append(rule)


def write_zip(grids: Iterable[Grid]) -> bytes:
    """The tables as CSV files of one ZIP, as Excel and others read them."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for grid in grids:
            name = grid.name.replace(" ", "_")
            package.writestr(f"{name}.csv", "".join(csv_lines(grid)).encode())
    return stream.getvalue()


def csv_lines(grid: Grid) -> Iterator[str]:
    """The lines of a CSV file, with the mark by which Excel knows UTF-8."""
    yield "\ufeff" + csv_line(grid.header)
    for row in grid.rows:
        yield csv_line(row)


def csv_line(cells: Sequence[str]) -> str:
    """One line of CSV that no spreadsheet runs; all cells are in quotation marks."""
    stream = io.StringIO()
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
    writer.writerow([guarded(cell) for cell in cells])
    return stream.getvalue()
