"""The merger itself: one record stays, the other leads to it, and nothing is lost."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.web.errors import Conflict, PortalError
from regions.editing import writing
from regions.editing.documents import SIDES, document_of, item_document
from regions.editing.services import change_record, lock_record
from regions.models import (
    Act,
    Cluster,
    Draft,
    ExchangeItem,
    Facility,
    NotDuplicate,
    OldAddress,
    Outcome,
    Owned,
    Priority,
    PriorityLink,
    Profile,
    Rule,
    Status,
)
from regions.moderation.duplicate_queries import MERGEABLE
from regions.moderation.leaving import end_cases
from regions.moderation.merging import merged_document
from regions.moderation.records import state_of
from regions.services import bump_register_version
from regions.signals import records_merged

_PROVENANCE = (
    *("source_name", "source_url", "source_date", "confidence"),
    *("confirmed_at", "confirmed_by_id"),
)
# Of two links to the same priority the surer one stays.
_STATES = (
    PriorityLink.State.REFUSED,
    PriorityLink.State.PROPOSED,
    PriorityLink.State.CONFIRMED,
)


@transaction.atomic
def merge_records(
    *,
    kept: Profile,
    gone: Profile,
    chosen: Mapping[str, str],
    by: Any,
    seen: str = "",
) -> Owned:
    """Make two records one: `kept` gets the chosen values, `gone` leads to it.

    `chosen` says for each field whose value wins: "first" is that of `kept`, "second"
    that of `gone`, "both" unites two lists. What belongs to `gone` (facilities, links,
    drafts, and by a signal mandates) follows; its trail stays. Raises ValidationError
    where the merged record would be too long, and Conflict if either has changed since
    `seen` (`state_of` both, `kept` first).
    """
    kept, gone = _locked(kept, gone)
    if seen and seen != state_of([kept, gone]):
        raise Conflict(
            _("One of the records has been changed meanwhile. Compare them again.")
        )
    kept = _change_kept(kept, gone, chosen, by)
    # So that who hears that it went knows where it went to.
    _lead_to(kept, gone)
    _end_gone(kept, gone, by)
    if isinstance(gone, Cluster):
        _move_facilities(kept, gone, by)
    _move_links(kept, gone)
    _move_drafts(kept, gone)
    _close_case(kept, gone, by)
    records_merged.send(type(kept), kept=kept, gone=gone, by=by)
    bump_register_version(is_wide=False)
    return kept


def _locked(kept: Profile, gone: Profile) -> tuple[Any, Any]:
    """Both as they are now, locked in the order of their keys; what may be merged."""
    if kept.pk == gone.pk or kept.record_kind != gone.record_kind:
        raise PortalError(_("Two different records of one kind can be merged."))
    if kept.record_kind not in MERGEABLE:
        raise PortalError(_("Only clusters and priorities can be merged."))
    order = sorted((kept, gone), key=lambda one: one.pk)
    locked = {one.pk: lock_record(one) for one in order}
    old = OldAddress.objects.filter(slug__in=[kept.slug, gone.slug])
    if old.exists():
        raise Conflict(_("One of these records has been merged already."))
    stays, goes = locked[kept.pk], locked[gone.pk]
    if goes.status == Status.PUBLISHED and stays.status != Status.PUBLISHED:
        told = _(
            "“%(gone)s” is public and “%(kept)s” is not: nobody would see them any "
            "more. Keep the public one."
        )
        raise PortalError(told % {"gone": goes, "kept": stays})
    return stays, goes


def _change_kept(
    kept: Profile, gone: Profile, chosen: Mapping[str, str], by: Any
) -> Any:
    """Write what was chosen; the record as it is then."""
    kind = kept.record_kind
    theirs = document_of(gone)
    document = merged_document(kind, document_of(kept), theirs, chosen)
    origins = _origins(gone)
    note = _named(gone)
    saved = change_record(
        record=kept,
        document=document,
        by=by,
        base_version=kept.version,
        act=Act.MERGED,
        note=note,
        sources=(theirs,),
    )
    if not saved.is_changed:
        _write_down(kept, by, note)
    _restore_origins(kept, theirs, origins)
    return lock_record(kept)


def _named(record: Owned) -> str:
    """The other record in a note; no words, because readers have their language."""
    return f"{record} ({record.slug})"


def _origins(profile: Profile) -> list[tuple[str, dict, dict]]:
    """Each offer and need of a profile with where it comes from."""
    items = ExchangeItem.all_items.filter(profile_id=profile.pk)
    rows = items.select_related("facility").prefetch_related("topics")
    return [
        (
            item.side,
            item_document(item),
            {name: getattr(item, name) for name in _PROVENANCE},
        )
        for item in rows
    ]


def _restore_origins(kept: Profile, theirs: dict, origins: list) -> None:
    """What came from the other record keeps its own source and confirmation."""
    items = ExchangeItem.all_items.filter(profile_id=kept.pk)
    sides = {str(side): name for name, side in SIDES.items()}
    for item in items.select_related("facility").prefetch_related("topics"):
        document = item_document(item)
        if document not in theirs[sides[item.side]]:
            continue
        is_new = item.confidence in ("recalled", "derived") and not item.source_name
        for side, other, origin in origins:
            if is_new and side == item.side and other == document:
                ExchangeItem.all_items.filter(pk=item.pk).update(**origin)


def _write_down(record: Any, by: Any, note: str) -> None:
    """A version of a record that says what it said, but was merged all the same."""
    record = lock_record(record)
    was_listed = writing.is_listed(record)
    writing.remember_origin(record)
    record.version += 1
    record.updated_by = by
    record.save()
    role = writing.role_of(by, record)
    writing.remember(record, Act.MERGED, by=by, role=role, note=note)
    writing.announce(record, was_listed=was_listed)


def _end_gone(kept: Profile, gone: Profile, by: Any) -> None:
    was_listed = writing.is_listed(gone)
    role = writing.role_of(by, gone)
    writing.remember_origin(gone)
    gone.status = Status.WITHDRAWN
    gone.version += 1
    gone.updated_by = by
    gone.save()
    note = _named(kept)
    writing.remember(gone, Act.MERGED, by=by, role=role, note=note)
    writing.announce(gone, was_listed=was_listed)


def _lead_to(kept: Profile, gone: Profile) -> None:
    OldAddress.objects.filter(profile_id=gone.pk).update(profile_id=kept.pk)
    address = OldAddress(kind=gone.record_kind, slug=gone.slug, profile_id=kept.pk)
    address.full_clean()
    address.save(force_insert=True)
    pairs = NotDuplicate.objects.filter(kind=gone.record_kind)
    (pairs.filter(first=gone.pk) | pairs.filter(second=gone.pk)).delete()


def _move_facilities(kept: Profile, gone: Profile, by: Any) -> None:
    note = _named(kept)
    for facility in Facility.objects.filter(cluster_id=gone.pk).order_by("pk"):
        locked: Any = lock_record(facility)
        writing.remember_origin(locked)
        Facility.objects.filter(pk=facility.pk).update(cluster_id=kept.pk)
        _write_down(locked, by, note)


def _move_links(kept: Profile, gone: Profile) -> None:
    """Links between clusters and priorities follow; of two the surer one stays."""
    end = "cluster" if isinstance(gone, Cluster) else "priority"
    other = "priority_id" if end == "cluster" else "cluster_id"
    links = PriorityLink.objects.select_for_update(of=("self",))
    present = {getattr(link, other): link for link in links.filter(**{end: kept.pk})}
    for link in links.filter(**{end: gone.pk}).order_by("pk"):
        twin = present.get(getattr(link, other))
        if twin is not None:
            weaker, surer = sorted((twin, link), key=lambda one: _rank(one.state))
            weaker.delete()
            link = surer
        setattr(link, f"{end}_id", kept.pk)
        link.save()


def _rank(state: str) -> int:
    return _STATES.index(PriorityLink.State(state))


def _move_drafts(kept: Profile, gone: Profile) -> None:
    """Drafts follow, and are compared anew; a person's second one stands by itself."""
    kind = gone.record_kind
    drafts = Draft.objects.filter(kind=kind)
    holders = set(drafts.filter(record_key=kept.pk).values_list("user_id", flat=True))
    moved = drafts.filter(record_key=gone.pk)
    # The form of a new cluster belongs to nobody yet, that of a priority to its plan.
    home = kept.strategy.slug if isinstance(kept, Priority) else ""
    moved.filter(user_id__in=holders).update(
        record_key=None, base_version=0, owner=home
    )
    moved.update(record_key=kept.pk, base_version=0)
    Draft.objects.filter(owner=gone.slug).update(owner=kept.slug)


def _close_case(kept: Profile, gone: Profile, by: Any) -> None:
    """An open case of the record that goes ends with it, and its owner reads why."""
    reasons = f"→ {_named(kept)}"
    end_cases(
        [gone],
        outcome=Outcome.WITHDRAWN,
        reasons=reasons,
        by=by,
        rule=Rule.DUPLICATE,
    )
