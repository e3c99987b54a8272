"""Put tables down as CSV: UTF-8, one order, one kind of line end, so never a stray
difference between two runs."""

import csv
import io
from pathlib import Path

from regions.register.tables import TABLES


def write_tables(tables: dict[str, list[dict[str, object]]], folder: Path) -> list[str]:
    """Write the tables into `folder`; return the names of the files that changed.

    Every table is formatted before the first is written, so a fault in one of them
    leaves the folder as it was.
    """
    contents = {table.file: _as_csv(table, tables[table.name]) for table in TABLES}
    folder.mkdir(parents=True, exist_ok=True)
    changed = []
    for name, content in contents.items():
        path = folder / name
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
            changed.append(name)
    return changed


def _as_csv(table, rows) -> bytes:
    stream = io.StringIO()
    names = [column.name for column in table.columns]
    writer = csv.DictWriter(stream, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode("utf-8")
