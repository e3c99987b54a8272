"""Match rows in bulk, as arrays of whole numbers, in the way of each database.

The ORM's bulk_create manages about 30,000 rows a second here. What counts beside the
way in is the table: it has no constraint but its key (see matching.models.Match).
`bench_storage` measures both ways.
"""

import io
from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
from django.db import connection

from matching.models import Match

_FIELDS = {field.column: field for field in Match._meta.concrete_fields}
COLUMNS = tuple(_FIELDS)
_LARGEST = np.array(
    [np.iinfo("i8" if one.is_relation else "i2").max for one in _FIELDS.values()]
)
_TABLE = Match._meta.db_table
# The numbers of so many profiles are read at once: whole lists, some 500,000 rows.
KEYS_AT_ONCE = 5_000
# As many rows as fit into one statement of SQLite, of whatever version: a statement
# costs more than a row.
PARAMETERS = 999
# PostgreSQL's binary copy: a signature, two empty words, then for each row the number
# of its fields and each field behind its length; at the end -1 for a row.
_HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_END = b"\xff\xff"
_BINARY = {"bigint": ">i8", "integer": ">i4", "smallint": ">i2"}


def write_matches(rows: np.ndarray) -> None:
    """Append rows, an array (m, 16) of whole numbers in the order of COLUMNS.

    ValueError for a number that its column cannot hold.
    """
    if rows.size and (rows.min() < 0 or (rows.max(axis=0) > _LARGEST).any()):
        raise ValueError("a match holds a number that its column cannot hold")
    if connection.vendor == "postgresql":
        _copy_in(rows)
    else:
        _execute_many(rows)


def read_matches(
    run_id: int, columns: Sequence[str], *, most: int | None = None
) -> Iterator[np.ndarray]:
    """The rows of a run by profile and rank: arrays (m, columns) of whole lists.

    most: only the ranks up to this one. Each array is read by one statement.
    """
    read = _copy_out if connection.vendor == "postgresql" else _fetch
    ranks = f" AND rank <= {most:d}" if most else ""
    for first, end in _ranges(run_id, KEYS_AT_ONCE):
        rows = read(
            f"SELECT {', '.join(columns)} FROM {_TABLE}"  # noqa: S608
            f" WHERE run_id = {run_id:d}{ranks}"
            f" AND profile_id >= {first:d} AND profile_id < {end:d}"
            " ORDER BY profile_id, rank",
            columns,
        )
        if len(rows):
            yield rows


def delete_matches(run_id: int) -> None:
    """Delete all rows of a run in short steps, so that nobody waits for the whole.

    Outside of a transaction each step is one of its own. Cut short, it can be repeated.
    """
    rows = Match.objects.filter(run_id=run_id)
    for first, end in _ranges(run_id, KEYS_AT_ONCE // 10):
        step = rows.filter(profile_id__gte=first, profile_id__lt=end)
        step._raw_delete(Match.objects.db)


def _ranges(run_id: int, size: int) -> Iterator[tuple[int, int]]:
    """The keys from the run's first profile to its last one, in ranges of this size."""
    keys = Match.objects.filter(run_id=run_id).values_list("profile_id", flat=True)
    lowest = keys.order_by("profile_id").first()
    highest = keys.order_by("-profile_id").first()
    if lowest is not None and highest is not None:
        for first in range(lowest, highest + 1, size):
            yield first, first + size


def _execute_many(rows: np.ndarray) -> None:
    """One statement for many rows, and one for each of the few that are left."""
    width = len(COLUMNS)
    many = PARAMETERS // width
    whole = len(rows) - len(rows) % many
    row = f"({', '.join(['%s'] * width)})"
    with connection.cursor() as cursor:
        for part, count in ((rows[:whole], many), (rows[whole:], 1)):
            cursor.executemany(
                f"INSERT INTO {_TABLE} ({', '.join(COLUMNS)})"  # noqa: S608
                f" VALUES {', '.join([row] * count)}",
                part.reshape(-1, count * width).tolist(),
            )


def _fetch(select: str, columns: Sequence[str]) -> np.ndarray:
    with connection.cursor() as cursor:
        cursor.execute(select)
        numbers = np.fromiter(chain.from_iterable(cursor.fetchall()), dtype=np.int64)
    return numbers.reshape(-1, len(columns))


def _copy_in(rows: np.ndarray) -> None:
    table = np.empty(len(rows), dtype=_binary_row(COLUMNS))
    table["fields"] = len(COLUMNS)
    for place, name in enumerate(COLUMNS):
        table[f"size of {name}"] = table.dtype[name].itemsize
        table[name] = rows[:, place]
    file = io.BytesIO(_HEAD + table.tobytes() + _END)
    names = ", ".join(COLUMNS)
    # COPY is not one of the calls whose errors Django translates by itself.
    with connection.wrap_database_errors, connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {_TABLE} ({names}) FROM STDIN (FORMAT binary)", file)


def _copy_out(select: str, columns: Sequence[str]) -> np.ndarray:
    file = io.BytesIO()
    with connection.wrap_database_errors, connection.cursor() as cursor:
        cursor.copy_expert(f"COPY ({select}) TO STDOUT (FORMAT binary)", file)
    row = _binary_row(columns)
    count = (file.tell() - len(_HEAD) - len(_END)) // row.itemsize
    table = np.frombuffer(file.getbuffer(), dtype=row, count=count, offset=len(_HEAD))
    rows = np.empty((count, len(columns)), dtype=np.int64)
    for place, name in enumerate(columns):
        rows[:, place] = table[name]
    return rows


def _binary_row(columns: Sequence[str]) -> np.dtype:
    """How PostgreSQL writes one row of these columns, none of which is ever NULL."""
    parts = [("fields", ">i2")]
    for name in columns:
        kind = _FIELDS[name].db_type(connection)
        parts += [(f"size of {name}", ">i4"), (name, _BINARY[kind])]
    return np.dtype(parts)
