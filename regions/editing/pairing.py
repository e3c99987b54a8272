"""Which stored offer or need is meant by which of a document.

An item carries where it comes from and who confirmed it, so it has to stay with what it
says, wherever the row has moved.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F

from regions.editing.documents import ITEM_FIELDS, Document, item_document
from regions.models import ExchangeItem

# Positions that no item has; those that change places go by way of them.
_ASIDE = 10_000


@dataclass(frozen=True)
class Pair:
    """An offer or need as it shall be, with the stored one, if it was there before."""

    position: int
    document: Document
    item: ExchangeItem | None = None
    is_same: bool = False


def pair_items(
    present: Sequence[ExchangeItem], wanted: Iterable[Document]
) -> list[Pair]:
    """Pair one side's items with what they shall be, in the order of `wanted`.

    First those that say the same, then those at the same place: they were changed.
    """
    wanted = list(wanted)
    left: dict[int, ExchangeItem] = dict(enumerate(present))
    by_content: dict[str, list[int]] = {}
    for place, item in left.items():
        by_content.setdefault(_content(item_document(item)), []).append(place)
    same: dict[int, ExchangeItem] = {}
    for position, document in enumerate(wanted):
        places = by_content.get(_content(document))
        if places:
            same[position] = left.pop(places.pop(0))
    return [
        Pair(position, document, same[position], is_same=True)
        if position in same
        else Pair(position, document, left.pop(position, None))
        for position, document in enumerate(wanted)
    ]


def _content(document: Document) -> str:
    said = {name: document.get(name) for name in ITEM_FIELDS}
    said["topics"] = sorted(set(said["topics"] or []))
    return json.dumps(said, sort_keys=True)


def stale_keys(present: Iterable[ExchangeItem], pairs: Iterable[Pair]) -> list[int]:
    """The keys of stored items that are not wanted any more."""
    kept = {pair.item.pk for pair in pairs if pair.item}
    return [item.pk for item in present if item.pk not in kept]


def moved_keys(pairs: Iterable[Pair]) -> list[int]:
    """The keys of stored items that get another place."""
    return [
        pair.item.pk
        for pair in pairs
        if pair.item and pair.item.position != pair.position
    ]


def set_aside(keys: Sequence[int]) -> None:
    """Free the places of these items: no two items of a side may share one."""
    rows = ExchangeItem.all_items.filter(pk__in=keys)
    rows.update(position=F("position") + _ASIDE)
