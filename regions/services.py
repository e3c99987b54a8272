"""Writes of the register that every writer of it shares."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

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
def rebuild_search() -> int:
    """Make the search entries anew from the register; return how many there are."""
    SearchEntry.objects.all().delete()
    entries = SearchEntry.objects.bulk_create(_all_entries(), batch_size=BATCH)
    return len(entries)


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
    kind: SearchKind,
    key: str,
    title: str,
    words: Iterable[str],
    region_id: str | None = None,
) -> SearchEntry:
    return SearchEntry(
        kind=kind,
        key=key,
        title=title,
        region_id=region_id,
        folded_title=_as_searched(title),
        text=_as_searched(" ".join(word for word in words if word)),
    )


def _as_searched(text: str) -> str:
    """Words only: each database would read signs and hyphens in its own way."""
    return " ".join(folded_words(text))
