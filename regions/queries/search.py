"""Search over everything: counts by kind, and the hits of one page with a snippet."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse

from regions.models import (
    Cluster,
    Cooperation,
    Facility,
    Priority,
    Region,
    SearchEntry,
    SearchKind,
)
from regions.queries.vocabulary import Vocabulary, vocabulary
from regions.register.search_kinds import RoomKind, Shown, search_kind


@dataclass(frozen=True)
class Hit:
    """One thing that was found: where it is, what it is called, what it says."""

    kind: str
    kind_word: Any
    title: str
    url: str
    code: str
    place: str
    snippet: str
    icon: str


def counts_by_kind(text: str, language: str, *, some: bool = False) -> dict[str, int]:
    """How many entries of each kind hold all words, or some; one query."""
    found = SearchEntry.objects.holding(text, some=some).for_language(language)
    rows = found.order_by().values_list("kind")
    return dict(rows.annotate(n=Count("pk")))


def entries_for(
    text: str, kinds: Iterable[str], language: str = "", *, some: bool = False
) -> "QuerySet[SearchEntry]":
    """Entries that hold all words, or some, best first; of these kinds, if any.

    Without a language, only those that are for readers of all.
    """
    found = SearchEntry.objects.found_by(text, some=some).for_language(language)
    chosen = list(kinds)
    return found.filter(kind__in=chosen) if chosen else found


def hits_of(entries: Iterable[SearchEntry], user: Any, language: str = "") -> list[Hit]:
    """The records behind entries, one query a kind; what one may not see is left out.

    Entries are rebuilt with the register; a record withdrawn since then is not shown.
    """
    rows = list(entries)
    words = vocabulary()
    hits: dict[tuple[str, str], Hit] = {}
    for kind in {row.kind for row in rows}:
        keys = [row.key for row in rows if row.kind == kind]
        room = search_kind(kind)
        if room:
            shown = room.shown(keys, language, user)
            hits |= {(kind, key): _room_hit(room, one) for key, one in shown.items()}
        elif kind in SearchKind.values:
            records = _records(kind, keys, user)
            hits |= {(kind, _key(one)): _hit(kind, one, words) for one in records}
    found = (hits.get((row.kind, row.key)) for row in rows)
    return [hit for hit in found if hit]


def icon_of(kind: str) -> str:
    """The name of the icon of one of the register's own kinds."""
    return "handshake" if kind == SearchKind.COOPERATION else str(kind)


def _room_hit(room: RoomKind, one: Shown) -> Hit:
    return Hit(
        kind=room.name,
        kind_word=room.word,
        title=one.title,
        url=one.url,
        code=one.code,
        place=one.place,
        snippet=one.snippet,
        icon=room.icon,
    )


def _records(kind: str, keys: list[str], user: Any) -> "QuerySet":
    if kind == SearchKind.REGION:
        return Region.objects.filter(code__in=keys)
    if kind == SearchKind.PRIORITY:
        return Priority.objects.visible_to(user).for_cards().filter(slug__in=keys)
    if kind == SearchKind.CLUSTER:
        return Cluster.objects.visible_to(user).for_cards().filter(slug__in=keys)
    if kind == SearchKind.FACILITY:
        return Facility.objects.visible_to(user).for_cards().filter(slug__in=keys)
    return Cooperation.objects.filter(slug__in=keys)


def _key(record: Any) -> str:
    return record.pk if isinstance(record, Region) else record.slug


def _hit(kind: str, record: Any, words: Vocabulary) -> Hit:
    region = record if isinstance(record, Region) else getattr(record, "region", None)
    country = words.country_label(region.country) if region else ""
    place = country
    if region and region is not record and region.level:
        place = f"{region.label}, {country}"
    return Hit(
        kind=kind,
        kind_word=SearchKind(kind).label,
        title=_title(record),
        url=_url(kind, record),
        code=region.code if region else "",
        place=place,
        snippet=_snippet(kind, record),
        icon=icon_of(kind),
    )


def _title(record: Any) -> str:
    """What a record is called: a region in the reader's language."""
    if isinstance(record, Region):
        return record.label
    return getattr(record, "title", "") or getattr(record, "name", str(record))


def _url(kind: str, record: Any) -> str:
    if kind == SearchKind.REGION:
        return reverse("regions:detail", args=[record.code])
    if kind == SearchKind.COOPERATION:
        return reverse("regions:cooperation", args=[record.slug])
    return record.get_absolute_url()


def _snippet(kind: str, record: Any) -> str:
    """What a record says about itself, in one line."""
    if kind == SearchKind.REGION:
        names = [record.name_local, record.name, record.name_de, record.name_fr]
        others = [one for one in names if one and one != record.label]
        return ", ".join(dict.fromkeys([*others, record.code]))
    if kind == SearchKind.FACILITY:
        return ", ".join(one for one in (record.host, record.field) if one)
    if kind == SearchKind.COOPERATION:
        year = str(record.year or "")
        return ", ".join(x for x in (record.programme, year, *record.keywords) if x)
    original = getattr(record, "title_original", "") or getattr(record, "acronym", "")
    said = [original, record.summary, *record.keywords]
    return ", ".join(one for one in said if one)
