"""Groups of profiles that belong together: dense, of one theme, across countries. Pure.

They are found by local search from a triangle of each theme, as in the paper that
`quality` names, within the limits of a group. The same input gives the same groups:
ties go to the smaller key.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from math import ceil

from matching.partnerships.suggestions.graph import Graph, neighbours, strength_to
from matching.partnerships.suggestions.quality import (
    Group,
    Limits,
    Register,
    is_apart,
    is_covered,
    is_spread,
    keeps_limits,
    surplus,
    theme_of,
)

# Of a theme the heaviest links are looked at for a triangle: large ones stay fast.
MOST_LINKS = 400
# No local search needs as many steps; it ends there in any case.
MOST_STEPS = 60
# The rarest of a theme's terms say how specific it is.
RAREST = 3


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
        if is_spread([register.places[one] for one in (*group, key)]):
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
        is_new = all(is_apart(group, other, limits) for other in kept)
        if is_new and all(used[key] < limits.groups_of_one for key in group.members):
            kept.append(group)
            used.update(group.members)
    return kept


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
