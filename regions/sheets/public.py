"""The register as open data: what everybody may see, with its source and confidence.

Published records only, fields that their owners show to everybody, no contact data, no
confidential offers and needs. It is made once for each state of the register.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from portal.web.versioned import kept_under_version
from regions.editing.documents import MODELS, Document
from regions.editing.many import documents_of
from regions.editing.visibility import CONTACT_FIELDS, visibility_of
from regions.models import ExchangeItem, Owned, Priority, RecordKind, Visibility
from regions.queries.vocabulary import vocabulary
from regions.sheets.explaining import codes_grid
from regions.sheets.parsing import KINDS
from regions.sheets.rows import Row, cells_of, record_row
from regions.sheets.tables import OFFERS_NEEDS, SIDE_WORDS, TABLE_OF, Column, Table
from regions.sheets.writing import Grid, write_workbook, write_zip

SOURCE = ("source_name", "source_url", "source_date", "confidence", "confirmed_at")
# What is of use to editing only.
_LEFT_OUT = {"version", "status", "visibility", "is_confidential"}


@kept_under_version
def kept_register(version: str, format: str, language: str) -> bytes:
    """The public register in this state, as XLSX or as CSV files in a ZIP.

    `language` is the one in force; it tells the labels of codes apart.
    """
    grids = [*_grids(), codes_grid()]
    return write_zip(grids) if format == "zip" else write_workbook(grids)


def _grids() -> Iterator[Grid]:
    for kind in KINDS:
        yield _grid(TABLE_OF[kind], _record_rows(kind))
    yield _grid(OFFERS_NEEDS, _item_rows())


def _grid(table: Table, rows: Iterator[tuple[Row, Any]]) -> Grid:
    columns = public_columns(table)
    return Grid(
        table.name,
        [*(column.name for column in columns), *SOURCE],
        [[*cells_of(row, columns), *_source(record)] for row, record in rows],
    )


def public_columns(table: Table) -> list[Column]:
    """The columns of a table that everybody may see."""
    hidden = _LEFT_OUT | set(CONTACT_FIELDS.get(table.record, ()))
    return [one for one in table.columns if one.name not in hidden]


def _record_rows(kind: str) -> Iterator[tuple[Row, Owned]]:
    words = vocabulary()
    rows = MODELS[kind].objects.published().order_by("slug")
    if kind == RecordKind.PRIORITY:
        # A priority of a strategy that is not published names none.
        rows = rows.select_related("strategy")
    records = list(rows)
    documents = documents_of(records)
    for record in records:
        document = _public(record, documents[record.pk])
        beside = {"region": record.region_id}
        if isinstance(record, Priority) and record.strategy.status == "published":
            beside["strategy"] = record.strategy.slug
        yield record_row(kind, record.slug, document, words, **beside), record


def _public(record: Owned, document: Document) -> Document:
    """The fields of a document that everybody sees."""
    return {
        name: value
        for name, value in document.items()
        if visibility_of(record, name) == Visibility.PUBLIC
    }


def _item_rows() -> Iterator[tuple[Row, ExchangeItem]]:
    sides = dict(zip(("offer", "need"), SIDE_WORDS, strict=True))
    for item in _open_items().iterator(chunk_size=2_000):
        row = {
            "of": item.profile.slug,
            "side": sides[item.side],
            "topics": sorted(topic.code for topic in item.topics.all()),
            "facility": "",
        }
        if item.facility and item.facility.status == "published":
            row["facility"] = item.facility.slug
        for name in ("kind", "text", "trl_min", "trl_max", "stage", "derivation"):
            row[name] = getattr(item, name)
        yield row, item


def _open_items() -> "QuerySet[ExchangeItem]":
    """Offers and needs of published profiles; the manager leaves confidential ones."""
    items = ExchangeItem.objects.filter(profile__status="published")
    items = items.select_related("profile", "facility").prefetch_related("topics")
    return items.order_by("profile__slug", "side", "position", "pk")


def _source(record: Owned | ExchangeItem) -> list[str]:
    day = record.source_date
    confirmed = record.confirmed_at
    return [
        record.source_name,
        record.source_url,
        day.isoformat() if day else "",
        record.confidence,
        timezone.localdate(confirmed).isoformat() if confirmed else "",
    ]
