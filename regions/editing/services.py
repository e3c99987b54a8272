"""Writes of records by people. Each is checked, announced and remembered.

All take the record as it is in the database, lock it, and raise
django.core.exceptions.ValidationError (fields to sentences) for a bad document.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.web.errors import Conflict, PortalError
from regions.editing import writing
from regions.editing.checking import check_document
from regions.editing.claims import check_claims
from regions.editing.comparing import Merge, merge_documents
from regions.editing.documents import (
    MODELS,
    Document,
    complete_document,
    document_of,
    known_part,
)
from regions.editing.link_mails import tell_of_waiting_links
from regions.models import (
    Act,
    ActorRole,
    Cluster,
    Confidence,
    ExchangeItem,
    Owned,
    Priority,
    Profile,
    RecordKind,
    Region,
    Status,
    Strategy,
    Version,
)
from regions.signals import record_registered


class EditConflict(Conflict):
    """Somebody else changed the same fields since; nothing was written.

    `merge` holds what both sides wrote put together, `theirs` what the record says now,
    `version` the number to save on top of, `other` the version that came between.
    """

    def __init__(
        self, merge: Merge, theirs: Document, version: int, other: Version | None
    ) -> None:
        super().__init__(_("Somebody else has changed this record in the meantime."))
        self.merge = merge
        self.theirs = theirs
        self.version = version
        self.other = other


@dataclass(frozen=True)
class Saved:
    """A record after a change; `taken` are fields that a colleague had changed."""

    record: Owned
    taken: tuple[str, ...] = ()
    is_changed: bool = True


@transaction.atomic
def create_record(
    *,
    kind: str,
    document: Document,
    by: Any,
    region: Region | None = None,
    strategy: Strategy | None = None,
    status: str = Status.DRAFT,
    act: str = Act.CREATED,
    role: ActorRole | None = None,
) -> Owned:
    """Register a new record: a strategy of `region`, a priority of `strategy`, a
    cluster or a facility of the region that its document names.
    """
    document = complete_document(kind, document)
    check_document(kind, document)
    if by is not None:
        check_claims(document, (), by)
    record = MODELS[kind](status=status, updated_by=by)
    if isinstance(record, Profile):
        record.type = kind
    writing.fill(record, document)
    if isinstance(record, Strategy):
        record.region = _needed(region)
    if isinstance(record, Priority):
        record.strategy = _needed(strategy)
        record.region_id = record.strategy.region_id
    record.slug = writing.free_slug(*writing.address_of(record))
    role = role or writing.role_of(by, None)
    is_own = role == ActorRole.OWNER
    if is_own:
        writing.mark_confirmed(record, by)
    record.full_clean()
    record.save(force_insert=True)
    writing.write_links(record, document, by, is_own)
    writing.remember(record, Act(act), by=by, role=role)
    writing.announce(record, was_listed=False)
    record_registered.send(type(record), record=record, by=by, role=role)
    return record


def _needed(value: Any) -> Any:
    if value is None:
        raise ValueError("a strategy needs its region, a priority its strategy")
    return value


@transaction.atomic
def change_record(
    *,
    record: Owned,
    document: Document,
    by: Any,
    base_version: int,
    act: str = Act.CHANGED,
    note: str = "",
    sources: Sequence[Document] = (),
) -> Saved:
    """Write what somebody made of version `base_version` of the record.

    `sources` are documents of other records from which offers and needs may be taken
    over with what the portal says of them.

    What others changed meanwhile is kept; where both changed the same field, raises
    EditConflict. An owner's change confirms the record; after a curator's it is no
    longer what its owner has confirmed. A document that changes nothing is no change,
    but an owner confirms by it all the same.
    """
    record = lock_record(record)
    kind = record.record_kind
    was_listed = writing.is_listed(record)
    present = document_of(record)
    taken: tuple[str, ...] = ()
    if base_version == record.version:
        mine = complete_document(kind, present | document)
    else:
        merge = _merge(record, base_version, document, present)
        mine, taken = merge.document, merge.taken
    check_document(kind, mine)
    if by is not None:
        check_claims(mine, (present, *sources), by)
    role = writing.role_of(by, record)
    if mine == present:
        if role == ActorRole.OWNER:
            confirm_records(records=[record], by=by)
        return Saved(lock_record(record), taken, is_changed=False)
    writing.remember_origin(record)
    writing.fill(record, mine)
    if role == ActorRole.OWNER:
        writing.mark_confirmed(record, by)
        record.lapsed_at = None
    else:
        writing.mark_changed_by_others(record)
    record.updated_by = by
    record.version += 1
    record.full_clean()
    record.save()
    writing.write_links(record, mine, by, role == ActorRole.OWNER)
    writing.remember(record, Act(act), by=by, role=role, note=note)
    writing.announce(record, was_listed=was_listed)
    return Saved(record, taken)


def _merge(
    record: Owned, base_version: int, document: Document, present: Document
) -> Merge:
    kind = record.record_kind
    known = Version.objects.about(record)
    base = known.filter(number=base_version).first()
    # Of a version that nobody wrote down, any field may have been changed since.
    # What was taken out of the version since is as unknown as that.
    before = known_part(kind, base.document) if base else {}
    mine = complete_document(kind, present | before | document)
    merge = merge_documents(kind, before, mine, present)
    if merge.conflicts:
        raise EditConflict(merge, present, record.version, known.first())
    return merge


@transaction.atomic
def confirm_records(*, records: Iterable[Owned], by: Any) -> int:
    """Say that these records are still true as they stand; return how many there were.

    What is stated in them is confirmed with them; what the portal derived is not.
    """
    count = 0
    for record in records:
        record = lock_record(record)
        was_listed = writing.is_listed(record)
        role = writing.role_of(by, record)
        writing.remember_origin(record)
        writing.mark_confirmed(record, by)
        record.lapsed_at = None
        record.version += 1
        record.save()
        if isinstance(record, Profile):
            stated = ExchangeItem.all_items.filter(profile_id=record.pk, derivation="")
            stated.update(
                confidence=Confidence.CONFIRMED,
                confirmed_at=record.confirmed_at,
                confirmed_by=by,
            )
        writing.remember(record, Act.CONFIRMED, by=by, role=role)
        writing.announce(record, was_listed=was_listed)
        count += 1
    return count


@transaction.atomic
def set_status(
    *,
    record: Owned,
    status: str,
    act: str,
    by: Any,
    note: str = "",
    at: datetime | None = None,
) -> Owned:
    """Move the record to another state and write down who did it and why.

    An owner who submits it says that it is true.
    """
    record = lock_record(record)
    if status == Status.PUBLISHED and (refusal := why_not_public(record)):
        raise PortalError(refusal)
    if record.status == status:
        raise PortalError(
            _("“%(record)s” is already %(status)s.")
            % {"record": record, "status": record.get_status_display()}
        )
    was_listed = writing.is_listed(record)
    role = writing.role_of(by, record)
    writing.remember_origin(record)
    record.status = status
    if status == Status.SUBMITTED and role == ActorRole.OWNER:
        writing.mark_confirmed(record, by)
        record.lapsed_at = None
    record.updated_by = by
    record.version += 1
    record.save()
    writing.remember(record, Act(act), by=by, role=role, note=note, at=at)
    writing.announce(record, was_listed=was_listed)
    if isinstance(record, Cluster) and status == Status.PUBLISHED:
        tell_of_waiting_links(record, by)
    return record


def why_not_public(record: Owned) -> str:
    """Why nobody may publish the record now; nothing if somebody may."""
    if not isinstance(record, Priority) or record.status == Status.PUBLISHED:
        return ""
    home = Strategy.objects.get(pk=record.strategy_id)
    return "" if home.status == Status.PUBLISHED else words_of_hidden_home(record, home)


def words_of_hidden_home(priority: Owned, home: Strategy) -> str:
    """That a priority is not public without its strategy."""
    told = _(
        "“%(record)s” cannot be public while its strategy “%(strategy)s” is not. "
        "Publish the strategy first."
    )
    return told % {"record": priority, "strategy": home}


def lock_record(record: Owned) -> Owned:
    """The record as it is in the database now, locked until the transaction ends.

    Read anew once it is locked: who waited for the lock of a profile's own table would
    get what the other table had said before.
    """
    rows = MODELS[record.record_kind].objects
    rows.select_for_update(of=("self",)).get(pk=record.pk)
    return rows.get(pk=record.pk)


def record_of(kind: str, key: int) -> Owned | None:
    """The record of this kind and key, if it is there."""
    return MODELS[RecordKind(kind)].objects.filter(pk=key).first()
