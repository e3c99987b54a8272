"""The grouping's rules once more, slowly and from their description alone."""

from itertools import combinations


def surplus(weights: dict, group, cost: float) -> float:
    """Pair by pair: its weight, or 0, less what a pair costs."""
    whole = 0.0
    for one, other in combinations(sorted(group), 2):
        whole += weights.get((one, other), 0.0) - cost
    return whole


def mutual_weights(lists: dict, listed: int, plus: float) -> dict:
    """{(one, other): weight} from {profile: [(partner, score, receive, give)]}."""
    first = {key: rows[:listed] for key, rows in lists.items()}
    found = {}
    for one, other in combinations(sorted(lists), 2):
        there = [row for row in first[one] if row[0] == other]
        back = [row for row in first[other] if row[0] == one]
        if there and back:
            weight = (there[0][1] + back[0][1]) / 20_000
            exchanges = any(row[2] or row[3] for row in (there[0], back[0]))
            found[one, other] = weight * (1 + plus) if exchanges else weight
    return found


def faults(register, group, limits, together=()) -> list[str]:
    """What a group breaks; nothing for one that may be suggested."""
    members = list(group.members)
    places = [register.places[key] for key in members]
    broken = []
    if not limits.smallest <= len(members) <= limits.largest:
        broken.append("size")
    if len({place.country for place in places if place.in_eu}) < limits.countries:
        broken.append("countries")
    for country in {place.country for place in places}:
        count = sum(place.country == country for place in places)
        if count > 2 and count * 3 > len(places):
            broken.append(f"too many of {country}")
    for one, other in combinations(places, 2):
        short, long = sorted((one.region, other.region), key=len)
        if long[: len(short)] == short:
            broken.append("one place twice")
    for term in group.theme:
        having = [key for key in members if term in register.terms.of.get(key, ())]
        if len(having) < 2 or len(having) < limits.theme_share * len(members):
            broken.append(f"{term} is not the theme")
    for key in members:
        if not set(group.theme) & set(register.terms.of.get(key, ())):
            broken.append(f"{key} is not of the theme")
    for one in together:
        if 2 * len(set(one) & set(members)) >= len(members):
            broken.append("together already")
    return broken
