"""Writes of the register that every writer of it shares."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.db import transaction
from django.db.models import F

from portal.web.text import folded_words
from regions.models import (
    Cluster,
    Cooperation,
    Facility,
    Owned,
    Priority,
    Region,
    RegisterVersion,
    SearchEntry,
    SearchKind,
    Status,
)
from regions.register.search_kinds import (
    Entry,
    RoomKind,
    search_kind,
    search_kinds,
)

BATCH = 500
# More profiles at once than so many are work for a run, which several workers share.
MOST_TOLD = 100


@transaction.atomic
def bump_register_version(*, is_wide: bool = True) -> None:
    """Say that the register has changed: kept pages, counts and ETags end here.

    Not wide are edits of profiles of which each was told by `profile_edited`, and what
    no profile is matched by. Whoever is not sure says nothing: then it counts as wide.
    """
    RegisterVersion.objects.get_or_create(pk=1)
    raised = F("number") + 1
    fields = {"number": raised} | ({"wide_number": raised} if is_wide else {})
    RegisterVersion.objects.filter(pk=1).update(**fields)


@transaction.atomic
def rebuild_search(*, with_rooms: bool = True) -> int:
    """Make the search entries anew; return how many there are.

    Without those of rooms above, what they have is left as it is.
    """
    found = SearchEntry.objects.all()
    if not with_rooms:
        found = found.filter(kind__in=SearchKind.values)
    found.delete()
    entries = list(_all_entries())
    if with_rooms:
        for kind in search_kinds():
            entries += _room_entries(kind)
    SearchEntry.objects.bulk_create(entries, batch_size=BATCH)
    return len(entries)


@transaction.atomic
def renew_room_entries() -> bool:
    """Make the entries of rooms as they should be; say whether anything has changed.

    For texts that come with a release, and not with the register.
    """
    wanted = [one for kind in search_kinds() for one in _room_entries(kind)]
    stored = SearchEntry.objects.exclude(kind__in=SearchKind.values)
    if sorted(map(_facts_of, stored)) == sorted(map(_facts_of, wanted)):
        return False
    stored.delete()
    SearchEntry.objects.bulk_create(wanted, batch_size=BATCH)
    return True


@transaction.atomic
def renew_entries_of(*, kind: str, keys: Collection[str]) -> None:
    """Make what search finds of a room's records anew, after they were written.

    A key of which the kind has no entry any more is found no more. Kept pages end here.
    """
    known = search_kind(kind)
    if known is None:
        raise ValueError(f"No room has registered the search kind {kind!r}.")
    SearchEntry.objects.filter(kind=kind, key__in=keys).delete()
    entries = _room_entries(known, keys)
    SearchEntry.objects.bulk_create(entries, batch_size=BATCH)
    bump_register_version(is_wide=False)


@transaction.atomic
def renew_search_entry(record: Owned) -> None:
    """Make what search finds of one record anew, after it was written or withdrawn."""
    kind = record.record_kind
    SearchEntry.objects.filter(kind=kind, key=record.slug).delete()
    if record.status != Status.PUBLISHED:
        return
    if isinstance(record, Priority | Cluster):
        _profile_entry(SearchKind(kind), record).save(force_insert=True)
    if isinstance(record, Facility):
        _facility_entry(record).save(force_insert=True)


@transaction.atomic
def renew_search_entries(records: Sequence[Owned]) -> None:
    """As `renew_search_entry`, for many records; their regions should be joined."""
    keys: dict[str, list[str]] = defaultdict(list)
    for record in records:
        keys[record.record_kind].append(record.slug)
    for kind, slugs in keys.items():
        for start in range(0, len(slugs), BATCH):
            stale = SearchEntry.objects.filter(kind=kind)
            stale.filter(key__in=slugs[start : start + BATCH]).delete()
    entries = [
        _profile_entry(SearchKind(record.record_kind), record)
        for record in records
        if isinstance(record, Priority | Cluster) and record.status == Status.PUBLISHED
    ] + [
        _facility_entry(record)
        for record in records
        if isinstance(record, Facility) and record.status == Status.PUBLISHED
    ]
    SearchEntry.objects.bulk_create(entries, batch_size=BATCH)


def _all_entries() -> Iterable[SearchEntry]:
    yield from (_region_entry(region) for region in Region.objects.all())
    for kind, model in (
        (SearchKind.PRIORITY, Priority),
        (SearchKind.CLUSTER, Cluster),
    ):
        rows = model.objects.published().select_related("region")
        yield from (_profile_entry(kind, row) for row in rows)
    facilities = Facility.objects.published().select_related("region")
    yield from (_facility_entry(facility) for facility in facilities)
    for cooperation in Cooperation.objects.all():
        yield _entry(
            SearchKind.COOPERATION,
            cooperation.slug,
            cooperation.name,
            [cooperation.programme, *cooperation.keywords],
        )


def _room_entries(
    kind: RoomKind, keys: Collection[str] | None = None
) -> list[SearchEntry]:
    return [_room_entry(kind.name, one) for one in kind.entries(keys)]


def _room_entry(kind: str, one: Entry) -> SearchEntry:
    region = one.region or None
    return _entry(kind, one.key, one.title, one.words, region, one.language)


def _facts_of(entry: SearchEntry) -> tuple[str, ...]:
    """All that an entry says, for comparing what is stored with what should be."""
    return (
        entry.kind,
        entry.key,
        entry.language,
        entry.title,
        entry.region_id or "",
        entry.folded_title,
        entry.text,
    )


def _region_entry(region: Region) -> SearchEntry:
    names = sorted({*_names_of(region), region.code})
    return _entry(SearchKind.REGION, region.code, region.name, names, region.code)


def _names_of(region: Region) -> set[str]:
    """A region's names in every language, for readers who know it by one of them."""
    return {region.name, region.name_local, region.name_de, region.name_fr}


def _profile_entry(kind: SearchKind, profile: Priority | Cluster) -> SearchEntry:
    also = getattr(profile, "acronym", "") or getattr(profile, "title_original", "")
    words = [also, profile.summary, *profile.keywords]
    words += sorted(_names_of(profile.region))
    return _entry(kind, profile.slug, profile.title, words, profile.region_id)


def _facility_entry(facility: Facility) -> SearchEntry:
    words = [facility.host, facility.field, *facility.keywords]
    words += sorted(_names_of(facility.region))
    return _entry(
        SearchKind.FACILITY, facility.slug, facility.name, words, facility.region_id
    )


def _entry(
    kind: str,
    key: str,
    title: str,
    words: Iterable[str],
    region_id: str | None = None,
    language: str = "",
) -> SearchEntry:
    return SearchEntry(
        kind=kind,
        key=key,
        language=language,
        title=title,
        region_id=region_id,
        folded_title=_as_searched(title),
        text=_as_searched(" ".join(word for word in words if word)),
    )


def _as_searched(text: str) -> str:
    """Words only: each database would read signs and hyphens in its own way."""
    return " ".join(folded_words(text))
