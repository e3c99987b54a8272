"""Writes many records at once, with the guarantees of writing them one by one.

First each record is prepared, which checks it and writes nothing; then all are saved in
one transaction: addresses, links, offers and needs, versions, search, announcements.
A test holds that the outcome is that of `services.create_record` and `change_record`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.web.errors import Conflict
from regions.editing import bulk_parts, writing
from regions.editing.checking import Faults, check_document
from regions.editing.documents import MODELS, SIDES, Document
from regions.editing.many import batches, normal_document
from regions.models import (
    Act,
    ActorRole,
    ExchangeItem,
    OldAddress,
    Owned,
    Priority,
    Profile,
    RecordKind,
    Region,
    Status,
    Strategy,
    Version,
)
from regions.queries.vocabulary import Vocabulary
from regions.services import MOST_TOLD, bump_register_version, renew_search_entries
from regions.signals import profile_edited, record_registered

_ELSEWHERE = {"region", "strategy", "updated_by", "confirmed_by", "slug", "profile_ptr"}
_ITEM_ELSEWHERE = {"profile", "facility", "confirmed_by"}


class ChangedMeanwhile(Conflict):
    """A record was changed by somebody after it was prepared; nothing is saved."""

    def __init__(self, records: Sequence[Owned]) -> None:
        super().__init__(_("Somebody else has changed this record in the meantime."))
        self.records = records


@dataclass
class Prepared:
    """A record as it shall be; `before` is what it says now, None for a new one."""

    record: Owned
    document: Document
    before: Document | None = None
    # Of a new priority whose strategy is new too.
    strategy: "Prepared | None" = None
    role: ActorRole = ActorRole.OWNER
    was_listed: bool = field(default=False)

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def kind(self) -> str:
        return self.record.record_kind


def prepare_new(
    *,
    kind: str,
    document: Document,
    region: str = "",
    strategy: "Strategy | Prepared | None" = None,
    words: Vocabulary | None = None,
) -> Prepared:
    """A new record, checked; raises ValidationError with the faults by field."""
    record = MODELS[kind](status=Status.DRAFT)
    if isinstance(record, Profile):
        record.type = kind
    if region:
        record.region_id = region
    prepared = Prepared(record, normal_document(kind, document))
    if isinstance(record, Priority):
        if isinstance(strategy, Prepared):
            prepared.strategy = strategy
            record.region_id = strategy.record.region_id
        elif strategy is not None:
            record.strategy = strategy
            record.region_id = strategy.region_id
    _fill_and_check(prepared, words)
    return prepared


def prepare_change(
    *,
    record: Owned,
    before: Document,
    document: Document,
    words: Vocabulary | None = None,
) -> Prepared:
    """A change of a record that says `before`; raises ValidationError as above."""
    kind = record.record_kind
    prepared = Prepared(record, normal_document(kind, document), before)
    prepared.was_listed = writing.is_listed(record)
    _fill_and_check(prepared, words)
    return prepared


def _fill_and_check(prepared: Prepared, words: Vocabulary | None) -> None:
    faults: Faults = {}
    try:
        check_document(prepared.kind, prepared.document, words)
    except ValidationError as error:
        faults = error.message_dict
    fitting = prepared.document | ({"stages": []} if "stages" in faults else {})
    writing.fill(prepared.record, fitting)
    _note_cleaning(faults, "", prepared.record, _ELSEWHERE)
    for side in SIDES:
        for place, document in enumerate(prepared.document.get(side, [])):
            item = ExchangeItem(side=SIDES[side])
            writing.fill_item(item, document, None)
            _note_cleaning(faults, f"{side}-{place}-", item, _ITEM_ELSEWHERE)
    if faults:
        raise ValidationError(faults)


def _note_cleaning(faults: Faults, prefix: str, model: Any, exclude: set[str]) -> None:
    """Add what the model says of its own fields, where nothing is said yet."""
    names = {one.name for one in model._meta.get_fields()}
    try:
        model.clean_fields(exclude=exclude & names)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            faults.setdefault(f"{prefix}{name}", messages)


@transaction.atomic
def save_prepared(
    *, prepared: Sequence[Prepared], by: Any, act: str = Act.CHANGED, note: str = ""
) -> None:
    """Save all of them, or none; ChangedMeanwhile if a record is not as prepared."""
    new = [one for one in prepared if one.is_new]
    changed = [one for one in prepared if not one.is_new]
    _lock(changed)
    _settle_roles(prepared, by)
    _remember_origins(changed)
    for one in prepared:
        one.record.updated_by = by
        if one.role == ActorRole.OWNER:
            writing.mark_confirmed(one.record, by)
            one.record.lapsed_at = None
        else:
            writing.mark_changed_by_others(one.record)
    _insert(new)
    for one in changed:
        one.record.version += 1
        one.record.save()
    bulk_parts.write_links(prepared)
    bulk_parts.write_items(prepared, by)
    Version.objects.bulk_create(
        [
            Version(
                kind=one.kind,
                key=one.record.pk,
                number=one.record.version,
                act=act,
                document=one.document,
                status=one.record.status,
                by=by,
                role=one.role,
                note=note,
            )
            for one in prepared
        ],
        batch_size=bulk_parts.BATCH,
    )
    _announce(prepared)
    for one in new:
        record_registered.send(
            type(one.record), record=one.record, by=by, role=one.role
        )


def _lock(changed: Sequence[Prepared]) -> None:
    """Lock the records as `services.lock_record` does, and see that none has moved."""
    moved = []
    for kind in RecordKind.values:
        own = {one.record.pk: one for one in changed if one.kind == kind}
        for keys in batches(sorted(own)):
            rows = MODELS[kind].objects.filter(pk__in=keys).order_by("pk")
            list(rows.select_for_update(of=("self",)).only("pk"))
            found = {row.pk: row for row in rows}
            for key in keys:
                now, then = found.get(key), own[key].record
                if now is None or (now.version, now.status) != (
                    then.version,
                    then.status,
                ):
                    moved.append(then)
    if moved:
        raise ChangedMeanwhile(moved)


def _settle_roles(prepared: Sequence[Prepared], by: Any) -> None:
    """Owners act as owners; a curator does so only where he has a mandate too."""
    if not by.is_staff:
        return
    regions = set(by.mandated_regions().values_list("pk", flat=True))
    clusters = set(by.mandated_clusters().values_list("pk", flat=True))
    for one in prepared:
        is_cluster = one.kind == RecordKind.CLUSTER
        is_own = (
            one.record.pk in clusters if is_cluster else one.record.region_id in regions
        )
        one.role = ActorRole.OWNER if is_own else ActorRole.CURATOR


def _remember_origins(changed: Sequence[Prepared]) -> None:
    """Write down what records said before anybody edited them; once."""
    known: set[tuple[str, int]] = set()
    for kind in {one.kind for one in changed}:
        for keys in batches(one.record.pk for one in changed if one.kind == kind):
            rows = Version.objects.filter(kind=kind, key__in=keys)
            known |= {(kind, key) for key in rows.values_list("key", flat=True)}
    origins = [
        Version(
            kind=one.kind,
            key=one.record.pk,
            number=one.record.version,
            act=Act.LOADED,
            document=one.before,
            status=one.record.status,
            role=ActorRole.PORTAL,
        )
        for one in changed
        if (one.kind, one.record.pk) not in known
    ]
    Version.objects.bulk_create(origins, batch_size=bulk_parts.BATCH)


def _insert(new: Sequence[Prepared]) -> None:
    """Insert new records under addresses of their own; strategies come first."""
    taken = set(OldAddress.objects.values_list("slug", flat=True))
    if any(isinstance(one.record, Profile) for one in new):
        taken |= set(Profile.objects.values_list("slug", flat=True))
    strategies = set(Strategy.objects.values_list("slug", flat=True))
    for one in new:
        _model, kind, words = writing.address_of(one.record)
        mine = strategies if isinstance(one.record, Strategy) else taken
        one.record.slug = writing.first_free(writing.slug_base(kind, words), mine)
        mine.add(one.record.slug)
    for kind in (RecordKind.STRATEGY, RecordKind.PRIORITY, RecordKind.CLUSTER):
        own = [one for one in new if one.kind == kind]
        for one in own:
            if one.strategy is not None:
                one.record.strategy = one.strategy.record  # type: ignore[attr-defined]
        bulk_parts.insert_records([one.record for one in own])


def _announce(prepared: Sequence[Prepared]) -> None:
    """Tell search, kept pages and match lists; of very many profiles, all at once."""
    regions = Region.objects.in_bulk({one.record.region_id for one in prepared})
    for one in prepared:
        one.record.region = regions[one.record.region_id]  # type: ignore[attr-defined]
    renew_search_entries([one.record for one in prepared])
    told = list(_edits(prepared))
    is_wide = len(told) > MOST_TOLD
    for record, what in [] if is_wide else told:
        profile_edited.send(Profile, profile=record, what=what)
    bump_register_version(is_wide=is_wide)


def _edits(prepared: Sequence[Prepared]) -> Iterable[tuple[Owned, str]]:
    """The profiles that matching has to hear of, and what was done to them."""
    for one in prepared:
        now = writing.is_listed(one.record)
        if isinstance(one.record, Profile) and (now or one.was_listed):
            yield (
                one.record,
                "changed"
                if now == one.was_listed
                else "published"
                if now
                else "withdrawn",
            )
