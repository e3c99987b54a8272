"""Puts a document into the database, and everything that has to follow a write."""

from collections.abc import Container, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.text import slugify

from regions.editing.documents import (
    LINKS,
    PLAIN_FIELDS,
    SIDES,
    Document,
    document_of,
)
from regions.editing.pairing import (
    Pair,
    moved_keys,
    pair_items,
    set_aside,
    stale_keys,
)
from regions.models import (
    Act,
    ActorRole,
    Cluster,
    Confidence,
    ExchangeItem,
    Facility,
    OldAddress,
    Owned,
    Priority,
    Profile,
    RecordKind,
    Strategy,
    Version,
)
from regions.models.stages import stages_to_bits
from regions.services import bump_register_version, renew_search_entry
from regions.signals import profile_edited


def role_of(by: Any, record: Owned | None) -> ActorRole:
    """In which role this person acts on the record: its people come first.

    Of a record that is not there yet nobody is the owner; a curator makes it as one.
    """
    if by is None:
        return ActorRole.PORTAL
    if not by.is_staff:
        return ActorRole.OWNER
    if record is None:
        return ActorRole.CURATOR
    own = type(record).objects.owned_by(by).filter(pk=record.pk)
    return ActorRole.OWNER if own.exists() else ActorRole.CURATOR


def fill(record: Owned, document: Document) -> None:
    """Set the record's own fields from the document; nothing is saved."""
    kind = record.record_kind
    for name in PLAIN_FIELDS[kind]:
        setattr(record, name, document[name])
    if kind in (RecordKind.CLUSTER, RecordKind.FACILITY):
        record.region_id = document["region"]
    if isinstance(record, Facility):
        record.cluster = Cluster.objects.filter(slug=document["cluster"]).first()
    if isinstance(record, Profile):
        record.stage_bits = stages_to_bits(document["stages"])


def write_links(record: Owned, document: Document, by: Any, is_own: bool) -> None:
    """Write topics, regions, offers and needs of a record that is saved."""
    for name in LINKS[record.record_kind]:
        getattr(record, name).set(document[name])
    if isinstance(record, Profile):
        for name, side in SIDES.items():
            _write_items(record, side, document[name], by if is_own else None)


def _write_items(
    profile: Profile, side: str, wanted: Iterable[Document], confirmer: Any
) -> None:
    """Make a side's items as wanted, in order; one that says the same goes along."""
    rows = ExchangeItem.all_items.filter(profile_id=profile.pk, side=side)
    rows = rows.select_related("facility").prefetch_related("topics")
    present = list(rows.order_by("position", "pk"))
    pairs = pair_items(present, wanted)
    ExchangeItem.all_items.filter(pk__in=stale_keys(present, pairs)).delete()
    if moved := moved_keys(pairs):
        set_aside(moved)
    for pair in pairs:
        item = pair.item or ExchangeItem(profile_id=profile.pk, side=side)
        _write_item(item, pair, confirmer)


def _write_item(item: ExchangeItem, pair: Pair, confirmer: Any) -> None:
    document = pair.document
    slug = document.get("facility", "")
    item.facility = Facility.objects.filter(slug=slug).first() if slug else None
    item.position = pair.position
    fill_item(item, document, confirmer, is_same=pair.is_same)
    item.full_clean(validate_unique=False, validate_constraints=False)
    item.save()
    item.topics.set(document["topics"])


def fill_item(
    item: ExchangeItem, document: Document, confirmer: Any, *, is_same: bool = False
) -> None:
    """Set an item's own fields; `confirmer` is its owner. Nothing is saved.

    What somebody else changed (not `is_same`) is not what the owner confirmed.
    """
    plain = ("kind", "text", "trl_min", "trl_max", "stage", "is_confidential")
    for name in (*plain, "derivation"):
        setattr(item, name, document[name])
    if item.derivation:
        item.confidence = Confidence.DERIVED
    elif confirmer is not None:
        mark_confirmed(item, confirmer)
    elif item.confidence == Confidence.DERIVED:
        item.confidence = Confidence.RECALLED
    elif item.confidence == Confidence.CONFIRMED and not is_same:
        mark_changed_by_others(item)
        # An item has no calendar, so nothing counts from it.
        item.confirmed_at = item.confirmed_by = None


def mark_confirmed(record: Any, by: Any) -> None:
    """Say on the record that its owner says so today; nothing is saved."""
    record.confidence = Confidence.CONFIRMED
    record.confirmed_at = timezone.now()
    record.confirmed_by = by


def mark_changed_by_others(record: Any) -> None:
    """Take back that the owner says so: somebody else has changed it since.

    When he last confirmed a record stays known: its calendar goes on from there, so
    that a curator's correction does not take it out of the match lists.
    """
    if record.confidence == Confidence.CONFIRMED:
        record.confidence = Confidence.RECALLED


def remember(
    record: Owned,
    act: Act,
    *,
    by: Any,
    role: ActorRole,
    note: str = "",
    at: datetime | None = None,
) -> Version:
    """Write down what the record says after this act, under its present number.

    Several records that are moved in one act are given the same moment `at`.
    """
    version = Version(
        kind=record.record_kind,
        key=record.pk,
        number=record.version,
        act=act,
        document=document_of(record),
        status=record.status,
        by=by,
        role=role,
        note=note,
        at=at or timezone.now(),
    )
    version.full_clean()
    version.save(force_insert=True)
    return version


def remember_origin(record: Owned) -> None:
    """Write down what a record said before anybody edited it; once."""
    known = Version.objects.about(record)
    if not known.exists():
        remember(record, Act.LOADED, by=None, role=ActorRole.PORTAL)


def announce(record: Owned, *, was_listed: bool) -> None:
    """Tell search, kept pages and match lists that the record has changed."""
    renew_search_entry(record)
    now_listed = is_listed(record)
    if isinstance(record, Profile) and (now_listed or was_listed):
        what = "changed"
        if now_listed != was_listed:
            what = "published" if now_listed else "withdrawn"
        profile_edited.send(Profile, profile=record, what=what)
    # Strategies and facilities are not matched; of each profile we have told.
    bump_register_version(is_wide=False)


def is_listed(record: Owned) -> bool:
    """Whether others are matched with the record now."""
    return record.is_listed


def address_of(record: Owned) -> tuple[type[Any], str, str]:
    """The model whose addresses it shares, and the words its own is made of."""
    if isinstance(record, Strategy):
        return Strategy, record.record_kind, f"{record.region_id}-{record.period}"
    if isinstance(record, Priority):
        return Profile, record.record_kind, f"{record.region_id}-{record.title}"
    if isinstance(record, Cluster):
        return Profile, record.record_kind, record.acronym or record.title
    return type(record), record.record_kind, str(record)


# Words of other addresses where those of records stand, as in /facilities/open/.
KEPT = frozenset(("open", "requests", "pools", "wishes"))


def free_slug(model: type[Model], kind: str, words: str) -> str:
    """An address that no record of this model has, now or before a merger."""
    base = slug_base(kind, words)
    taken = KEPT | set(
        model._default_manager.filter(slug__startswith=base).values_list(
            "slug", flat=True
        )
    )
    old = OldAddress.objects.filter(slug__startswith=base)
    return first_free(base, taken | set(old.values_list("slug", flat=True)))


def slug_base(kind: str, words: str) -> str:
    """The address that these words make, were it free."""
    return slugify(words)[:100].strip("-") or kind


def first_free(base: str, taken: Container[str]) -> str:
    """The address itself, or with the first number that makes it free."""
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
