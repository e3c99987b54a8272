"""Makes documents of a file's tables; each value that cannot be read is a fault."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from regions.editing.documents import SIDES, Document
from regions.models import RecordKind
from regions.queries.vocabulary import Vocabulary
from regions.sheets.cells import restored_code
from regions.sheets.faults import Fault, fault
from regions.sheets.raw import RawFile, RawRow
from regions.sheets.rows import item_from
from regions.sheets.tables import (
    EXAMPLE,
    NEW,
    OFFERS_NEEDS,
    SIDE_WORDS,
    TABLE_OF,
    Column,
    Table,
)

STEP = 100
Alive = Callable[[], None]
KINDS = (RecordKind.STRATEGY, RecordKind.PRIORITY, RecordKind.CLUSTER)


@dataclass
class Entry:
    """One record of the file: where it stands, and what its cells say.

    `items` are its offers and needs where the file has that table, and `item_rows` the
    row of each, by side. `row` is 0 where the file has the items of a record only.
    """

    kind: str
    key: str
    row: int
    values: dict[str, Any]
    items: dict[str, list[Document]] | None = None
    item_rows: dict[str, list[int]] = field(default_factory=dict)
    is_sound: bool = True

    @property
    def is_new(self) -> bool:
        return self.key == "" or self.key.startswith(NEW)

    @property
    def sheet(self) -> str:
        return TABLE_OF[self.kind].name if self.row else OFFERS_NEEDS.name


@dataclass
class Parsed:
    """What the file says, in its order, and all that is wrong so far."""

    entries: list[Entry] = field(default_factory=list)
    # Items of records that have no row of their own in this file, by address.
    loose: dict[str, Entry] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def parse_file(raw: RawFile, words: Vocabulary, alive: Alive = lambda: None) -> Parsed:
    """Read every cell; a row with a faulty one is not compared with the register.

    `alive()` is called now and then, so that nobody takes the reader for dead.
    """
    parsed = Parsed(faults=list(raw.faults))
    for kind in KINDS:
        table = TABLE_OF[kind]
        rows = raw.tables[table.name].rows if table.name in raw.tables else []
        for row in _living(rows, alive):
            if _is_example(table, "id", row, parsed.faults):
                continue
            values, is_sound = _values(table, row, words, parsed.faults)
            key = values.get("id", "")
            entry = Entry(kind, key, row.number, values, is_sound=is_sound)
            parsed.entries.append(entry)
    _check_keys(parsed)
    if OFFERS_NEEDS.name in raw.tables:
        _add_items(raw, parsed, words, alive)
    return parsed


def _living(rows: list[RawRow], alive: Alive) -> Iterator[RawRow]:
    """The rows, with a sign of life before every hundredth."""
    for number, row in enumerate(rows):
        if number % STEP == 0:
            alive()
        yield row


def _is_example(table: Table, column: str, row: RawRow, faults: list[Fault]) -> bool:
    key = row.cells.get(column, "").strip()
    if not key.startswith(EXAMPLE):
        return False
    reason = _("This is an example of the template. Delete the row.")
    faults.append(fault(table.name, row.number, column, key, reason))
    return True


def _values(
    table: Table, row: RawRow, words: Vocabulary, faults: list[Fault]
) -> tuple[dict[str, Any], bool]:
    """The values of a row, and whether each of its cells could be read."""
    values: dict[str, Any] = {}
    is_sound = not row.faulty
    for column in table.columns:
        if column.is_info or column.name not in row.cells:
            continue
        cell = row.cells[column.name]
        if column.name in row.faulty:
            continue
        try:
            value = column.kind.value_of(cell)
            values[column.name] = _checked(column, value, words)
        except ValueError as error:
            faults.append(fault(table.name, row.number, column.name, cell, str(error)))
            is_sound = False
    return values, is_sound


def _checked(column: Column, value: Any, words: Vocabulary) -> Any:
    """The value with codes as the register has them; ValueError for an unknown one."""
    if column.choices and column.kind.empty is not False:
        chosen = value if isinstance(value, list) else [value] if value else []
        for one in chosen:
            if one not in column.choices:
                raise ValueError(
                    _("“%(value)s” is none of these: %(choices)s.")
                    % {"value": one, "choices": ", ".join(column.choices)}
                )
        _refuse_twice(chosen)
    if column.scheme or column.name == "topics":
        value = [restored_code(code, words.topics) for code in value]
        for code in value:
            _check_topic(code, column.scheme, words)
        _refuse_twice(value)
    if column.name == "target_regions" or (column.name == "region" and value):
        codes = value if isinstance(value, list) else [value]
        for code in codes:
            if code not in words.places:
                raise ValueError(
                    _("There is no region of the code “%(code)s”.") % {"code": code}
                )
        _refuse_twice(codes)
    return value


def _check_topic(code: str, scheme: str, words: Vocabulary) -> None:
    if code not in words.topics:
        raise ValueError(
            _("There is no topic of the code “%(code)s”.") % {"code": code}
        )
    if scheme and words.topics[code].scheme != scheme:
        raise ValueError(
            _("“%(code)s” belongs into the column %(column)s.")
            % {"code": code, "column": words.topics[code].scheme}
        )


def _refuse_twice(values: list[str]) -> None:
    for value, count in Counter(values).items():
        if count > 1:
            raise ValueError(_("“%(value)s” is there twice.") % {"value": value})


def _check_keys(parsed: Parsed) -> None:
    """A record has one row; so has each new one that others refer to."""
    seen: dict[str, Entry] = {}
    for entry in parsed.entries:
        first = seen.setdefault(entry.key, entry) if entry.key else entry
        if first is not entry:
            entry.is_sound = False
            reason = _("The id is in row %(row)d of %(sheet)s already.") % {
                "row": first.row,
                "sheet": first.sheet,
            }
            parsed.faults.append(fault(entry.sheet, entry.row, "id", entry.key, reason))


def _add_items(raw: RawFile, parsed: Parsed, words: Vocabulary, alive: Alive) -> None:
    """Give each profile its offers and needs: exactly those of this file."""
    profiles = {
        entry.key: entry
        for entry in parsed.entries
        if entry.kind != RecordKind.STRATEGY and entry.key
    }
    for entry in parsed.entries:
        if entry.kind != RecordKind.STRATEGY:
            entry.items = {side: [] for side in SIDES}
    has_profiles = bool(raw.tables.keys() & {TABLE_OF[one].name for one in KINDS[1:]})
    for row, values in _item_values(raw, parsed, words, alive):
        key = values["of"]
        if has_profiles and key not in profiles:
            reason = _("No priority and no cluster of this file has this id.")
            parsed.faults.append(fault(OFFERS_NEEDS.name, row, "of", key, reason))
            continue
        entry = profiles.get(key) or parsed.loose.setdefault(key, Entry("", key, 0, {}))
        side = SIDE_WORDS[values["side"]]
        entry.items = entry.items or {one: [] for one in SIDES}
        entry.items[side].append(item_from(values))
        entry.item_rows.setdefault(side, []).append(row)


def _item_values(
    raw: RawFile, parsed: Parsed, words: Vocabulary, alive: Alive
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Number and values of each sound row of offers and needs."""
    unsound: dict[str, bool] = defaultdict(bool)
    rows = []
    for row in _living(raw.tables[OFFERS_NEEDS.name].rows, alive):
        if _is_example(OFFERS_NEEDS, "of", row, parsed.faults):
            continue
        values, is_sound = _values(OFFERS_NEEDS, row, words, parsed.faults)
        key = values.get("of", "")
        for name in ("of", "side", "kind"):
            if name in values and not values[name]:
                reason = _("This must not be empty.")
                parsed.faults.append(
                    fault(OFFERS_NEEDS.name, row.number, name, "", reason)
                )
                is_sound = False
        unsound[key] |= not is_sound
        if is_sound:
            rows.append((row.number, values))
    for entry in parsed.entries:
        entry.is_sound &= not unsound[entry.key]
    return iter(rows)
