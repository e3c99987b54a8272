"""Write the offers and needs that tables state and that the portal derives."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db import transaction
from django.db.models import Max

from regions.models import (
    Confidence,
    ExchangeItem,
    Facility,
    ItemKind,
    Profile,
    RegionStrength,
    Side,
    TopicRelation,
)
from regions.register.derive import (
    DerivedItem,
    FacilityFacts,
    Figures,
    derive_needs,
    derive_offers,
)
from regions.register.reading import Row
from regions.register.records import Records, source_of
from regions.register.upsert import BATCH, Wanted

# The tables hold phrases only; these words say what kind of thing a phrase names.
_KINDS = (
    (ItemKind.MARKET, r"market|value chain|supply|export"),
    (ItemKind.SKILL, r"expertise|competence|skills|education|tradition|organisation"),
    (ItemKind.FACILITY, r"observatory|biobank|laborator|complex|services"),
)


def stated_items(rows: Iterable[Row], profile_ids: Mapping[str, int]) -> Records:
    """Return the offers and needs that the table of priorities states."""
    return {
        (profile_ids[row["slug"]], side, place): Wanted(
            {
                "profile_id": profile_ids[row["slug"]],
                "side": side,
                "position": place,
                "kind": kind_of(phrase),
                "text": phrase,
                "derivation": "",
            }
            | source_of(row)
        )
        for row in rows
        if row["slug"] in profile_ids
        for side, phrases in ((Side.OFFER, row["offers"]), (Side.NEED, row["needs"]))
        for place, phrase in enumerate(phrases)
    }


def kind_of(phrase: str) -> ItemKind:
    """Return the kind of thing a phrase names; a technology where no word tells."""
    for kind, words in _KINDS:
        if re.search(words, phrase, re.IGNORECASE):
            return kind
    return ItemKind.TECHNOLOGY


@transaction.atomic
def refresh_derived_items(*, profile_ids: Iterable[int] | None = None) -> set[int]:
    """Bring derived offers and needs up to date; return the profiles that changed.

    For the profiles given, or for all. A side on which a profile states something has
    no derived items; stated items are never touched. What is stated in confidence is
    not counted: nobody shall conclude from what is missing that there is something.
    """
    profiles = Profile.objects.order_by("pk")
    if profile_ids is not None:
        profiles = profiles.filter(pk__in=list(profile_ids))
    regions = dict(profiles.values_list("pk", "region_id"))
    figures = load_figures(*set(regions.values()))
    topics = _topics_of_profiles(regions)
    stated, derived = _present_items(regions)
    stale, fresh, changed = [], [], set()
    ends = _ends_of_confidential(regions)
    for pk, region in regions.items():
        own = topics.get(pk, frozenset())
        for side, derive in ((Side.OFFER, derive_offers), (Side.NEED, derive_needs)):
            taken = (pk, side) in stated
            items = [] if taken else derive(region, own, figures)
            present = derived.get((pk, side), [])
            if [_shape(item) for item in items] != [shape for _, shape in present]:
                stale += [item_pk for item_pk, _ in present]
                first = ends.get((pk, side), 0)
                fresh += [(pk, place, item) for place, item in enumerate(items, first)]
                changed.add(pk)
    for start in range(0, len(stale), BATCH):
        ExchangeItem.objects.filter(pk__in=stale[start : start + BATCH]).delete()
    _create(fresh)
    return changed


def _shape(item: DerivedItem) -> tuple:
    return item.kind, item.derivation, item.facility, item.topics


def _create(fresh: list[tuple[int, int, DerivedItem]]) -> None:
    records = [
        ExchangeItem(
            profile_id=pk,
            side=item.side,
            position=place,
            kind=item.kind,
            derivation=item.derivation,
            facility_id=item.facility,
            confidence=Confidence.DERIVED,
        )
        for pk, place, item in fresh
    ]
    ExchangeItem.objects.bulk_create(records, batch_size=BATCH)
    through = ExchangeItem.topics.through
    links = [
        through(exchangeitem_id=record.pk, topic_id=code)
        for record, (_, _, item) in zip(records, fresh, strict=True)
        for code in item.topics
    ]
    through.objects.bulk_create(links, batch_size=BATCH)


def _ends_of_confidential(ids: Collection[int]) -> dict[tuple[int, str], int]:
    """The first free position behind confidential items, by profile and side."""
    hidden = ExchangeItem.all_items.filter(profile_id__in=ids, is_confidential=True)
    rows = hidden.order_by().values_list("profile_id", "side")
    last = rows.annotate(last=Max("position"))
    return {(pk, side): position + 1 for pk, side, position in last}


def _topics_of_profiles(ids: Collection[int]) -> dict[int, frozenset[str]]:
    topics: dict[int, set[str]] = defaultdict(set)
    pairs = Profile.topics.through.objects.filter(profile_id__in=ids)
    for pk, code in pairs.values_list("profile_id", "topic_id"):
        topics[pk].add(code)
    return {pk: frozenset(codes) for pk, codes in topics.items()}


def _present_items(ids: Collection[int]):
    """Return the (profile, side) with stated items, and the derived items' shapes."""
    items = ExchangeItem.objects.filter(profile_id__in=ids)
    codes: dict[int, list[str]] = defaultdict(list)
    links = ExchangeItem.topics.through.objects.order_by("topic_id")
    links = links.filter(exchangeitem__profile_id__in=ids)
    for pk, code in links.values_list("exchangeitem_id", "topic_id"):
        codes[pk].append(code)
    stated, derived = set(), defaultdict(list)
    for item in items.order_by("profile_id", "side", "position"):
        place = (item.profile_id, item.side)
        if not item.derivation:
            stated.add(place)
            continue
        shape = item.kind, item.derivation, item.facility_id, tuple(codes[item.pk])
        derived[place].append((item.pk, shape))
    return stated, derived


def load_figures(*regions: str) -> Figures:
    """Return what the register knows of regions, as plain data for `derive`.

    Of one region, only what concerns it is read: so saving one profile stays quick.
    """
    strength: dict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
    rows = RegionStrength.objects.all()
    if len(regions) == 1:
        rows = rows.filter(region__code__startswith=regions[0][:4])
    figures = ("region_id", "topic_id", "strength", "location_quotient")
    for region, topic, value, quotient in rows.values_list(*figures):
        strength[region][topic] = (value, quotient or 0.0)
    related: dict[str, dict[str, float]] = defaultdict(dict)
    pairs = TopicRelation.objects.values_list("first_id", "second_id", "phi")
    for first, second, phi in pairs:
        related[first][second] = related[second][first] = phi
    facilities = [
        FacilityFacts(
            one.pk,
            one.slug,
            one.region_id,
            frozenset(topic.code for topic in one.topics.all()),
        )
        for one in Facility.objects.published()
        .prefetch_related("topics")
        .order_by("slug")
    ]
    return Figures(dict(strength), dict(related), facilities)
