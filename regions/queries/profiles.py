"""What the page of one priority or cluster shows, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404

from regions.models import (
    Cluster,
    Cooperation,
    ExchangeItem,
    Facility,
    Priority,
    Profile,
    Region,
    Scheme,
    Side,
    Topic,
)
from regions.queries.places import nearest_level_2
from regions.wording import WordedItem, word_item

NEARBY = 8
PROJECTS_SHOWN = 5


@dataclass(frozen=True)
class ProfilePage:
    """One profile with all that is known about it."""

    profile: Priority | Cluster
    topics: list[tuple[Scheme, list[Topic]]]
    offers: list[WordedItem]
    needs: list[WordedItem]
    facilities: list[Facility]
    projects: list[Cooperation]
    projects_total: int


def full_items() -> Prefetch:
    """Offers and needs with their topics and facility, for prefetch_related."""
    return Prefetch("items", queryset=_with_subjects(ExchangeItem.objects.all()))


def _with_subjects(items: "QuerySet[ExchangeItem]") -> "QuerySet[ExchangeItem]":
    items = items.select_related("facility").prefetch_related("topics")
    return items.order_by("side", "position", "id")


def _items_for(profile: Profile) -> "QuerySet[ExchangeItem]":
    """Its offers and needs; only its own people see the confidential ones."""
    rows = ExchangeItem.all_items.filter(profile_id=profile.pk)
    if not profile.is_own:
        rows = rows.filter(is_confidential=False)
    return _with_subjects(rows)


def profile_page(model: type[Profile], user: Any, slug: str) -> ProfilePage:
    """Everything about one profile; Http404 where this person may not see it."""
    visible = model.objects.visible_to(user).with_rights(user).for_cards()
    profile = get_object_or_404(visible.prefetch_related("topics"), slug=slug)
    topics = list(profile.topics.all())
    items = [word_item(item) for item in _items_for(profile)]
    projects = projects_of(profile.region)
    return ProfilePage(
        profile=profile,
        topics=by_scheme(topics),
        offers=[item for item in items if item.record.side == Side.OFFER],
        needs=[item for item in items if item.record.side == Side.NEED],
        facilities=nearby_facilities(
            profile.region, {topic.pk for topic in topics}, user
        ),
        projects=list(projects[:PROJECTS_SHOWN]),
        projects_total=projects.count(),
    )


def by_scheme(topics: Iterable[Topic]) -> list[tuple[Scheme, list[Topic]]]:
    """Topics under their schemes, in the order of the schemes; no empty ones."""
    found: dict[Scheme, list[Topic]] = {scheme: [] for scheme in Scheme}
    for topic in topics:
        found[Scheme(topic.scheme)].append(topic)
    return [(scheme, some) for scheme, some in found.items() if some]


def nearby_facilities(region: Region, topics: set[str], user: Any) -> list[Facility]:
    """Facilities of the surrounding level 2 region that serve these topics."""
    near = Facility.objects.visible_to(user).filter(
        region__code__startswith=nearest_level_2(region.code), topics__in=topics
    )
    return list(near.distinct().for_cards().order_by("name", "id")[:NEARBY])


def projects_of(region: Region) -> "QuerySet[Cooperation]":
    """Joint projects in which the region or a part of it took part, latest first."""
    return Cooperation.objects.of_region(region.code).latest_first()
