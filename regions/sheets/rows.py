"""Documents as rows of tables, and rows as documents again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from regions.editing.documents import SIDES, Document
from regions.models import Scheme
from regions.queries.vocabulary import Vocabulary
from regions.sheets.tables import OFFERS_NEEDS, SIDE_WORDS, TABLE_OF, Column

Row = dict[str, Any]
_SCHEMES = set(Scheme.values)


def record_row(
    kind: str, key: str, document: Document, words: Vocabulary, **beside: Any
) -> Row:
    """The row of a record; `beside` are columns that its document does not hold."""
    row: Row = {"id": key} | beside
    for column in TABLE_OF[kind].columns:
        if column.scheme:
            row[column.name] = [
                code
                for code in document["topics"]
                if words.topics[code].scheme == column.scheme
            ]
        elif column.name in document:
            row[column.name] = document[column.name]
    return row


def item_rows(key: str, document: Document) -> list[Row]:
    """A row for each offer and need of a profile, in their order."""
    return [
        {"of": key, "side": word} | item
        for word, side in SIDE_WORDS.items()
        for item in document.get(side, [])
    ]


def cells_of(row: Row, columns: Iterable[Column]) -> list[str]:
    """The texts of a row; what it does not say is empty."""
    return [
        column.kind.write(row[column.name]) if column.name in row else ""
        for column in columns
    ]


def document_from(
    kind: str, values: Mapping[str, Any], present: Document | None, words: Vocabulary
) -> Document:
    """What a row says, as part of a document.

    Topics of a scheme whose column is not there stay as they are in `present`.
    """
    named = [one for one in TABLE_OF[kind].columns if one.name in values]
    schemes = {one.scheme for one in named if one.scheme}
    beside = {"id", "version", "status", "strategy"}
    if kind == "strategy":
        beside.add("region")
    document: Document = {
        one.name: values[one.name]
        for one in named
        if not one.scheme and one.name not in beside
    }
    if schemes:
        codes = {code for name in schemes for code in values[name]}
        for code in (present or {}).get("topics", []):
            if words.topics[code].scheme not in schemes:
                codes.add(code)
        document["topics"] = sorted(codes)
    if "stages" in document:
        order = TABLE_OF[kind].column("stages").choices
        document["stages"] = [one for one in order if one in document["stages"]]
    if "target_regions" in document:
        document["target_regions"] = sorted(set(document["target_regions"]))
    return document


def item_from(values: Mapping[str, Any]) -> Document:
    """One offer or need from its row; a text of one's own ends what was derived."""
    item = {
        one.name: values.get(one.name, one.kind.value_of(""))
        for one in OFFERS_NEEDS.columns
        if one.name not in ("of", "side")
    }
    item["topics"] = sorted(set(item["topics"]))
    if item["text"]:
        item["derivation"] = ""
    return item


def sides_from(rows: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, list]]:
    """Offers and needs by the profile that the rows name."""
    found: dict[str, dict[str, list]] = defaultdict(
        lambda: {side: [] for side in SIDES}
    )
    for values in rows:
        found[values["of"]][SIDE_WORDS[values["side"]]].append(item_from(values))
    return dict(found)
