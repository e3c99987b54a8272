"""Many records at once: their documents, and what is left of a document when stored."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from regions.editing.documents import (
    ITEM_FIELDS,
    LINKS,
    MODELS,
    SIDES,
    Document,
    complete_document,
    fields_of,
    items_in_order,
    put_together,
)
from regions.models import ExchangeItem, Owned, Profile
from regions.models.stages import bits_to_stages, stages_to_bits

BATCH = 500
T = TypeVar("T")


def batches(things: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """The things in lists of at most `size`: databases bound a query's parameters."""
    rest = iter(things)
    while batch := list(islice(rest, size)):
        yield batch


def documents_of(records: Sequence[Owned]) -> dict[int, Document]:
    """What records of one kind say now, by key: as `document_of`, in few queries."""
    if not records:
        return {}
    kind = records[0].record_kind
    keys = [record.pk for record in records]
    links = {name: linked_codes(kind, name, keys) for name in LINKS[kind]}
    items = items_of(keys) if isinstance(records[0], Profile) else {}
    return {
        record.pk: put_together(
            record,
            {name: codes.get(record.pk, []) for name, codes in links.items()},
            items.get(record.pk, ()),
        )
        for record in records
    }


def through_of(kind: str, name: str) -> tuple[Any, str, str]:
    """The table between a kind of record and a link, and its two columns."""
    many: Any = MODELS[kind]._meta.get_field(name)
    through = many.remote_field.through
    return through, f"{many.m2m_field_name()}_id", f"{many.m2m_reverse_field_name()}_id"


def linked_codes(kind: str, name: str, keys: Sequence[int]) -> dict[int, list[str]]:
    """The codes that each record is linked with, in their order."""
    through, owner, code = through_of(kind, name)
    found: dict[int, list[str]] = defaultdict(list)
    for batch in batches(keys):
        rows = through._default_manager.filter(**{f"{owner}__in": batch})
        for key, value in rows.values_list(owner, code):
            found[key].append(value)
    return {key: sorted(codes) for key, codes in found.items()}


def items_of(keys: Sequence[int]) -> dict[int, list[ExchangeItem]]:
    """All offers and needs of these profiles, confidential ones too, in their order."""
    found: dict[int, list[ExchangeItem]] = defaultdict(list)
    for batch in batches(keys):
        for item in items_in_order(batch):
            found[item.profile_id].append(item)
    return dict(found)


def normal_document(kind: str, document: Document) -> Document:
    """The document as it will be read again once it is stored."""
    full = complete_document(kind, document)
    for name in LINKS[kind]:
        full[name] = sorted(set(full[name]))
    if "stages" in full:
        bits = stages_to_bits(full["stages"])
        full["stages"] = [str(one) for one in bits_to_stages(bits)]
    for side in SIDES:
        if side in full:
            full[side] = [_normal_item(item) for item in full[side]]
    return {name: full[name] for name in fields_of(kind)}


def _normal_item(item: Document) -> Document:
    empty: dict[str, Any] = {
        "topics": [],
        "trl_min": None,
        "trl_max": None,
        "is_confidential": False,
    }
    full = {name: item.get(name, empty.get(name, "")) for name in ITEM_FIELDS}
    return full | {"topics": sorted(set(full["topics"]))}
