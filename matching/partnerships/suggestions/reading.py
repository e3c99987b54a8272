"""From register and match lists to groups: what the worker reads, and what it found."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matching.models import POINT, MatchRun
from matching.partnerships.choices import ALIVE, PRESENT
from matching.partnerships.models import PartnershipMember
from matching.partnerships.suggestions.graph import (
    COLUMNS,
    Graph,
    mutual_graph,
    pairs_within,
    strength_to,
)
from matching.partnerships.suggestions.grouping import find_groups, supporters_of
from matching.partnerships.suggestions.quality import Group, Limits, Place, Register
from matching.partnerships.suggestions.themes import Terms, specific_terms
from matching.queries import topic_sets
from matching.storage import read_matches
from regions.models import Profile, ProfileType

# Clusters are looked for among the whole lists, of which they fill a part.
LISTED_CLUSTERS = 100
MOST_SUPPORTERS = 6
MOST_WORDS = 6
MOST_TOPICS = 8
# A topic is the group's when so many members have it.
TOPIC_SHARE = 0.5
# A topic of more priorities than this says nothing about a group.
BROAD_TOPIC = 0.15
LONGEST_TITLE = 200


@dataclass(frozen=True)
class Found:
    """A group with all that is stored of it; members and supporters by strength."""

    group: Group
    title: str
    theme: tuple[str, ...]
    topics: tuple[str, ...]
    members: tuple[tuple[int, int], ...]
    supporters: tuple[tuple[int, int], ...]
    reasons: tuple[dict[str, Any], ...]

    @property
    def keys(self) -> tuple[int, ...]:
        return self.group.members


@dataclass(frozen=True)
class _Side:
    """What is read of one profile."""

    key: int
    keywords: Sequence[str]
    stage_bits: int
    place: Place


def look_for_groups(run: MatchRun, limits: Limits | None = None) -> list[Found]:
    """The groups in the lists of this run, best first; a handful of queries."""
    # Half the memory: a list of a large register has millions of rows.
    parts = [rows.astype(np.int32) for rows in read_matches(run.pk, COLUMNS)]
    priorities = _sides(ProfileType.PRIORITY)
    clusters = _sides(ProfileType.CLUSTER)
    terms = specific_terms({key: one.keywords for key, one in priorities.items()})
    places = {key: one.place for key, one in priorities.items()}
    register = Register(mutual_graph(parts, priorities), places, terms)
    groups = find_groups(register, _together(), limits)
    around = mutual_graph(parts, [*priorities, *clusters], LISTED_CLUSTERS)
    writer = _Writer(
        register.graph,
        _between(around, clusters),
        priorities,
        {key: terms.read(one.keywords) for key, one in clusters.items()},
        terms,
        _common_topics(groups, priorities),
        _exchanging(parts, groups),
    )
    return [writer.found(group) for group in groups]


def _sides(kind: ProfileType) -> dict[int, _Side]:
    rows = Profile.objects.listed().filter(type=kind).order_by("pk")
    place = [f"region__{name}" for name in ("country", "in_eu", "cohesion_category")]
    columns = ("pk", "keywords", "stage_bits", "region_id", *place)
    return {
        key: _Side(key, keywords, bits, Place(region, country, in_eu, category or ""))
        for key, keywords, bits, region, country, in_eu, category in rows.values_list(
            *columns
        )
    }


def _together() -> list[set[int]]:
    """The profiles of each partnership that lives or is being prepared."""
    seats = PartnershipMember.objects.filter(
        partnership__status__in=ALIVE, state__in=PRESENT, profile__isnull=False
    ).order_by()
    found: dict[int, set[int]] = {}
    for partnership, profile in seats.values_list("partnership_id", "profile_id"):
        found.setdefault(partnership, set()).add(profile)
    return list(found.values())


def _between(graph: Graph, clusters: Mapping[int, Any]) -> dict[int, dict[int, float]]:
    """Only the links between a priority and a cluster."""
    return {
        key: {one: w for one, w in near.items() if (one in clusters) != inside}
        for key, near in graph.items()
        for inside in [key in clusters]
    }


def _common_topics(
    groups: Sequence[Group], priorities: Mapping[int, Any]
) -> dict[Group, tuple[str, ...]]:
    """The narrow topics that half of a group has, those of most members first."""
    keys = list(priorities)
    sets = dict(zip(keys, topic_sets(keys), strict=True))
    uses = Counter(code for own in sets.values() for code in own)
    broad = {code for code, n in uses.items() if n > BROAD_TOPIC * len(keys)}
    found = {}
    for group in groups:
        counts = Counter(code for key in group.members for code in sets[key] - broad)
        common = [c for c, n in counts.items() if n >= TOPIC_SHARE * len(group.members)]
        common.sort(key=lambda code: (-counts[code], uses[code], code))
        found[group] = tuple(common[:MOST_TOPICS])
    return found


def _exchanging(
    parts: Iterable[np.ndarray], groups: Sequence[Group]
) -> set[tuple[int, int]]:
    """Pairs of grouped profiles in which offers of one meet needs of the other."""
    grouped = np.array(sorted({key for one in groups for key in one.members}), np.int64)
    found: set[tuple[int, int]] = set()
    for rows in parts:
        both = np.isin(rows[:, 0], grouped) & np.isin(rows[:, 1], grouped)
        some = rows[both & (rows[:, 3:] > 0).any(axis=1), :2]
        found.update(map(tuple, np.sort(some, axis=1).tolist()))
    return found


@dataclass(frozen=True)
class _Writer:
    """Puts together what is stored of a group."""

    graph: Graph
    around: Graph
    priorities: Mapping[int, _Side]
    clusters: Mapping[int, frozenset[str]]
    terms: Terms
    topics: Mapping[Group, tuple[str, ...]]
    exchanging: set[tuple[int, int]]

    def found(self, group: Group) -> Found:
        theme = tuple(
            self.terms.written.get(term, term) for term in group.theme[:MOST_WORDS]
        )
        supporters = supporters_of(self.around, group, self.clusters, MOST_SUPPORTERS)
        return Found(
            group=group,
            title=title_of(theme),
            theme=theme,
            topics=self.topics[group],
            members=self._with_strength(self.graph, group.members, group.members),
            supporters=self._with_strength(self.around, supporters, group.members),
            reasons=tuple(self._reasons(group, theme, len(supporters))),
        )

    def _with_strength(
        self, graph: Graph, keys: Iterable[int], members: Collection[int]
    ) -> tuple[tuple[int, int], ...]:
        rows = []
        for key in keys:
            links = sum(one in graph[key] for one in members)
            mean = strength_to(graph, key, members) / links if links else 0.0
            rows.append((key, round(100 * POINT * mean)))
        return tuple(sorted(rows, key=lambda one: (-one[1], one[0])))

    def _reasons(
        self, group: Group, theme: Sequence[str], supporters: int
    ) -> Iterable[dict[str, Any]]:
        sides = [self.priorities[key] for key in group.members]
        linked = pairs_within(self.graph, group.members)
        number = len(group.members)
        of = self.terms.of
        holding = sum(group.theme[0] in of.get(key, ()) for key in group.members)
        yield {"code": "theme", "words": list(theme), "holding": holding, "of": number}
        yield {
            "code": "mutual",
            "linked": len(linked),
            "pairs": number * (number - 1) // 2,
        }
        countries = {one.place.country for one in sides}
        in_eu = {one.place.country for one in sides if one.place.in_eu}
        yield {"code": "countries", "codes": sorted(countries), "in_eu": len(in_eu)}
        categories = {one.place.category for one in sides} - {""}
        yield {"code": "categories", "values": sorted(categories)}
        exchanges = len(linked.keys() & self.exchanging)
        if exchanges:
            yield {"code": "exchange", "pairs": exchanges}
        bits = 0
        for one in sides:
            bits |= one.stage_bits
        if bits:
            yield {"code": "stages", "bits": bits}
        if supporters:
            yield {"code": "supporters", "number": supporters}


def title_of(theme: Sequence[str]) -> str:
    """A title from the best words: the first, and another that does not repeat it."""
    first, *rest = theme
    other = next((one for one in rest if not set(one.split()) & set(first.split())), "")
    title = f"{first} and {other}" if other else first
    return (title[0].upper() + title[1:])[:LONGEST_TITLE]
