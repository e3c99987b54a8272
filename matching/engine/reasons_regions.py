"""Reasons from where both are: strength, joint projects, reach."""

import math
from collections.abc import Iterator, Mapping

from matching.engine.constants import ECONOMIC
from matching.engine.regions import (
    NOWHERE,
    is_newcomer,
    saturated,
    strength_of,
)
from matching.engine.results import Reason
from matching.engine.spaces import Project, RegionSpace, Share, TopicSpace
from matching.engine.topics import focus_vector
from matching.engine.types import ProfileInput

MOST_SHARED_PARTNERS = 3


def strength_reasons(
    source: ProfileInput,
    target: ProfileInput,
    topics: TopicSpace,
    regions: RegionSpace,
) -> Iterator[Reason]:
    """The shared activities in which a side's region has any strength, best first."""
    shared = set(source.topics) & set(target.topics)
    for side, profile in (("you", source), ("they", target)):
        worth = []
        for topic in shared:
            if topics.schemes[topic] == ECONOMIC:
                strength = strength_of(regions, profile.region, topic) or 0.0
                worth.append((-topics.idf[topic] * strength, topic))
        found = tuple(topic for value, topic in sorted(worth) if value)
        if found:
            yield Reason("strong_in", "strength", side, "region", found)


def track_reasons(
    source: ProfileInput,
    target: ProfileInput,
    topics: TopicSpace,
    regions: RegionSpace,
) -> Iterator[Reason]:
    """Joint projects, else the best third regions; then experience in the theme."""
    joint = _tie_reason(source.region, target.region, regions)
    if joint:
        yield joint
    told = joint.subjects if joint and joint.code == "worked_together" else ()
    for side, theme, region in (
        ("they", source, target.region),
        ("you", target, source.region),
    ):
        keys = _theme_projects(theme, region, topics, regions)
        if new := tuple(key for key in keys if key not in told):
            yield Reason("theme_experience", "track_record", side, "cooperation", new)


def _tie_reason(mine: str, theirs: str, regions: RegionSpace) -> Reason | None:
    """Joint projects, newest first; between strangers the best third regions."""
    if NOWHERE in (mine, theirs) or regions.nested(mine, theirs):
        return None
    joint = _joint(regions.shares[mine], regions.shares[theirs], regions)
    if joint:
        places = sorted(joint, key=lambda place: (-joint[place], place))
        keys = tuple(regions.projects[place].key for place in places)
        return Reason("worked_together", "track_record", "both", "cooperation", keys)
    if thirds := _thirds(mine, theirs, regions):
        best = sorted(thirds, key=lambda code: (-thirds[code], code))
        subjects = tuple(best[:MOST_SHARED_PARTNERS])
        return Reason("shared_partner", "track_record", "both", "cooperation", subjects)
    return None


def _theme_projects(
    profile: ProfileInput, region: str, topics: TopicSpace, regions: RegionSpace
) -> tuple[int, ...]:
    """Keys of the region's projects that share topics or words, the nearest first.

    How near is told without the register's vocabulary, so only the order is rough.
    """
    if region == NOWHERE:
        return ()
    focus = focus_vector(profile.topics, topics)
    found = []
    for place, (share, _) in regions.shares[region].items():
        project = regions.projects[place]
        near = _overlap(focus, _focus_of(project, topics))
        near += _overlap(profile.words, project.words)
        if near:
            value = regions.project_weight(place) * share * near
            found.append((-value, place, project.key))
    return tuple(key for _, _, key in sorted(found))


def _focus_of(project: Project, topics: TopicSpace) -> Mapping[str, float]:
    kept = topics.vectors
    if project.topics not in kept:
        kept[project.topics] = focus_vector(project.topics, topics)
    return kept[project.topics]


def _overlap(first: Mapping[str, float], second: Mapping[str, float]) -> float:
    """Return the cosine of two vectors."""
    shared = sum(first[name] * second[name] for name in sorted(first.keys() & second))
    if not shared:
        return 0.0
    return shared / math.sqrt(_square(first) * _square(second))


def _square(vector: Mapping[str, float]) -> float:
    return math.fsum(value * value for value in vector.values())


def _joint(
    mine: Mapping[int, Share], theirs: Mapping[int, Share], regions: RegionSpace
) -> dict[int, float]:
    """Return what each joint project counts, by place; two members must stand for it.

    The one-pair form of the table that the index holds.
    """
    found = {}
    for place in sorted(mine.keys() & theirs.keys()):
        (left, left_members), (right, right_members) = mine[place], theirs[place]
        if len(left_members | right_members) > 1:
            found[place] = regions.project_weight(place) * (left * right)
    return found


def _thirds(mine: str, theirs: str, regions: RegionSpace) -> dict[str, float]:
    """Return d(r, q) * d(q, s) of every named region q that worked with both."""
    found = {}
    for code in sorted(_named_with(mine, regions) & _named_with(theirs, regions)):
        if regions.nested(code, mine) or regions.nested(code, theirs):
            continue
        value = _tie(mine, code, regions) * _tie(theirs, code, regions)
        if value:
            found[code] = value
    return found


def _named_with(region: str, regions: RegionSpace) -> set[str]:
    places = regions.shares[region]
    return {code for place in places for code in regions.projects[place].regions}


def _tie(region: str, third: str, regions: RegionSpace) -> float:
    joint = _joint(regions.shares[region], regions.named[third], regions)
    return saturated(sum(joint.values()))


def reach_reasons(mine: str, theirs: str, regions: RegionSpace) -> Iterator[Reason]:
    """Another country, another cohesion category, a newcomer on either side."""
    if NOWHERE in (mine, theirs):
        return
    if regions.countries[mine] != regions.countries[theirs]:
        yield Reason("other_country", "reach", "both", "region", ())
    categories = {regions.categories.get(code, "") for code in (mine, theirs)}
    if "" not in categories and len(categories) == 2:
        yield Reason("other_category", "reach", "both", "region", ())
    new = [is_newcomer(regions, code) for code in (mine, theirs)]
    if any(new):
        side = "both" if all(new) else "you" if new[0] else "they"
        yield Reason("newcomer", "reach", side, "cooperation", ())
