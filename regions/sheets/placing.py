"""Where a record of a file belongs, whether its writer may put it there, and where in
the file a fault of it stands."""

from typing import Any

from django.utils.translation import gettext as _

from regions.editing.bulk import Prepared
from regions.editing.claims import untrue_claims
from regions.editing.documents import SIDES, Document
from regions.models import Owned, Priority, RecordKind, Strategy
from regions.sheets.faults import Fault, fault
from regions.sheets.holdings import Holdings
from regions.sheets.parsing import Entry
from regions.sheets.tables import NEW, OFFERS_NEEDS, TABLE_OF

_ITEM_PLACES = {f"{side}-" for side in SIDES}


class Placing:
    """Checks of where records and items belong; faults are added to a list."""

    def __init__(self, held: Holdings, faults: list[Fault], user: Any) -> None:
        self.held, self.faults, self.user = held, faults, user
        # What is new in this file, by where and title or period: the row it is in.
        self.seen: dict[tuple[str, Any, str], int] = {}

    def say(self, entry: Entry, column: str, value: object, reason: str) -> None:
        self.faults.append(fault(entry.sheet, entry.row, column, value, reason))

    def place_new(
        self, entry: Entry, new_strategies: dict[str, Prepared]
    ) -> tuple[Strategy | Prepared | None, str]:
        """The strategy and the region of a new record, as far as the file tells."""
        if entry.values.get("version") is not None:
            reason = _("A new record has no version. Empty this cell.")
            self.say(entry, "version", entry.values["version"], reason)
        if entry.kind == RecordKind.PRIORITY:
            return self._strategy(entry, new_strategies), ""
        region = entry.values.get("region", "")
        if entry.kind == RecordKind.CLUSTER:
            if not self.user.is_staff:
                self.say(entry, "id", entry.key, _only_curators())
            self._refuse_known(entry, region, "title", self.held.titles)
            # A cluster's document names its region itself.
            return None, ""
        self._check_region(entry, region)
        if not entry.values.get("period", "").strip():
            self.say(entry, "period", "", _("This must not be empty."))
        self._refuse_known(entry, region, "period", self.held.periods)
        return None, region

    def _check_region(self, entry: Entry, region: str) -> None:
        if not region:
            self.say(entry, "region", "", _("This must not be empty."))
        elif self.held.regions is not None and region not in self.held.regions:
            self.say(entry, "region", region, _("You do not act for this region."))

    def _strategy(
        self, entry: Entry, new_strategies: dict[str, Prepared]
    ) -> Strategy | Prepared | None:
        key = entry.values.get("strategy", "")
        found: Any
        if key.startswith(NEW):
            found = new_strategies.get(key)
        else:
            found = self.held.records[RecordKind.STRATEGY].get(key)
        if not key:
            self.say(entry, "strategy", "", _("This must not be empty."))
        elif found is None:
            reason = _(
                "There is no strategy of this id in the file, nor one that you may"
                " change in the portal."
            )
            self.say(entry, "strategy", key, reason)
        where = key if isinstance(found, Prepared) or found is None else found.pk
        self._refuse_known(entry, where, "title", self.held.titles)
        return found

    def _refuse_known(
        self, entry: Entry, where: Any, column: str, known: dict[tuple[Any, str], str]
    ) -> None:
        """A new record that is there already was probably meant as a change of it."""
        value = entry.values.get(column, "")
        if column == "title" and not value.strip():
            # The model says so where nothing stands; blanks alone are no title.
            if value:
                self.say(entry, column, value, _("This must not be empty."))
            return
        slug = known.get((where, value))
        row = self.seen.setdefault((entry.kind, where, value), entry.row)
        if slug:
            reason = _(
                "This is registered already. To change it, write %(id)s into the column"
                " id."
            ) % {"id": slug}
            self.say(entry, column, value, reason)
        elif row != entry.row:
            reason = _("Row %(row)d registers the same.") % {"row": row}
            self.say(entry, column, value, reason)

    def check_present(self, entry: Entry, record: Owned) -> None:
        """A record stays in its region, a priority in its strategy, and has a title."""
        values = entry.values
        if isinstance(record, Strategy):
            region = values.get("region", record.region_id)
            if region != record.region_id:
                reason = _("A strategy cannot be moved to another region.")
                self.say(entry, "region", region, reason)
            self._check_period(entry, record)
        elif "title" in values and values["title"] and not values["title"].strip():
            self.say(entry, "title", values["title"], _("This must not be empty."))
        if isinstance(record, Priority):
            key = values.get("strategy", "")
            if key and key != record.strategy.slug:
                reason = _("A priority cannot be moved to another strategy.")
                self.say(entry, "strategy", key, reason)

    def _check_period(self, entry: Entry, record: Strategy) -> None:
        """A region has one strategy for each period, after the import too."""
        period = entry.values.get("period", record.period)
        where = record.region_id
        row = self.seen.setdefault((entry.kind, where, period), entry.row)
        slug = self.held.periods.get((where, period), record.slug)
        if slug != record.slug:
            reason = _("The strategy %(id)s has this period already.") % {"id": slug}
            self.say(entry, "period", period, reason)
        elif row != entry.row:
            reason = _("Row %(row)d registers the same.") % {"row": row}
            self.say(entry, "period", period, reason)

    def check_items(self, entry: Entry, before: Document | None) -> None:
        """Facilities are there, and only the portal says that it derived something."""
        said = entry.items or {}
        known = [before] if before else []
        words = {"facility": _no_facility(), "derivation": _not_derived()}
        for side, place, name in untrue_claims(said, known, self.held.facilities):
            row = entry.item_rows[side][place]
            self._item(row, name, said[side][place], words[name])

    def _item(self, row: int, column: str, item: Document, reason: str) -> None:
        self.faults.append(fault(OFFERS_NEEDS.name, row, column, item[column], reason))

    # --- where a fault of a document stands --------------------------------------

    def place_of(self, entry: Entry, name: str) -> tuple[str, int, str]:
        """Sheet, row and column of a field of the document."""
        side, mark, rest = name.partition("-")
        rows = entry.item_rows.get(side, [])
        if side in SIDES and rows:
            place, _mark, column = rest.partition("-") if mark else ("0", "", "of")
            return OFFERS_NEEDS.name, rows[int(place)], column
        column = {"topics": "economic"}.get(name, name)
        return entry.sheet, entry.row or 1, column

    def value_of(self, entry: Entry, name: str) -> str:
        """What the file says in a field of the document."""
        side, mark, rest = name.partition("-")
        if side in SIDES and mark and entry.item_rows.get(side):
            place, _mark, column = rest.partition("-")
            item = (entry.items or {})[side][int(place)]
            known = column in item and column in OFFERS_NEEDS.names
            kind = OFFERS_NEEDS.column(column).kind if known else None
            return kind.write(item[column]) if kind else ""
        if name not in entry.values or name not in TABLE_OF[entry.kind].names:
            return ""
        return TABLE_OF[entry.kind].column(name).kind.write(entry.values[name])


def _only_curators() -> str:
    return _(
        "Only curators register new clusters by a file. Register yours by the form, and"
        " export it afterwards."
    )


def _no_facility() -> str:
    return _("There is no facility of this address.")


def _not_derived() -> str:
    return _(
        "The portal has not worked this out. Empty this cell, and write a text of your"
        " own."
    )
