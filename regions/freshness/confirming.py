"""Confirming many records in one go, and taking that back within a day."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from portal.web.errors import PortalError
from regions.editing import writing
from regions.editing.services import confirm_records, lock_record, record_of
from regions.freshness.links import Link
from regions.models import Act, Confirmation, ExchangeItem, Owned, Profile, RecordKind
from regions.querysets import EDITING

CAN_BE_UNDONE = timedelta(days=1)
# What a confirmation changes: of a record, and of what is stated in it.
_OF_RECORD = ("confidence", "confirmed_at", "confirmed_by_id", "lapsed_at")
_OF_ITEM = ("confidence", "confirmed_at", "confirmed_by_id")


@transaction.atomic
def confirm_all(
    *, records: Iterable[Owned], by: Any, link: Link | None = None
) -> Confirmation | None:
    """Confirm these records, those that are the person's; None if there is none.

    Through a link only what nobody has confirmed since it was made.
    """
    locked = [lock_record(one) for one in in_order(records)]
    mine = [one for one in locked if _may_confirm(one, by)]
    if link:
        mine = [one for one in mine if link.is_open_for(one)]
    if not mine:
        return None
    before = [_snapshot(record) for record in mine]
    confirm_records(records=mine, by=by)
    made = Confirmation(by=by, link=link.digest if link else "", before=before)
    made.full_clean()
    made.save(force_insert=True)
    return made


@transaction.atomic
def undo_confirmation(*, confirmation: Confirmation, by: Any) -> int:
    """Make the records as unconfirmed as they were; return how many there are.

    A record that somebody has changed or confirmed since is left as it is, and so is
    one that the person may not confirm any more.
    """
    rows = Confirmation.objects.select_for_update(of=("self",))
    found = rows.filter(pk=confirmation.pk, by=by).first()
    if found is None or found.at < timezone.now() - CAN_BE_UNDONE:
        raise PortalError(_("A confirmation can be taken back for one day."))
    if found.undone_at:
        raise PortalError(_("This confirmation has been taken back already."))
    count = sum(_restore(one, by) for one in found.before)
    found.undone_at = timezone.now()
    found.save(update_fields=["undone_at"])
    return count


def forget_confirmations(*, now: datetime) -> int:
    """Delete what can no longer be taken back; return how many there were."""
    old = Confirmation.objects.filter(at__lt=now - CAN_BE_UNDONE)
    return old.delete()[0]


def in_order(records: Iterable[Owned]) -> list[Owned]:
    """The order in which all lock records, so that nobody waits for one another."""
    kinds = RecordKind.values
    return sorted(records, key=lambda one: (kinds.index(one.record_kind), one.pk))


def _may_confirm(record: Owned, by: Any) -> bool:
    own = type(record).objects.published().owned_by(by, *EDITING)
    return own.filter(pk=record.pk).exists()


def _snapshot(record: Owned) -> dict[str, Any]:
    """What the record says of its confirmation, and the version that follows."""
    return {
        "kind": record.record_kind,
        "key": record.pk,
        "version": record.version + 1,
        "was": _values(record, _OF_RECORD),
        "items": [[item.pk, _values(item, _OF_ITEM)] for item in _stated_items(record)],
    }


def _values(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    found = {name: getattr(row, name) for name in names}
    return {
        name: one.isoformat() if isinstance(one, datetime) else one
        for name, one in found.items()
    }


def _stated_items(record: Owned) -> Iterable[ExchangeItem]:
    if not isinstance(record, Profile):
        return []
    items = ExchangeItem.all_items.filter(profile_id=record.pk, derivation="")
    return items.order_by("pk")


def _restore(snapshot: dict[str, Any], by: Any) -> int:
    """1 if the record was as the confirmation left it, and is now as before."""
    found = record_of(snapshot["kind"], snapshot["key"])
    record = lock_record(found) if found else None
    if record is None or record.version != snapshot["version"]:
        return 0
    if not _may_confirm(record, by):
        return 0
    was_listed = record.is_listed
    _set(record, snapshot["was"])
    record.version += 1
    record.save()
    for key, was in snapshot["items"]:
        item = ExchangeItem.all_items.filter(pk=key).first()
        if item:
            _set(item, was)
            item.save(update_fields=["confidence", "confirmed_at", "confirmed_by"])
    note = _("The confirmation was taken back.")
    role = writing.role_of(by, record)
    writing.remember(record, Act.CHANGED, by=by, role=role, note=note)
    writing.announce(record, was_listed=was_listed)
    return 1


def _set(row: Any, was: dict[str, Any]) -> None:
    for name, value in was.items():
        is_time = name.endswith("_at") and value
        setattr(row, name, parse_datetime(value) if is_time else value)
