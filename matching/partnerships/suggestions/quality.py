"""When profiles make a group: its quality, its theme and what it has to keep to. Pure.

The quality of a group is its edge surplus: every pair of it gives its weight (0 where
the two are not in each other's lists) less a fixed cost. So a group may grow as long as
who joins fits most of it. Source: Tsourakakis, Bonchi, Gionis, Gullo and Tsiarli,
"Denser than the densest subgraph: extracting optimal quasi-cliques with quality
guarantees", KDD 2013.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

from matching.partnerships.suggestions.graph import Graph, pairs_within
from matching.partnerships.suggestions.themes import Terms


@dataclass(frozen=True)
class Place:
    """Where a profile is."""

    region: str
    country: str
    in_eu: bool = True
    category: str = ""


@dataclass(frozen=True)
class Limits:
    """What a group has to keep to."""

    smallest: int = 4
    largest: int = 12
    countries: int = 3
    # What a pair costs: the surplus counts what its weight is above this.
    pair_cost: float = 0.2
    # A term is of the theme when this share of the members has it.
    theme_share: float = 0.5
    # So many have the term a group began with: it must not drift into another theme.
    seed_share: float = 2 / 3
    # Members two groups may share, of the smaller one.
    overlap: float = 1 / 3
    # In how many groups one profile may be, and how many groups there are at most.
    groups_of_one: int = 2
    most: int = 60


@dataclass(frozen=True)
class Register:
    """What grouping knows of the profiles."""

    graph: Graph
    places: Mapping[int, Place]
    terms: Terms
    holders: Mapping[str, tuple[int, ...]] = field(init=False)

    def __post_init__(self) -> None:
        found: dict[str, list[int]] = defaultdict(list)
        for key in sorted(self.graph):
            for term in self.terms.of.get(key, ()):
                found[term].append(key)
        object.__setattr__(self, "holders", {k: tuple(v) for k, v in found.items()})


@dataclass(frozen=True)
class Group:
    """One group: its members, its theme (best term first), its surplus and worth."""

    members: tuple[int, ...]
    theme: tuple[str, ...]
    surplus: float
    worth: float


def surplus(graph: Graph, group: Collection[int], pair_cost: float) -> float:
    """The weight of the pairs of a group, less the cost of each pair."""
    pairs = len(group) * (len(group) - 1) / 2
    return sum(pairs_within(graph, group).values()) - pair_cost * pairs


def is_covered(members: Collection[int], together: Iterable[Collection[int]]) -> bool:
    """Whether half of these members or more are in one of those sets."""
    inside = frozenset(members)
    return any(2 * len(inside & frozenset(one)) >= len(inside) for one in together)


def theme_of(terms: Terms, members: Collection[int], share: float) -> tuple[str, ...]:
    """The terms that this share of the members has, and two at least; best first."""
    counts = Counter(term for key in members for term in terms.of.get(key, ()))
    least = max(2, ceil(share * len(members)))
    common = [term for term, count in counts.items() if count >= least]
    return tuple(
        sorted(common, key=lambda term: (-counts[term] * terms.rarity(term), term))
    )


def keeps_limits(register: Register, members: Sequence[int], limits: Limits) -> bool:
    """Whether a group has the size, the countries, the regions and the theme."""
    places = [register.places[key] for key in members]
    theme = set(theme_of(register.terms, members, limits.theme_share))
    return (
        limits.smallest <= len(members) <= limits.largest
        and len({one.country for one in places if one.in_eu}) >= limits.countries
        and is_spread(places)
        and all(theme & register.terms.of.get(key, frozenset()) for key in members)
    )


def is_spread(places: Sequence[Place]) -> bool:
    """Whether no two are of one place, and no country has more than its part."""
    counts = Counter(one.country for one in places)
    most = max(2, len(places) // 3)
    return max(counts.values()) <= most and not any(
        _are_nested(one, other)
        for number, one in enumerate(places)
        for other in places[:number]
    )


def _are_nested(one: Place, other: Place) -> bool:
    return one.region.startswith(other.region) or other.region.startswith(one.region)


def is_apart(group: Group, better: Group, limits: Limits) -> bool:
    """Whether they share few members, and the main term is new."""
    return (
        group.theme[0] not in better.theme and _overlap(group, better) <= limits.overlap
    )


def _overlap(one: Group, other: Group) -> float:
    common = len(set(one.members) & set(other.members))
    return common / min(len(one.members), len(other.members))
