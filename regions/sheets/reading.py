"""Reads an uploaded file: finds out what it is, and refuses what it must not be."""

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from regions.sheets.cells import unguarded
from regions.sheets.faults import FileRefused, fault
from regions.sheets.raw import Cell, RawFile, read_rows, table_named
from regions.sheets.tables import TABLES, Table
from regions.sheets.workbook import read_workbook

# The unpacked size that a file may have, all its parts together, and their number.
MOST_UNPACKED = 100 * 1024 * 1024
MOST_PARTS = 500
# Our own exports shrink to a twentieth; a bomb to a thousandth.
MOST_RATIO, RATIO_FROM = 200, 5 * 1024 * 1024
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_file(name: str, data: bytes) -> RawFile:
    """The tables of a file; raises FileRefused with a sentence that says what to do."""
    if len(data) > settings.IMPORT_MOST_BYTES:
        raise FileRefused(too_large())
    if not data.strip():
        raise FileRefused(_("The file is empty."))
    if data.startswith(_OLD_OFFICE):
        raise FileRefused(_refusal_of_old_office(data))
    file = RawFile()
    if data.startswith(b"PK"):
        _read_package(data, file)
    else:
        _read_single_csv(name, data, file)
    if not file.tables and not file.faults:
        raise FileRefused(_no_table())
    return file


def too_large() -> str:
    """The sentence that refuses a large file."""
    megabytes = settings.IMPORT_MOST_BYTES // (1024 * 1024)
    return _("The file is larger than %(most)d MB. Divide it into several files.") % {
        "most": megabytes
    }


def _no_table() -> str:
    return _(
        "There is no table in this file that the portal knows. Start from the template;"
        " its tables are called %(names)s."
    ) % {"names": ", ".join(TABLES)}


def _refusal_of_old_office(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return _("The file is protected by a password. Save it without one.")
    return _("This is an old Excel file (.xls). Save it as .xlsx and upload that.")


# --- packages: XLSX, and CSV files in a ZIP ------------------------------------------


def _read_package(data: bytes, file: RawFile) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_package(package)
            names = package.namelist()
            if "xl/workbook.xml" in names or "[Content_Types].xml" in names:
                read_workbook(package, file)
            elif "mimetype" in names:
                raise FileRefused(
                    _("This is an OpenDocument file. Save it as .xlsx or as CSV.")
                )
            else:
                _read_csv_files(package, file)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as error:
        raise FileRefused(_damaged()) from error


def _damaged() -> str:
    return _("The file is damaged and cannot be opened. Save it again and upload that.")


def _check_package(package: zipfile.ZipFile) -> None:
    """Refuse what would not fit into memory, before anything is unpacked.

    The sizes are those that the package states; unpacking stops there.
    """
    parts = package.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise FileRefused(
            _("The file is protected by a password. Save it without one.")
        )
    is_bomb = any(
        part.file_size > RATIO_FROM
        and part.file_size > MOST_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    unpacked = sum(part.file_size for part in parts)
    if is_bomb or unpacked > MOST_UNPACKED or len(parts) > MOST_PARTS:
        raise FileRefused(
            _("The file is far larger once unpacked than a table is, so it is refused.")
        )
    names = [part.filename for part in parts]
    if len(set(names)) < len(names):
        raise FileRefused(_damaged())


def _read_csv_files(package: zipfile.ZipFile, file: RawFile) -> None:
    for name in package.namelist():
        path = PurePosixPath(name)
        if path.suffix.lower() != ".csv" or path.parts[0] == "__MACOSX":
            continue
        table = table_named(path.stem)
        if table is None:
            if path.stem.lower() != "codes":
                file.faults.append(fault(path.name, 0, "", "", _no_table()))
        elif table.name in file.tables:
            raise FileRefused(
                _("The table %(name)s is in the file twice.") % {"name": table.name}
            )
        else:
            _read_csv(table, table.name, package.read(name), file)


# --- CSV -----------------------------------------------------------------------------


def _read_single_csv(name: str, data: bytes, file: RawFile) -> None:
    path = PurePosixPath(name.replace("\\", "/"))
    _read_csv(table_named(path.stem), path.name, data, file)


def _read_csv(table: Table | None, name: str, data: bytes, file: RawFile) -> None:
    text = _decoded(name, data)
    first, _rest, after = text.partition("\n")
    skipped = 0
    if first.strip().lower() in ("sep=,", "sep=;"):
        # Excel's own line about the delimiter.
        text, first, skipped = after, after.partition("\n")[0], 1
    delimiter = _delimiter(name, first)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header = _next(name, reader) or []
    table = table or _fitting(header)
    if table is None:
        raise FileRefused(_no_table())
    read_rows(file, table, _csv_rows(name, header, reader, skipped))


def _decoded(name: str, data: bytes) -> str:
    if data.startswith(_UTF16) or b"\x00" in data[:4]:
        raise FileRefused(_not_utf8(name, 1))
    if b"\x00" in data:
        row = data[: data.index(b"\x00")].count(b"\n") + 1
        raise FileRefused(
            _("%(name)s, row %(row)d: there is a NUL byte, so this is no text.")
            % {"name": name, "row": row}
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        raise FileRefused(_not_utf8(name, row)) from error


def _not_utf8(name: str, row: int) -> str:
    return _(
        "%(name)s, row %(row)d: the text is not in UTF-8. In Excel, save it as “CSV"
        " UTF-8”."
    ) % {"name": name, "row": row}


def _delimiter(name: str, header: str) -> str:
    found = max(",;", key=header.count)
    if found in header or header.strip().strip('"').lower() in ("id", "of"):
        return found
    raise FileRefused(
        _(
            "%(name)s, row 1: the columns are separated neither by commas nor by"
            " semicolons."
        )
        % {"name": name}
    )


def _next(name: str, reader: Any) -> list[str] | None:
    try:
        return next(reader, None)
    except csv.Error as error:
        raise FileRefused(
            _("%(name)s, line %(line)d: this is no readable CSV (%(error)s).")
            % {"name": name, "line": reader.line_num, "error": error}
        ) from error


def _fitting(header: list[str]) -> Table | None:
    """The table that shares most columns with this header, if only one does."""
    names = {one.strip().lower() for one in header}
    shared = {one.name: len(names & set(one.names)) for one in TABLES.values()}
    most = max(shared.values())
    best = [name for name, count in shared.items() if count == most]
    return TABLES[best[0]] if most >= 2 and len(best) == 1 else None


def _csv_rows(
    name: str, header: list[str], reader: Any, skipped: int
) -> Iterator[tuple[int, dict[int, Cell]]]:
    number: int = 1 + skipped
    cells: list[str] | None = header
    while cells is not None:
        yield number, {place: _csv_cell(cell) for place, cell in enumerate(cells)}
        number, cells = number + 1, _next(name, reader)


def _csv_cell(cell: str) -> Cell:
    if cell.startswith("="):
        return Cell(
            cell,
            _(
                "This is a formula. Write its value, or an apostrophe before it if the"
                " text begins with “=”."
            ),
        )
    return Cell(unguarded(cell))
