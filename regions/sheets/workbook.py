"""Reads XLSX workbooks as streams of cells, and says what no cell may hold.

Not with openpyxl, because a table from a stranger has to be refused by place: openpyxl
gives formulas as texts, dates for numbers, drops `_x005F_` from shared texts, and needs
the whole sheet in memory to tell of merged cells. XML is read by defusedxml: no
entities, no document types, nothing from elsewhere.
"""

import posixpath
import re
import zipfile

from django.utils.translation import gettext as _
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from regions.sheets.faults import FileRefused, fault
from regions.sheets.raw import RawFile, read_rows, table_named
from regions.sheets.streams import Sheet, Texts, feed, parse

# Sheets of the template that are for reading only.
OTHER_SHEETS = {"read me", "codes"}


def read_workbook(package: zipfile.ZipFile, file: RawFile) -> None:
    """Add all tables of a workbook to the file; other sheets must be empty."""
    _refuse_macros(package)
    sheets = _sheets(package)
    texts = _shared_texts(package)
    dates = _date_styles(package)
    for title, part in sheets:
        if title.strip().lower() in OTHER_SHEETS:
            continue
        table = table_named(title)
        lines = Sheet(title, texts, dates)
        rows = lines.rows_of(package, part)
        if table is None:
            if any(cell.text.strip() for _n, row in rows for cell in row.values()):
                file.faults.append(fault(title, 0, "", "", _unknown_sheet()))
            continue
        if table.name in file.tables:
            raise FileRefused(
                _("The table %(name)s is in the file twice.") % {"name": table.name}
            )
        read_rows(file, table, rows)
        for merged in lines.merged:
            reason = _("These cells are merged. Undo that, so that each has its value.")
            row = int(re.sub(r"\D", "", merged.partition(":")[0]) or 0)
            file.faults.append(fault(table.name, row, merged, "", reason))


def _unknown_sheet() -> str:
    return _("There is no table of this name. Delete the sheet, or rename it.")


def _refuse_macros(package: zipfile.ZipFile) -> None:
    names = {name.lower() for name in package.namelist()}
    kinds: list[str] = []
    parse(
        package,
        "[Content_Types].xml",
        lambda name, attrs: kinds.append(attrs.get("ContentType", "")),
    )
    has_macros = any("vbaproject" in name for name in names)
    if has_macros or any("macroenabled" in one.lower() for one in kinds):
        raise FileRefused(_("The file holds macros. Save it as .xlsx without them."))
    if any(name.startswith("xl/worksheets/binary") for name in names) or (
        "xl/workbook.bin" in names
    ):
        raise FileRefused(_("This is a binary workbook (.xlsb). Save it as .xlsx."))


def _sheets(package: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Title and part of each sheet, in their order."""
    targets: dict[str, str] = {}
    sheets: list[tuple[str, str]] = []

    def relation(name: str, attrs: dict[str, str]) -> None:
        if name == "Relationship":
            target = posixpath.join("/xl", attrs.get("Target", ""))
            targets[attrs.get("Id", "")] = posixpath.normpath(target).lstrip("/")

    def sheet(name: str, attrs: dict[str, str]) -> None:
        if name == "sheet":
            key = next((v for k, v in attrs.items() if k.endswith(":id")), "")
            sheets.append((attrs.get("name", ""), targets.get(key, "")))

    parse(package, "xl/_rels/workbook.xml.rels", relation)
    parse(package, "xl/workbook.xml", sheet)
    return sheets


def _shared_texts(package: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in package.namelist():
        return []
    handler = Texts()
    feed(package, "xl/sharedStrings.xml", handler)
    return handler.texts


def _date_styles(package: zipfile.ZipFile) -> set[int]:
    """The numbers of cell styles that show a number as a date."""
    if "xl/styles.xml" not in package.namelist():
        return set()
    formats = dict(BUILTIN_FORMATS)
    styles: list[int] = []
    inside = ""

    def style(name: str, attrs: dict[str, str]) -> None:
        nonlocal inside
        if name in ("cellXfs", "cellStyleXfs", "dxfs"):
            inside = name
        if name == "numFmt" and attrs.get("numFmtId", "").isdigit():
            formats[int(attrs["numFmtId"])] = attrs.get("formatCode", "")
        if name == "xf" and inside == "cellXfs":
            number = attrs.get("numFmtId", "0")
            styles.append(int(number) if number.isdigit() else 0)

    parse(package, "xl/styles.xml", style)
    return {
        place
        for place, number in enumerate(styles)
        if is_date_format(formats.get(number, "General"))
    }
