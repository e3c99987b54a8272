"""What the register knows of two sides having worked together, or with the same.

Two facts: joint projects of both, and third organisations with which each of them has
worked. Only what everybody may read counts (registered cooperation, links between
clusters and priorities that the regions have confirmed), and the reader's own accepted
introductions; those of others stay private.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from matching.introductions.models import Introduction, State
from portal.web.text import folded_words
from regions.models import CooperationMember, PriorityLink, Profile, ProfileType
from regions.queries.vocabulary import Vocabulary, vocabulary

THIRDS = 3
_COLUMNS = (
    "cooperation_id",
    "region_id",
    "name",
    "is_cluster",
    "cooperation__slug",
    "cooperation__name",
    "cooperation__programme",
    "cooperation__year",
    "cooperation__source_name",
    "cooperation__source_url",
)


@dataclass(frozen=True)
class Member:
    """Somebody who took part in a project, as its source printed it."""

    region: str
    name: str
    is_cluster: bool

    @property
    def key(self) -> tuple[str, str]:
        """The same organisation in another project, however it is spelled there."""
        return self.region, " ".join(folded_words(self.name))


@dataclass(frozen=True)
class Project:
    """A registered joint project with all its known members."""

    slug: str
    name: str
    programme: str
    year: int | None
    source_name: str
    source_url: str
    members: list[Member] = field(default_factory=list, compare=False)


@dataclass(frozen=True)
class Joint:
    """A project in which both took part, and under which names.

    `is_both`: the two organisations themselves, not others of a cluster's region.
    """

    project: Project
    own: list[str]
    other: list[str]
    is_both: bool


@dataclass(frozen=True)
class Third:
    """Somebody with whom each of the two has worked, in so many projects."""

    name: str
    place: str
    projects: int


@dataclass(frozen=True)
class Acquaintance:
    """A partner of the reader's own who has worked with the other side."""

    profile: Profile
    projects: int


@dataclass(frozen=True)
class WarmPath:
    """All that leads from one side to another."""

    joint: list[Joint]
    thirds: list[Third]
    introduced: list[Acquaintance]
    linked: list[Profile]
    is_linked: bool

    @property
    def years(self) -> tuple[int, int] | None:
        """The first and the last year in which a joint project began."""
        known = [one.project.year for one in self.joint if one.project.year]
        return (min(known), max(known)) if known else None

    @property
    def is_both(self) -> bool:
        """Whether the two themselves have worked together in one of the projects."""
        return any(one.is_both for one in self.joint)


def warm_paths(
    user: Any, profile: Profile, partners: Sequence[Profile]
) -> dict[int, WarmPath]:
    """What leads from a profile to each of these, where there is anything.

    Four queries, however many there are.
    """
    friends = _friends(user, profile)
    projects = _projects_of([profile, *partners])
    taken = {
        one.pk: {key: _taking(one, of.members) for key, of in projects.items()}
        for one in {each.pk: each for each in (profile, *partners, *friends)}.values()
    }
    links, words = _links_of([profile, *partners]), vocabulary()
    found = {}
    for partner in partners:
        path = WarmPath(
            joint=_joint(projects, taken[profile.pk], taken[partner.pk]),
            thirds=_thirds(projects, profile, partner, taken, words),
            introduced=_acquaintances(friends, partner, taken),
            linked=_linked(links, profile, partner),
            is_linked=partner.pk in links[profile.pk],
        )
        if any((path.joint, path.thirds, path.introduced, path.linked, path.is_linked)):
            found[partner.pk] = path
    return found


def _projects_of(profiles: Iterable[Profile]) -> dict[int, Project]:
    """Projects in which somebody of these regions took part, with all members.

    The newest first, those of an unknown year last.
    """
    near = Q(pk__in=[])
    for code in {one.region_id for one in profiles}:
        near |= Q(region__code__startswith=code)
    named = CooperationMember.objects.filter(near).order_by()
    rows = CooperationMember.objects.filter(
        cooperation__in=named.values("cooperation_id")
    )
    found: dict[int, Project] = {}
    for row in rows.order_by("name", "pk").values_list(*_COLUMNS):
        project = found.setdefault(row[0], Project(*row[4:]))
        project.members.append(Member(*row[1:4]))
    newest = sorted(found.items(), key=lambda one: (-(one[1].year or 0), one[1].name))
    return dict(newest)


@dataclass(frozen=True)
class _Part:
    """Who stands for a profile in a project; nobody if it took no part."""

    members: list[Member]
    is_itself: bool


def _taking(profile: Profile, members: Iterable[Member]) -> _Part:
    """A region takes part by anybody within it; a cluster itself, else by its region.

    Who is named by a larger unit only may be from anywhere in it, and does not count.
    """
    near = [one for one in members if one.region.startswith(profile.region_id)]
    if profile.type != ProfileType.CLUSTER:
        return _Part(near, is_itself=bool(near))
    title = folded_words(profile.title)
    itself = [one for one in near if folded_words(one.name) == title]
    return _Part(itself or near, is_itself=bool(itself))


def _joint(
    projects: Mapping[int, Project],
    own: Mapping[int, _Part],
    other: Mapping[int, _Part],
) -> list[Joint]:
    """The projects of both, those in which they were themselves first."""
    found = [
        Joint(
            project,
            [one.name for one in own[key].members],
            [one.name for one in other[key].members],
            own[key].is_itself and other[key].is_itself,
        )
        for key, project in projects.items()
        if own[key].members and other[key].members
    ]
    return sorted(found, key=lambda one: not one.is_both)


def _thirds(
    projects: Mapping[int, Project],
    profile: Profile,
    partner: Profile,
    taken: Mapping[int, Mapping[int, _Part]],
    words: Vocabulary,
) -> list[Third]:
    """Organisations elsewhere with which each has worked, most projects first."""
    with_own, with_other = (
        _companions(projects, taken[one.pk], (profile, partner))
        for one in (profile, partner)
    )
    counted = [
        (len(with_own[key] | with_other[key]), key)
        for key in with_own.keys() & with_other.keys()
    ]
    counted.sort(key=lambda one: (-one[0], one[1]))
    names = {
        one.key: one.name for project in projects.values() for one in project.members
    }
    return [
        Third(names[key], words.region_label(key[0]), number)
        for number, key in counted[:THIRDS]
    ]


def _companions(
    projects: Mapping[int, Project],
    parts: Mapping[int, _Part],
    sides: Collection[Profile],
) -> dict[tuple[str, str], set[int]]:
    """Who of elsewhere was in which projects of this side."""
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    for key, project in projects.items():
        if not parts[key].members:
            continue
        for one in project.members:
            if not any(_is_near(one.region, side.region_id) for side in sides):
                found[one.key].add(key)
    return found


def _is_near(first: str, second: str) -> bool:
    return first.startswith(second) or second.startswith(first)


def _friends(user: Any, profile: Profile) -> list[Profile]:
    """With whom the profile is introduced now, for its own people."""
    rows = Introduction.objects.visible_to(user).filter(state=State.ACCEPTED)
    rows = rows.of_profile(profile).select_related("profile", "partner")
    found = []
    for one in rows.order_by("pk"):
        is_own = one.profile_id == profile.pk
        found.append(one.partner if is_own else one.profile)
    return found


def _acquaintances(
    friends: Iterable[Profile],
    partner: Profile,
    taken: Mapping[int, Mapping[int, _Part]],
) -> list[Acquaintance]:
    """Those of one's own partners who have worked with this one."""
    found = []
    for one in friends:
        if _is_near(one.region_id, partner.region_id):
            continue
        number = sum(
            bool(part.members and taken[partner.pk][key].members)
            for key, part in taken[one.pk].items()
        )
        if number:
            found.append(Acquaintance(one, number))
    found.sort(key=lambda one: (-one.projects, one.profile.title, one.profile.pk))
    return found[:THIRDS]


def _links_of(profiles: Sequence[Profile]) -> dict[int, dict[int, Profile]]:
    """By profile the other ends of its confirmed links between cluster and priority."""
    keys = [one.pk for one in profiles]
    rows = PriorityLink.objects.confirmed().filter(
        Q(cluster__in=keys) | Q(priority__in=keys)
    )
    found: dict[int, dict[int, Profile]] = defaultdict(dict)
    for link in rows.select_related("cluster", "priority").order_by("pk"):
        found[link.cluster_id][link.priority_id] = link.priority
        found[link.priority_id][link.cluster_id] = link.cluster
    return found


def _linked(
    links: Mapping[int, Mapping[int, Profile]], profile: Profile, partner: Profile
) -> list[Profile]:
    """Clusters that work for both priorities, or priorities of both clusters."""
    theirs = links[partner.pk]
    found = [one for key, one in links[profile.pk].items() if key in theirs]
    return sorted(found, key=lambda one: (one.title, one.pk))[:THIRDS]
