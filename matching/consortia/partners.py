"""From members and profiles to partners, as the rules of composition see them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from matching.calls.models import Call
from matching.composition import Actor, Category, Composition, Partner
from matching.consortia.kinds import PRESENT
from matching.consortia.models import Consortium, ConsortiumMember
from matching.queries import topic_sets
from regions.models import Profile, ProfileType, Region
from regions.queries.vocabulary import Vocabulary, vocabulary

# Codes of this length are NUTS 2 regions: what rules call a region.
NUTS_2 = 4


def profile_partner(
    profile: Profile, topics: Iterable[str], words: Vocabulary, **said: Any
) -> Partner:
    """A profile as a partner; `said` is what its consortium says of it.

    A priority stands for its regional authority. The profile's region and the region
    around it are read, so they should be joined. A topic counts also as each topic that
    it is part of.
    """
    is_priority = profile.type == ProfileType.PRIORITY
    known = [code for code in topics if code in words.topics]
    values = {
        "key": profile.slug,
        **_place(profile.region),
        "actor": Actor.AUTHORITY if is_priority else Actor.CLUSTER,
        "is_nonprofit": True if is_priority else None,
        "topics": frozenset(one for code in known for one in words.lineage(code)),
        "stages": frozenset(map(str, profile.stages)),
    }
    return Partner(**values | said)


def composition_of(
    consortium: Consortium,
    members: Sequence[ConsortiumMember],
    words: Vocabulary | None = None,
) -> Composition:
    """The consortium as it is now; members that are not present are left out."""
    present = [one for one in members if one.state in PRESENT]
    partners = member_partners(present, words or vocabulary())
    coordinator = next((one.key for one in present if one.is_coordinator), None)
    return Composition(
        partners=tuple(partners[one.pk] for one in present),
        coordinator=coordinator,
        trl=consortium.trl,
        grant=None if consortium.grant is None else float(consortium.grant),
        duration_months=consortium.months,
    )


def member_partners(
    members: Sequence[ConsortiumMember], words: Vocabulary
) -> dict[int, Partner]:
    """These members as partners, by their key; at most two queries."""
    keys = [one.profile_id for one in members if one.profile_id]
    topics = dict(zip(keys, topic_sets(keys), strict=True)) if keys else {}
    outside = [one for one in members if not one.profile_id]
    places = _places({one.region_code or one.country for one in outside})
    return {
        one.pk: _member_partner(one, topics.get(one.profile_id or 0, ()), words, places)
        for one in members
    }


def wanted_topics(call: Call, lead: Profile) -> frozenset[str]:
    """The topics that a consortium should cover: the call's, or else its lead's."""
    codes = {topic.pk for topic in call.topics.all()}
    return frozenset(codes or {topic.pk for topic in lead.topics.all()})


def _member_partner(
    member: ConsortiumMember,
    topics: Collection[str],
    words: Vocabulary,
    places: Mapping[str, Region],
) -> Partner:
    said: dict[str, Any] = {
        "roles": frozenset(member.roles),
        "share": None if member.share is None else float(member.share) / 100,
    }
    if member.is_nonprofit is not None:
        said["is_nonprofit"] = member.is_nonprofit
    if member.profile is not None:
        return profile_partner(member.profile, topics, words, **said)
    return Partner(
        key=member.key,
        actor=Actor(member.actor),
        **_outside_place(member, places),
        **said,
    )


def _outside_place(
    member: ConsortiumMember, places: Mapping[str, Region]
) -> dict[str, Any]:
    """The register knows a NUTS code better than who typed it."""
    if region := places.get(member.region_code):
        return _place(region)
    country = places.get(member.country)
    return {
        "country": member.country,
        "region": member.region_code[:NUTS_2],
        "category": Category(member.category),
        "in_eu": country is not None and country.in_eu,
    }


def _place(region: Region) -> dict[str, Any]:
    """Country, NUTS 2 region and category; a NUTS 3 region has those of its parent."""
    around = region.parent if region.level > 2 and region.parent else region
    return {
        "country": region.country,
        "region": around.code,
        "category": Category(region.cohesion_category or around.cohesion_category),
        "is_outermost": region.is_outermost or around.is_outermost,
        "in_eu": region.in_eu,
    }


def _places(codes: Collection[str]) -> dict[str, Region]:
    """The regions of these codes, and the countries around them."""
    wanted = {*codes, *(code[:2] for code in codes)}
    if not wanted:
        return {}
    rows = Region.objects.filter(code__in=wanted).select_related("parent")
    return {one.code: one for one in rows}
