"""The rows that many records are made of: themselves, their links, offers and needs."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from regions.editing import writing
from regions.editing.documents import LINKS, SIDES, Document
from regions.editing.many import batches, items_of, linked_codes, through_of
from regions.editing.pairing import moved_keys, pair_items, set_aside, stale_keys
from regions.models import (
    ActorRole,
    ExchangeItem,
    Facility,
    Owned,
    Profile,
)

if TYPE_CHECKING:
    from regions.editing.bulk import Prepared

BATCH = 500
_Item = tuple[ExchangeItem, Document]


def insert_records(records: Sequence[Owned]) -> None:
    """Insert new records of one kind, and give them their keys."""
    if not records:
        return
    model: Any = type(records[0])
    if not isinstance(records[0], Profile):
        model.objects.bulk_create(records, batch_size=BATCH)
        return
    # Django has no bulk insert for a child table: the parents' rows first, then the
    # children's under the same keys.
    shared = [one.attname for one in Profile._meta.concrete_fields if one.name != "id"]
    parents = [
        Profile(**{name: getattr(record, name) for name in shared})
        for record in records
    ]
    Profile.objects.bulk_create(parents, batch_size=BATCH)
    for record, parent in zip(records, parents, strict=True):
        record.pk = record.id = record.profile_ptr_id = parent.pk  # type: ignore[attr-defined]
        record._state.adding = False
        record.updated_at = parent.updated_at
    for batch in batches(records):
        model._base_manager._insert(
            batch,
            fields=model._meta.local_concrete_fields,
            using=model._base_manager.db,
        )


def write_links(prepared: Iterable["Prepared"]) -> None:
    """Make topics and target regions as the documents say."""
    by_kind: dict[str, list[Prepared]] = {}
    for one in prepared:
        by_kind.setdefault(one.kind, []).append(one)
    for kind, own in by_kind.items():
        for name in LINKS[kind]:
            before = linked_codes(
                kind, name, [one.record.pk for one in own if not one.is_new]
            )
            wanted = {one.record.pk: one.document[name] for one in own}
            _replace(through_of(kind, name), before, wanted)


def _replace(
    table: tuple[Any, str, str],
    before: dict[int, list[str]],
    wanted: dict[int, list[str]],
) -> None:
    """Write the links of those owners whose links are not as wanted."""
    through, owner, code = table
    differing = [key for key in wanted if before.get(key, []) != wanted[key]]
    for keys in batches(key for key in differing if before.get(key)):
        through._default_manager.filter(**{f"{owner}__in": keys}).delete()
    through._default_manager.bulk_create(
        [
            through(**{owner: key, code: value})
            for key in differing
            for value in wanted[key]
        ],
        batch_size=BATCH,
    )


def write_items(prepared: Iterable["Prepared"], by: Any) -> None:
    """Make offers and needs as the documents say, in their order, in place."""
    profiles = [one for one in prepared if isinstance(one.record, Profile)]
    present = items_of([one.record.pk for one in profiles if not one.is_new])
    facilities = _facilities(profiles)
    new: list[_Item] = []
    kept: list[_Item] = []
    stale: list[int] = []
    moved: list[int] = []
    for one in profiles:
        confirmer = by if one.role == ActorRole.OWNER else None
        rows = present.get(one.record.pk, [])
        for name, side in SIDES.items():
            own = [row for row in rows if row.side == side]
            pairs = pair_items(own, one.document[name])
            stale += stale_keys(own, pairs)
            moved += moved_keys(pairs)
            for pair in pairs:
                item = pair.item or ExchangeItem(profile_id=one.record.pk, side=side)
                item.position = pair.position
                item.facility_id = facilities.get(pair.document["facility"])
                writing.fill_item(item, pair.document, confirmer, is_same=pair.is_same)
                (kept if pair.item else new).append((item, pair.document))
    for keys in batches(stale):
        ExchangeItem.all_items.filter(pk__in=keys).delete()
    for keys in batches(moved):
        set_aside(keys)
    ExchangeItem.all_items.bulk_create([item for item, _ in new], batch_size=BATCH)
    before = {
        item.pk: sorted(topic.code for topic in item.topics.all()) for item, _ in kept
    }
    for item, _document in kept:
        item.save(force_update=True)
    wanted = {item.pk: document["topics"] for item, document in [*kept, *new]}
    through = ExchangeItem.topics.through
    _replace((through, "exchangeitem_id", "topic_id"), before, wanted)


def _facilities(profiles: Iterable["Prepared"]) -> dict[str, int]:
    """The keys of the facilities that offers and needs name, by address."""
    slugs = {
        item["facility"]
        for one in profiles
        for side in SIDES
        for item in one.document[side]
        if item["facility"]
    }
    found: dict[str, int] = {}
    for some in batches(sorted(slugs)):
        rows = Facility.objects.filter(slug__in=some)
        found |= dict(rows.values_list("slug", "pk"))
    return found
