"""Small files for tests of imports, and what becomes of them."""

import io
import zipfile
from collections.abc import Sequence

from openpyxl import Workbook

from regions.sheets.planning import plan_import
from regions.sheets.reading import read_file

Rows = Sequence[Sequence[object]]


def xlsx(**sheets: Rows) -> bytes:
    """A workbook as a spreadsheet would save it; values keep their types."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def csv(*rows: str) -> bytes:
    return "\r\n".join(rows).encode()


def zipped(**parts: bytes) -> bytes:
    """A ZIP of CSV files by their names."""
    return package({f"{name}.csv": content for name, content in parts.items()})


def package(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return stream.getvalue()


def plan(data: bytes, user, name: str = "file.xlsx"):
    return plan_import(read_file(name, data), user)


def faults(data: bytes, user, name: str = "file.xlsx") -> list[tuple]:
    """Sheet, row, column and value of each fault."""
    found = plan(data, user, name).faults
    return [(one.sheet, one.row, one.column, one.value) for one in found]


def places(data: bytes, name: str = "file.xlsx") -> list[tuple]:
    """Sheet, row, column and reason of what is wrong before any value is read."""
    found = read_file(name, data).faults
    return [(one.sheet, one.row, one.column, one.reason) for one in found]
