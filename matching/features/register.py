"""From the register to the engine's inputs: the only place that knows both shapes.

Every function here reads with a fixed number of queries, streams with one for every few
thousand profiles. Rows come in a fixed order: the same register gives the same inputs.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils import timezone

from matching.engine import (
    COMPONENTS,
    ProfileInput,
    Project,
    Reading,
    RegionSpace,
    TopicSpace,
    read_profiles,
)
from matching.engine.constants import FORMULAS, UNKNOWN_SHARE
from matching.engine.regions import is_newcomer
from matching.features.profiles import codes_by_owner, stream_profiles
from portal.web.versioned import kept_under_version
from regions.models import (
    Cooperation,
    CooperationMember,
    Profile,
    Region,
    RegionStrength,
    Status,
    Topic,
    TopicRelation,
)

SIGN_EVERY = 5_000  # profiles; a second or two


@dataclass(frozen=True)
class Inputs:
    """All that a run scores: plain values, independent of the database."""

    profiles: tuple[ProfileInput, ...]
    topics: TopicSpace
    regions: RegionSpace

    def digest(self, *also: object) -> str:
        """A hash that changes when anything that can change a score changes."""
        digest = hashlib.sha256()
        for part in (FORMULAS, *also, self.topics, self.regions, *self.profiles):
            digest.update(_bytes_of(part))
        return digest.hexdigest()


def component_names() -> tuple[str, ...]:
    """The components of a score, in the order of the bits of `Match.known`."""
    return COMPONENTS


def unknown_share() -> float:
    """The part of the weight of what is not known that stays in the divisor."""
    return UNKNOWN_SHARE


def newcomer_regions() -> set[str]:
    """Regions of which few joint projects are known, by the rule of the score."""
    _, regions = load_spaces()
    return {code for code in regions.countries if is_newcomer(regions, code)}


@kept_under_version
def kept_newcomers(version: str) -> frozenset[str]:
    """The same regions for lists, by the register's version; once a process."""
    rows = Region.objects.order_by("code").values_list(
        "code", "country", "cohesion_category"
    )
    year = timezone.localdate().year
    regions = RegionSpace.from_rows(rows, (), _load_projects(), as_of_year=year)
    return frozenset(code for code in regions.countries if is_newcomer(regions, code))


def load_inputs(as_of: datetime | None = None) -> Inputs:
    """Read everything that is matched: listed profiles and what they refer to.

    Ages are counted to `as_of`, by default to now.
    """
    topics, regions = load_spaces(as_of)
    profiles = stream_profiles(Profile.objects.listed(), as_of)
    return Inputs(tuple(profiles), topics, regions)


def read_inputs(
    as_of: datetime | None = None,
    also: Iterable[object] = (),
    live: Callable[[], None] = lambda: None,
) -> tuple[Reading, str]:
    """Read the same for an index, and return `Inputs.digest` with it.

    The register is read once, and few profiles are held at a time. `live` is called
    whenever some thousand more have been read.
    """
    topics, regions = load_spaces(as_of)
    digest = hashlib.sha256()
    for part in (FORMULAS, *also, topics, regions):
        digest.update(_bytes_of(part))

    def hashed() -> Iterator[ProfileInput]:
        profiles = stream_profiles(Profile.objects.listed(), as_of)
        for number, profile in enumerate(profiles, start=1):
            digest.update(_bytes_of(profile))
            yield profile
            if number % SIGN_EVERY == 0:
                live()

    return read_profiles(hashed(), topics, regions), digest.hexdigest()


def _bytes_of(part: object) -> bytes:
    return repr(part).encode()


def load_spaces(as_of: datetime | None = None) -> tuple[TopicSpace, RegionSpace]:
    """Read the topics with their relations, and the regions with their figures."""
    return _load_topics(), _load_regions(as_of)


@kept_under_version
def kept_spaces(version: str) -> tuple[TopicSpace, RegionSpace]:
    """Topics and regions of this version of the register, read once a process."""
    return load_spaces()


def _load_topics() -> TopicSpace:
    listed = Q(profiles__status=Status.PUBLISHED, profiles__lapsed_at=None)
    rows = (
        Topic.objects.annotate(uses=Count("profiles", filter=listed))
        .order_by("code")
        .values_list("code", "scheme", "parent_id", "uses")
    )
    relations = TopicRelation.objects.order_by("first", "second")
    return TopicSpace.from_rows(
        rows,
        relations.values_list("first_id", "second_id", "phi"),
        profile_count=Profile.objects.listed().count(),
    )


def _load_regions(as_of: datetime | None) -> RegionSpace:
    rows = Region.objects.order_by("code").values_list(
        "code", "country", "cohesion_category"
    )
    strengths = RegionStrength.objects.order_by("region", "topic").values_list(
        "region_id", "topic_id", "strength"
    )
    return RegionSpace.from_rows(
        rows, strengths, _load_projects(), as_of_year=timezone.localdate(as_of).year
    )


def _load_projects() -> Iterable[Project]:
    members = defaultdict(set)
    pairs = CooperationMember.objects.values_list("cooperation_id", "region_id")
    for project, region in pairs:
        members[project].add(region)
    projects = Cooperation.objects.exclude(year=None).order_by("pk")
    topics = codes_by_owner(Cooperation.topics.through, "cooperation_id", projects)
    rows = projects.values_list("pk", "year", "name", "keywords")
    for key, year, name, keywords in rows:
        yield Project(
            key=key,
            year=year,
            regions=tuple(sorted(members[key])),
            topics=topics[key],
            texts={"title": name, "keywords": "; ".join(keywords)},
        )
