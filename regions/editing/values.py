"""A form's values as a browser sends them: what drafts keep and forms show again.

Values are names with lists of texts, so that not even what is not valid yet is lost.
Rows of offers and needs are named `offers-2-text`: side, place from 0, field. Names
that begin with an underscore belong to the form itself (buttons, versions).
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from django.utils.translation import gettext as _

from portal.web.errors import PortalError
from regions.editing.checking import MOST_ITEMS
from regions.editing.documents import ITEM_FIELDS, SIDES, Document

Values = dict[str, list[str]]
Row = dict[str, list[str]]

MOST_NAMES, MOST_CHARACTERS = 2_000, 200_000
_ITEM = re.compile(r"^(offers|needs)-(\d{1,4})-([a-z_]+)$")
_SEPARATOR = re.compile(r"[,;\n]")
# What a row says beside its kind, which is always chosen.
_SAYING = (
    "text",
    "topics",
    "trl_min",
    "trl_max",
    "stage",
    "is_confidential",
    "derivation",
    "facility",
)


class ManyValued(Protocol):
    """What QueryDict and MultiValueDict share."""

    def __iter__(self) -> Any: ...
    def getlist(self, key: str) -> list[str]: ...


def read_values(data: ManyValued) -> Values:
    """What somebody typed, without what the form itself adds; rows numbered anew."""
    values = {
        name: [text.replace("\r\n", "\n") for text in data.getlist(name)]
        for name in data
        if not name.startswith("_") and name != "csrfmiddlewaretoken"
    }
    size = sum(len(text) for texts in values.values() for text in texts)
    if len(values) > MOST_NAMES or size > MOST_CHARACTERS:
        raise PortalError(_("This is more text than the portal can keep."))
    for side in SIDES:
        values = with_rows(values, side, rows_of(values, side))
    return values


def rows_of(values: Mapping[str, list[str]], side: str) -> list[Row]:
    """The rows of a side in their order, each a field with its texts."""
    rows: dict[int, Row] = {}
    for name, texts in values.items():
        found = _ITEM.match(name)
        if found and found[1] == side:
            rows.setdefault(int(found[2]), {})[found[3]] = texts
    return [rows[number] for number in sorted(rows)]


def with_rows(values: Values, side: str, rows: Iterable[Row]) -> Values:
    """The values with these rows instead, numbered from 0."""
    rest = {
        name: texts
        for name, texts in values.items()
        if not ((found := _ITEM.match(name)) and found[1] == side)
    }
    for number, row in enumerate(rows):
        rest |= {f"{side}-{number}-{field}": texts for field, texts in row.items()}
    return rest


def without_blank_rows(values: Values) -> Values:
    """The values without rows that say nothing: what is saved as a record."""
    for side in SIDES:
        rows = [row for row in rows_of(values, side) if not is_blank(row)]
        values = with_rows(values, side, rows)
    return values


def is_blank(row: Row) -> bool:
    """Whether nothing but the kind is filled in."""
    return not any(text.strip() for name in _SAYING for text in row.get(name, []))


def values_of(document: Document) -> Values:
    """What a form shows of a document."""
    values: Values = {}
    for name, value in document.items():
        if name in SIDES:
            values = with_rows(values, name, [_row_of(item) for item in value])
        elif name == "visibility":
            values |= {f"visibility-{field}": [who] for field, who in value.items()}
        elif name == "keywords":
            values[name] = [", ".join(value)]
        else:
            values[name] = _texts(value)
    return values


def read_keywords(text: str) -> list[str]:
    """The keywords of a text, each once; commas and line ends part them."""
    words = [" ".join(part.split()) for part in _SEPARATOR.split(text)]
    return list(dict.fromkeys(word for word in words if word))


def _row_of(item: Document) -> Row:
    return {name: _texts(item.get(name)) for name in ITEM_FIELDS}


def _texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [str(one) for one in value]
    if isinstance(value, bool):
        return ["on"] if value else []
    return [] if value is None else [str(value)]


# --- buttons that work without script ------------------------------------------------


def act_on_rows(values: Values, act: str, target: str, wording: str = "") -> Values:
    """Do what a button of the rows says and return the values as they are then.

    `act` is add (to the side `target`), or remove, up, down or adopt (the row
    `target`, as "offers-2"); an adopted row gets `wording` as its text.
    """
    side, _dash, number = target.partition("-")
    if side not in SIDES:
        return values
    rows = rows_of(values, side)
    if act == "add":
        if len(rows) >= MOST_ITEMS:
            raise PortalError(_("At most %(most)d.") % {"most": MOST_ITEMS})
        return with_rows(values, side, [*rows, {"kind": [""]}])
    place = int(number) if number.isdigit() else len(rows)
    if place >= len(rows):
        return values
    return with_rows(values, side, _moved(rows, act, place, wording))


def _moved(rows: list[Row], act: str, place: int, wording: str) -> list[Row]:
    row = rows.pop(place)
    if act == "up":
        rows.insert(max(0, place - 1), row)
    elif act == "down":
        rows.insert(place + 1, row)
    elif act == "adopt":
        rows.insert(place, row | {"derivation": [""], "text": [wording]})
    elif act != "remove":
        rows.insert(place, row)
    return rows
