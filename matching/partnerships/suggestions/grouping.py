"""Groups of profiles that belong together: dense, of one theme, across countries. Pure.

The quality of a group is its edge surplus: every pair of it gives its weight (0 where
the two are not in each other's lists) less a fixed cost. So a group may grow as long as
who joins fits most of it. Groups are found by local search from a triangle of each
theme. Source of both: Tsourakakis, Bonchi, Gionis, Gullo and Tsiarli, "Denser than the
densest subgraph: extracting optimal quasi-cliques with quality guarantees", KDD 2013.
The same input gives the same groups: ties go to the smaller key.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

from matching.partnerships.suggestions.graph import (
    Graph,
    neighbours,
    pairs_within,
    strength_to,
)
from matching.partnerships.suggestions.themes import Terms

# The heaviest links of a theme from which a triangle is sought: keeps large themes fast.
MOST_LINKS = 400
# No local search needs as many steps; it ends there in any case.
MOST_STEPS = 60
# The rarest of a theme's terms say how specific it is.
RAREST = 3


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


def find_groups(
    register: Register,
    together: Iterable[Collection[int]] = (),
    limits: Limits | None = None,
) -> list[Group]:
    """The best groups, best first; those of which half is `together` are left out."""
    limits = limits or Limits()
    taken = [frozenset(one) for one in together]
    found: dict[tuple[int, ...], Group] = {}
    for term in sorted(register.holders):
        seed = _triangle(register, term)
        if seed is None:
            continue
        members = _grown(register, seed, term, limits)
        group = _group_of(register, members, limits)
        if group and not is_covered(group.members, taken):
            found[group.members] = group
    return _apart(found.values(), limits)


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
        and _is_spread(places)
        and all(theme & register.terms.of.get(key, frozenset()) for key in members)
    )


def _is_spread(places: Sequence[Place]) -> bool:
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


def _triangle(register: Register, term: str) -> tuple[int, int, int] | None:
    """The heaviest three of a theme, each in the others' lists, of three countries."""
    graph, places = register.graph, register.places
    holders = {key for key in register.holders[term] if places[key].in_eu}
    best: tuple[float, tuple[int, int, int]] | None = None
    links = sorted(_links(graph, holders), key=lambda one: (-one[0], one[1:]))
    for weight, one, other in links[:MOST_LINKS]:
        if places[one].country == places[other].country:
            continue
        near = graph[one].keys() & graph[other].keys() & holders
        for third in sorted(near):
            if places[third].country in (places[one].country, places[other].country):
                continue
            whole = weight + graph[one][third] + graph[other][third]
            if best is None or whole > best[0]:
                best = whole, (one, other, third)
    return best and best[1]


def _links(graph: Graph, holders: set[int]) -> Iterator[tuple[float, int, int]]:
    for one in holders:
        for other in graph.get(one, {}).keys() & holders:
            if one < other:
                yield graph[one][other], one, other


def _grown(
    register: Register, seed: Sequence[int], term: str, limits: Limits
) -> list[int]:
    """Local search: take in whoever adds most, let go whoever costs, until neither."""
    group = list(seed)
    for _step in range(MOST_STEPS):
        joining = _best_joining(register, group, term, limits)
        if joining is not None:
            group.append(joining)
            continue
        leaving = _worst(register, group, limits)
        if leaving is None or len(group) <= len(seed):
            break
        group.remove(leaving)
    return group


def _best_joining(
    register: Register, group: Sequence[int], term: str, limits: Limits
) -> int | None:
    """Who would raise the surplus most, of those that have the theme and the room."""
    if len(group) >= limits.largest:
        return None
    of = register.terms.of
    theme = {term, *theme_of(register.terms, group, limits.theme_share)}
    holding = sum(term in of.get(key, ()) for key in group)
    if holding < limits.seed_share * (len(group) + 1):
        theme = {term}
    cost = limits.pair_cost * len(group)
    ranked = sorted(
        (cost - strength_to(register.graph, key, group), key)
        for key in neighbours(register.graph, group)
        if theme & of.get(key, frozenset())
    )
    for loss, key in ranked:
        if loss >= 0:
            break
        if _is_spread([register.places[one] for one in (*group, key)]):
            return key
    return None


def _worst(register: Register, group: Sequence[int], limits: Limits) -> int | None:
    """Who costs more than it adds, the worst first."""
    cost = limits.pair_cost * (len(group) - 1)
    gain, key = min((strength_to(register.graph, key, group), key) for key in group)
    return key if gain < cost else None


def _group_of(
    register: Register, members: Sequence[int], limits: Limits
) -> Group | None:
    """The group of those who have its theme; None where it does not keep the limits."""
    terms, left = register.terms, list(members)
    while True:
        theme = theme_of(terms, left, limits.theme_share)
        having = [key for key in left if set(theme) & terms.of.get(key, frozenset())]
        if len(having) == len(left):
            break
        left = having
    found = tuple(sorted(left))
    if not found or not keeps_limits(register, found, limits):
        return None
    value = surplus(register.graph, found, limits.pair_cost)
    rarest = sorted(map(terms.rarity, theme), reverse=True)[:RAREST]
    # A specific theme weighs as much as a dense group.
    worth = value * sum(rarest) / len(rarest)
    return Group(found, theme, value, worth) if value > 0 else None


def _apart(groups: Iterable[Group], limits: Limits) -> list[Group]:
    """The best of them that share few members with each other."""
    kept: list[Group] = []
    used: Counter[int] = Counter()
    for group in sorted(groups, key=lambda one: (-one.worth, one.members)):
        if len(kept) >= limits.most:
            break
        is_new = all(_is_apart(group, other, limits) for other in kept)
        if is_new and all(used[key] < limits.groups_of_one for key in group.members):
            kept.append(group)
            used.update(group.members)
    return kept


def _is_apart(group: Group, better: Group, limits: Limits) -> bool:
    """Whether they share few members, and the main term is new."""
    return (
        group.theme[0] not in better.theme and _overlap(group, better) <= limits.overlap
    )


def _overlap(one: Group, other: Group) -> float:
    common = len(set(one.members) & set(other.members))
    return common / min(len(one.members), len(other.members))


def supporters_of(
    graph: Graph, group: Group, terms: Mapping[int, frozenset[str]], most: int
) -> list[int]:
    """Who else is linked with a third of a group and has its theme, strongest first.

    `terms` are those of who may support; `graph` links these with the members.
    """
    least = max(2, ceil(len(group.members) / 3))
    found = []
    for key in neighbours(graph, group.members):
        links = sum(one in graph[key] for one in group.members)
        if links >= least and terms.get(key, frozenset()) & set(group.theme):
            found.append((-strength_to(graph, key, group.members), key))
    return [key for _, key in sorted(found)[:most]]
