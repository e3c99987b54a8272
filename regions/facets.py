"""Facet counts of the register's lists, kept in memory under the register's version.

Only published records are counted: a draft never shows through a number. Rows are
known by their slug (regions by their code), because that is what a text search finds.
A topic is counted for each topic it is part of, a region for each region around it.
"""

from collections.abc import Callable, Iterable

from portal.web.facets import FacetIndex, Pairs
from portal.web.versioned import kept_under_version
from regions.models import (
    Cooperation,
    CooperationMember,
    Facility,
    Profile,
    ProfileType,
    Stage,
)
from regions.models.stages import bits_to_stages
from regions.queries.vocabulary import kept_vocabulary

Index = Callable[[str], FacetIndex]


def priority_index(version: str) -> FacetIndex:
    return _profile_index(version, ProfileType.PRIORITY)


def cluster_index(version: str) -> FacetIndex:
    return _profile_index(version, ProfileType.CLUSTER)


@kept_under_version
def _profile_index(version: str, type_: str) -> FacetIndex:
    profiles = Profile.objects.published().filter(type=type_).order_by("pk")
    fields = ("pk", "slug", "region_id", "stage_bits", "confidence")
    rows = list(profiles.values_list(*fields))
    links = Profile.topics.through.objects.filter(
        profile__type=type_, profile__status="published"
    ).values_list("profile_id", "topic_id")
    values = {
        "place": [(row[1], row[2]) for row in rows],
        "stage": _stage_pairs((row[1], row[3]) for row in rows),
        "confidence": [(row[1], row[4]) for row in rows],
        "topic": _topic_pairs({row[0]: row[1] for row in rows}, links),
    }
    return _index(version, [row[1] for row in rows], values)


@kept_under_version
def region_index(version: str) -> FacetIndex:
    """Regions; topics, stages and confidence are those of their published profiles."""
    places = kept_vocabulary(version).places
    profiles = Profile.objects.published().order_by()
    fields = ("region_id", "stage_bits", "confidence")
    said = list(profiles.values_list(*fields).distinct())
    links = Profile.topics.through.objects.filter(profile__status="published")
    holding = {row[0] for row in said}
    values = {
        "with_profiles": [(code, str(code in holding).lower()) for code in places],
        "place": [(code, code) for code in places],
        "level": [(code, str(place.level)) for code, place in places.items()],
        "stage": _stage_pairs(row[:2] for row in said),
        "confidence": [(row[0], row[2]) for row in said],
        "topic": links.values_list("profile__region_id", "topic_id").distinct(),
    }
    return _index(version, list(places), values)


@kept_under_version
def facility_index(version: str) -> FacetIndex:
    fields = ("pk", "slug", "region_id", "kind", "confidence")
    rows = list(Facility.objects.published().order_by("pk").values_list(*fields))
    links = Facility.topics.through.objects.values_list("facility_id", "topic_id")
    values = {
        "place": [(row[1], row[2]) for row in rows],
        "kind": [(row[1], row[3]) for row in rows],
        "confidence": [(row[1], row[4]) for row in rows],
        "topic": _topic_pairs({row[0]: row[1] for row in rows}, links),
    }
    return _index(version, [row[1] for row in rows], values)


@kept_under_version
def cooperation_index(version: str) -> FacetIndex:
    fields = ("pk", "slug", "programme", "confidence")
    rows = list(Cooperation.objects.order_by("pk").values_list(*fields))
    members = CooperationMember.objects.order_by()
    links = Cooperation.topics.through.objects.values_list("cooperation_id", "topic_id")
    values = {
        "place": members.values_list("cooperation__slug", "region_id").distinct(),
        "programme": [(row[1], row[2]) for row in rows],
        "confidence": [(row[1], row[3]) for row in rows],
        "topic": _topic_pairs({row[0]: row[1] for row in rows}, links),
    }
    return _index(version, [row[1] for row in rows], values)


def _index(version: str, keys: list[str], values: dict[str, Pairs]) -> FacetIndex:
    """Pack what was read; what follows from place and topic is derived in bulk."""
    words = kept_vocabulary(version)
    index = FacetIndex(keys, values)
    index.derive("topic", "topic", words.lineage)
    index.derive("country", "place", lambda code: [code[:2]])
    index.derive("region", "place", _codes_around)
    index.derive("cohesion", "place", words.cohesion_of)
    return index


def _codes_around(code: str) -> list[str]:
    """A NUTS code and those of the regions around it: ES51 lies in ES5 and ES."""
    return [code[:length] for length in range(2, len(code) + 1)]


def _stage_pairs(rows: Iterable[tuple[str, int]]) -> Pairs:
    names = [
        [str(stage) for stage in bits_to_stages(bits)]
        for bits in range(1 << len(Stage))
    ]
    return ((key, stage) for key, bits in rows for stage in names[bits])


def _topic_pairs(keys: dict[int, str], links: Iterable[tuple[int, str]]) -> Pairs:
    return ((keys[owner], topic) for owner, topic in links if owner in keys)
