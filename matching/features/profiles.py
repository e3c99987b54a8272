"""Profiles from the database as the engine's inputs: all at once, or as a stream."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from matching.engine import Item, ProfileInput
from regions.freshness.ledger import months_between
from regions.models import ExchangeItem, Profile, ProfileType, Side
from regions.models.stages import bits_to_stages

AT_ONCE = 5_000  # profiles of a stream that are held
COLUMNS = (
    "pk",
    "region_id",
    "type",
    "title",
    "summary",
    "keywords",
    "stage_bits",
    "confidence",
    "confirmed_at",
    "created_at",
)


def stream_profiles(
    queryset: "QuerySet[Profile]", as_of: datetime | None = None
) -> Iterator[ProfileInput]:
    """Yield profiles as the engine's inputs, ordered by key, however many there are.

    Four queries for every AT_ONCE of them.
    """
    today, last = as_of or timezone.now(), 0
    while True:
        rest = queryset.filter(pk__gt=last).order_by("pk")
        rows = list(rest.values_list(*COLUMNS)[:AT_ONCE])
        if rows:
            first, last = rows[0][0], rows[-1][0]
            yield from _inputs(rows, queryset.filter(pk__range=(first, last)), today)
        if len(rows) < AT_ONCE:
            return


def load_profiles(
    queryset: "QuerySet[Profile]", as_of: datetime | None = None
) -> list[ProfileInput]:
    """Turn profiles into the engine's inputs, ordered by key; four queries."""
    rows = list(queryset.order_by("pk").values_list(*COLUMNS))
    return list(_inputs(rows, queryset, as_of or timezone.now()))


def _inputs(
    rows: list[tuple], queryset: "QuerySet[Profile]", today: datetime
) -> Iterator[ProfileInput]:
    """Put the rows of these profiles together with what belongs to them."""
    day = timezone.localdate(today)
    topics = codes_by_owner(Profile.topics.through, "profile_id", queryset)
    offers, needs = _items_by_profile(queryset)
    for key, region, kind, title, summary, keywords, bits, source, *times in rows:
        yield ProfileInput(
            key=key,
            region=region,
            is_cluster=kind == ProfileType.CLUSTER,
            topics=topics[key],
            texts={"title": title, "summary": summary, "keywords": "; ".join(keywords)},
            offers=tuple(offers[key]),
            needs=tuple(needs[key]),
            stages=tuple(str(stage) for stage in bits_to_stages(bits)),
            confidence=source,
            months_unconfirmed=_months_since(*times, day),
        )


def _items_by_profile(queryset: "QuerySet[Profile]"):
    """Offers and needs of these profiles, by profile key."""
    sides = {Side.OFFER: defaultdict(list), Side.NEED: defaultdict(list)}
    items = ExchangeItem.objects.filter(profile__in=queryset)
    topics = codes_by_owner(ExchangeItem.topics.through, "exchangeitem_id", items)
    columns = (
        "pk",
        "profile_id",
        "side",
        "kind",
        "derivation",
        "stage",
        "trl_min",
        "trl_max",
    )
    rows = items.order_by("profile", "side", "position").values_list(*columns)
    for key, profile, side, kind, derivation, stage, lowest, highest in rows:
        sides[side][profile].append(
            Item(
                key=key,
                kind=kind,
                topics=topics[key],
                stated=not derivation,
                stage=stage or None,
                trl=(lowest or 1, highest or 9) if lowest or highest else None,
            )
        )
    return sides[Side.OFFER], sides[Side.NEED]


def codes_by_owner(through, owner: str, owners: QuerySet) -> dict[int, tuple]:
    """Topic codes of each owner in code order; an owner without any has ()."""
    lookup = {f"{owner}__in": owners.values("pk")}
    pairs = through.objects.filter(**lookup).order_by(owner, "topic_id")
    codes: dict[int, Collection[str]] = defaultdict(tuple)
    for key, code in pairs.values_list(owner, "topic_id"):
        codes[key] += (code,)
    return codes


def _months_since(
    confirmed_at: datetime | None, created_at: datetime, day: date
) -> int:
    """Whole months of the calendar that the ledger counts, see regions.freshness."""
    return months_between(timezone.localdate(confirmed_at or created_at), day)
