"""Facet counts of the register's lists, kept in memory under the register's version.

Only published records are counted: a draft never shows through a number. Rows are
known by their slug (regions by their code), because that is what a text search finds.
A topic is counted for each topic it is part of, a region for each region around it.
"""

from collections.abc import Callable, Iterable
from itertools import chain

from portal.web.facets import FacetIndex, Pairs
from portal.web.versioned import kept_under_version
from regions.models import (
    Cooperation,
    CooperationMember,
    Facility,
    Profile,
    ProfileType,
    Region,
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
    rows = profiles.values_list(
        "pk",
        "slug",
        "region_id",
        "region__country",
        "region__cohesion_category",
        "stage_bits",
        "confidence",
    )
    facts = {row[0]: row[1:] for row in rows}
    slugs = {key: fact[0] for key, fact in facts.items()}
    links = Profile.topics.through.objects.filter(
        profile__type=type_, profile__status="published"
    ).values_list("profile_id", "topic_id")
    values = {
        **_place_values((fact[0], fact[1], fact[2]) for fact in facts.values()),
        "cohesion": [(fact[0], fact[3]) for fact in facts.values()],
        "stage": _stage_values((fact[0], fact[4]) for fact in facts.values()),
        "confidence": [(fact[0], fact[5]) for fact in facts.values()],
        "topic": _topic_values(version, slugs, links),
    }
    return FacetIndex(list(slugs.values()), values)


@kept_under_version
def region_index(version: str) -> FacetIndex:
    """Regions; topics, stages and confidence are those of their published profiles."""
    rows = list(
        Region.objects.order_by("pk").values_list(
            "code", "country", "level", "cohesion_category"
        )
    )
    profiles = Profile.objects.published().order_by()
    said = profiles.values_list("region_id", "stage_bits", "confidence").distinct()
    links = Profile.topics.through.objects.filter(profile__status="published")
    topics = links.values_list("profile__region_id", "topic_id").distinct()
    codes = {row[0]: row[0] for row in rows}
    values = {
        **_place_values((row[0], row[0], row[1]) for row in rows),
        "level": [(row[0], str(row[2])) for row in rows],
        "cohesion": [(row[0], row[3]) for row in rows],
        "stage": _stage_values((row[0], row[1]) for row in said),
        "confidence": [(row[0], row[2]) for row in said],
        "topic": _topic_values(version, codes, topics),
    }
    return FacetIndex(list(codes), values)


@kept_under_version
def facility_index(version: str) -> FacetIndex:
    rows = list(
        Facility.objects.order_by("pk").values_list(
            "pk",
            "slug",
            "region_id",
            "region__country",
            "region__cohesion_category",
            "kind",
            "confidence",
        )
    )
    slugs = {row[0]: row[1] for row in rows}
    links = Facility.topics.through.objects.values_list("facility_id", "topic_id")
    values = {
        **_place_values(row[1:4] for row in rows),
        "cohesion": [(row[1], row[4]) for row in rows],
        "kind": [(row[1], row[5]) for row in rows],
        "confidence": [(row[1], row[6]) for row in rows],
        "topic": _topic_values(version, slugs, links),
    }
    return FacetIndex(list(slugs.values()), values)


@kept_under_version
def cooperation_index(version: str) -> FacetIndex:
    rows = list(
        Cooperation.objects.order_by("pk").values_list(
            "pk", "slug", "programme", "confidence"
        )
    )
    slugs = {row[0]: row[1] for row in rows}
    members = CooperationMember.objects.order_by().values_list(
        "cooperation__slug", "region_id", "region__country"
    )
    links = Cooperation.topics.through.objects.values_list("cooperation_id", "topic_id")
    values = {
        **_place_values(members.distinct()),
        "programme": [(row[1], row[2]) for row in rows],
        "confidence": [(row[1], row[3]) for row in rows],
        "topic": _topic_values(version, slugs, links),
    }
    return FacetIndex(list(slugs.values()), values)


def _place_values(rows: Iterable[tuple[str, str, str]]) -> dict[str, Pairs]:
    """Of (key, region, country): `place` is the very region, `region` all around."""
    facts = list(rows)
    return {
        "country": [(key, country) for key, _, country in facts],
        "place": [(key, code) for key, code, _ in facts],
        "region": [
            (key, code[:length])
            for key, code, _ in facts
            for length in range(2, len(code) + 1)
        ],
    }


def _stage_values(rows: Iterable[tuple[str, int]]) -> Pairs:
    return [(key, str(stage)) for key, bits in rows for stage in bits_to_stages(bits)]


def _topic_values(version: str, keys: dict, links: Iterable[tuple]) -> Pairs:
    words = kept_vocabulary(version)
    lineage = {code: words.lineage(code) for code in words.topics}
    found = (
        ((keys[owner], code) for code in lineage[topic])
        for owner, topic in links
        if owner in keys
    )
    return chain.from_iterable(found)
