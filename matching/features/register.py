"""From the register to the engine's inputs: the only place that knows both shapes.

Every function here reads with a fixed number of queries, however many profiles there
are. Rows come in a fixed order, so the same register always gives the same inputs.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from matching.engine import (
    COMPONENTS,
    Item,
    ProfileInput,
    Project,
    RegionSpace,
    TopicSpace,
)
from matching.engine.constants import FORMULAS, UNKNOWN_SHARE
from matching.engine.regions import is_newcomer
from portal.web.versioned import kept_under_version
from regions.models import (
    Cooperation,
    CooperationMember,
    ExchangeItem,
    Profile,
    ProfileType,
    Region,
    RegionStrength,
    Side,
    Status,
    Topic,
    TopicRelation,
)
from regions.models.stages import bits_to_stages

DAYS_PER_MONTH = 30.44


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
            digest.update(repr(part).encode())
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


def load_inputs(as_of: datetime | None = None) -> Inputs:
    """Read everything that is matched: published profiles and what they refer to.

    Ages are counted to `as_of`, by default to now.
    """
    topics, regions = load_spaces(as_of)
    profiles = load_profiles(Profile.objects.filter(status=Status.PUBLISHED), as_of)
    return Inputs(tuple(profiles), topics, regions)


def load_spaces(as_of: datetime | None = None) -> tuple[TopicSpace, RegionSpace]:
    """Read the topics with their relations, and the regions with their figures."""
    return _load_topics(), _load_regions(as_of)


def load_profiles(
    queryset: "QuerySet[Profile]", as_of: datetime | None = None
) -> list[ProfileInput]:
    """Turn profiles into the engine's inputs, ordered by key; five queries."""
    rows = list(
        queryset.order_by("pk").values_list(
            "pk",
            "region_id",
            "type",
            "title",
            "summary",
            "keywords",
            "stage_bits",
            "confidence",
            "confirmed_at",
        )
    )
    topics = _codes_by_owner(Profile.topics.through, "profile_id", queryset)
    offers, needs = _items_by_profile(queryset)
    today = as_of or timezone.now()
    return [
        ProfileInput(
            key=key,
            region=region,
            is_cluster=kind == ProfileType.CLUSTER,
            topics=topics[key],
            texts={"title": title, "summary": summary, "keywords": "; ".join(keywords)},
            offers=tuple(offers[key]),
            needs=tuple(needs[key]),
            stages=tuple(str(stage) for stage in bits_to_stages(bits)),
            confidence=confidence,
            months_unconfirmed=_months_between(confirmed_at, today),
        )
        for (
            key,
            region,
            kind,
            title,
            summary,
            keywords,
            bits,
            confidence,
            confirmed_at,
        ) in rows
    ]


@kept_under_version
def kept_spaces(version: str) -> tuple[TopicSpace, RegionSpace]:
    """Topics and regions of this version of the register, read once a process."""
    return load_spaces()


def _load_topics() -> TopicSpace:
    published = Q(profiles__status=Status.PUBLISHED)
    rows = (
        Topic.objects.annotate(uses=Count("profiles", filter=published))
        .order_by("code")
        .values_list("code", "scheme", "parent_id", "uses")
    )
    relations = TopicRelation.objects.order_by("first", "second")
    return TopicSpace.from_rows(
        rows,
        relations.values_list("first_id", "second_id", "phi"),
        profile_count=Profile.objects.published().count(),
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
    topics = _codes_by_owner(Cooperation.topics.through, "cooperation_id", projects)
    rows = projects.values_list("pk", "year", "name", "keywords")
    for key, year, name, keywords in rows:
        yield Project(
            key=key,
            year=year,
            regions=tuple(sorted(members[key])),
            topics=topics[key],
            texts={"title": name, "keywords": "; ".join(keywords)},
        )


def _items_by_profile(queryset: "QuerySet[Profile]"):
    """Offers and needs of these profiles, by profile key."""
    sides = {Side.OFFER: defaultdict(list), Side.NEED: defaultdict(list)}
    items = ExchangeItem.objects.filter(profile__in=queryset)
    topics = _codes_by_owner(ExchangeItem.topics.through, "exchangeitem_id", items)
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


def _codes_by_owner(through, owner: str, owners: QuerySet) -> dict[int, tuple]:
    """Topic codes of each owner in code order; an owner without any has ()."""
    lookup = {f"{owner}__in": owners.values("pk")}
    pairs = through.objects.filter(**lookup).order_by(owner, "topic_id")
    codes: dict[int, Collection[str]] = defaultdict(tuple)
    for key, code in pairs.values_list(owner, "topic_id"):
        codes[key] += (code,)
    return codes


def _months_between(earlier, later) -> int | None:
    if earlier is None:
        return None
    return max(int((later - earlier).days / DAYS_PER_MONTH), 0)
