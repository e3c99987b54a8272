"""Files of what a person may change: all fields, ready to be imported again."""

from collections.abc import Iterable, Sequence
from typing import Any

from regions.editing.documents import MODELS, Document
from regions.editing.many import documents_of
from regions.models import Owned, Priority, RecordKind
from regions.queries.vocabulary import Vocabulary, vocabulary
from regions.sheets.explaining import choices_for, codes_grid, read_me_grid
from regions.sheets.rows import Row, cells_of, item_rows, record_row
from regions.sheets.tables import OFFERS_NEEDS, WHATS, Column, Table
from regions.sheets.writing import Grid, write_workbook, write_zip

FORMATS = ("xlsx", "zip")
Said = list[tuple[Owned, Document]]


def export_records(*, what: str, format: str, user: Any, region: str = "") -> bytes:
    """A file with the records of this kind that the person may change.

    Names and telephones go to the record's own people only: for curators these columns
    are left out, which on import leaves them as they are.
    """
    tables = WHATS[what]
    said = {
        table.record: _records_of(table.record, user, region)
        for table in tables
        if table.record
    }
    hides = _hides_people(said, user)
    grids = [_grid(table, said, vocabulary(), hides) for table in tables]
    return write_file(what, format, grids)


def write_file(what: str, format: str, grids: Sequence[Grid]) -> bytes:
    """The tables with what explains them, in one of FORMATS."""
    if format == "zip":
        return write_zip([*grids, codes_grid()])
    return write_workbook([read_me_grid(what), *grids, codes_grid()])


def _records_of(kind: str, user: Any, region: str) -> Said:
    rows = MODELS[kind].objects.editable_by(user).order_by("slug")
    if region:
        rows = rows.filter(region=region)
    if kind == RecordKind.PRIORITY:
        rows = rows.select_related("strategy")
    records = list(rows)
    documents = documents_of(records)
    return [(record, documents[record.pk]) for record in records]


def _hides_people(said: dict[str, Said], user: Any) -> bool:
    """Whether the file holds records of organisations that the person is not of."""
    if not user.is_staff:
        return False
    for kind, records in said.items():
        own = MODELS[kind].objects.owned_by(user).values_list("pk", flat=True)
        if {record.pk for record, _document in records} - set(own):
            return True
    return False


def _grid(
    table: Table, said: dict[str, Said], words: Vocabulary, hides_people: bool
) -> Grid:
    columns = [one for one in table.columns if not (one.is_personal and hides_people)]
    if table is OFFERS_NEEDS:
        pairs = [pair for records in said.values() for pair in records]
        rows = [row for record, doc in pairs for row in item_rows(record.slug, doc)]
    else:
        rows = [_row(record, doc, words) for record, doc in said[table.record]]
    return grid_of(table, columns, rows)


def grid_of(table: Table, columns: Sequence[Column], rows: Iterable[Row]) -> Grid:
    """A table ready to be written, with lists to choose from."""
    return Grid(
        table.name,
        [one.name for one in columns],
        [cells_of(row, columns) for row in rows],
        choices_for(table),
    )


def _row(record: Owned, document: Document, words: Vocabulary) -> Row:
    beside = {
        "version": record.version,
        "status": record.status,
        "region": record.region_id,
    }
    if isinstance(record, Priority):
        beside["strategy"] = record.strategy.slug
    return record_row(record.record_kind, record.slug, document, words, **beside)
