"""What the pages of one facility and of one joint project show."""

from collections.abc import Iterable
from typing import Any

from regions.models import Cluster, Cooperation, Facility, Profile, Topic
from regions.queries.places import Part, nearest_level_2, part_of
from regions.queries.vocabulary import vocabulary

CODES_OF_NO_COUNTRY = 2


def profiles_served(facility: Facility, topics: Iterable[Topic], user: Any) -> Part:
    """Profiles in the facility's level 2 region that share a topic with it."""
    served = Profile.objects.visible_to(user).filter(
        region__code__startswith=nearest_level_2(facility.region_id),
        topics__in=[topic.pk for topic in topics],
    )
    return part_of(served.distinct().for_cards().order_by("title", "id"))


def offering_cluster(facility: Facility, user: Any) -> Cluster | None:
    """The cluster that offers the facility, where this person may see it."""
    if facility.cluster_id is None:
        return None
    return Cluster.objects.visible_to(user).filter(pk=facility.cluster_id).first()


def cooperation_page(cooperation: Cooperation) -> dict[str, Any]:
    """One joint project with its members, by country and name, and its map."""
    words = vocabulary()
    members = list(cooperation.members.select_related("region"))
    members.sort(key=lambda one: (words.country_label(one.region.country), one.name))
    places = {one.region_id: one.region for one in members if one.region.level}
    marks = [
        {"code": code, "level": 4, "label": place.label}
        for code, place in places.items()
    ]
    return {
        "cooperation": cooperation,
        "members": [(one, words.country_label(one.region.country)) for one in members],
        "countries": len({one.region.country for one in members}),
        "topics": cooperation.topics.all(),
        "map_regions": marks,
    }
