"""The order of docs/peers.md once more, plainly and slowly, as an oracle for tests.

It shares nothing with portal.guide.peers.order but the shapes of its facts.
"""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


def whole(number) -> int:
    exact = Fraction(number)
    decimal = Decimal(exact.numerator) / Decimal(exact.denominator)
    return int(decimal.to_integral_value(rounding=ROUND_HALF_UP))


def practice_points(peer) -> int:
    near = sorted((one.relevance for one in peer.practices), reverse=True)
    first = near[0] if len(near) > 0 else 0
    second = near[1] if len(near) > 1 else 0
    return whole(round(32 * first + 8 * second, 9))


def stage_points(asking, peer):
    if asking.stage is None:
        return "not asked"
    steps = [
        abs(one.stage - asking.stage)
        for one in peer.practices
        if one.relevance > 0 and one.stage is not None
    ]
    if not steps:
        return None
    if 0 in steps:
        return 10
    return 5 if 1 in steps else 0


def size_points(asking, peer):
    if not asking.population or not peer.population:
        return None
    most = 16 if "size" in asking.preferred else 8
    small, large = sorted((asking.population, peer.population))
    if large <= 2 * small:
        return most
    return most // 2 if large <= 4 * small else 0


def category_points(asking, peer):
    if asking.category == "" or peer.category == "":
        return None
    if asking.category != peer.category:
        return 0
    return 14 if "category" in asking.preferred else 7


def language_points(asking, peer):
    if "language" not in asking.preferred:
        return "not asked"
    if not asking.languages or not peer.languages:
        return None
    return 8 if any(one in peer.languages for one in asking.languages) else 0


def points(asking, peer) -> dict:
    """Points by part; None for what is not known."""
    found = {
        "practice": practice_points(peer),
        "stage": stage_points(asking, peer),
        "theme": whole(min(20, peer.likeness)),
        "projects": whole(min(10, 2 * peer.projects)),
        "size": size_points(asking, peer),
        "category": category_points(asking, peer),
        "language": language_points(asking, peer),
        "answers": None if peer.answers is None else whole(round(5 * peer.answers, 9)),
    }
    return {name: value for name, value in found.items() if value != "not asked"}


def bonus(peer, average) -> float:
    share = 0.0
    if average:
        share = max(0.0, 1 - peer.proposed / average)
    share += 0.25 if peer.why & 2 else 0
    share += 0.25 if peer.why & (4 | 8) else 0
    return round(3 * min(1.0, share), 2)


def order(asking, peers) -> list:
    """Keys of the peers that are proposed, best first."""
    rows = []
    for peer in peers:
        parts = points(asking, peer)
        if parts["practice"] or parts["theme"] or parts["projects"]:
            rows.append((peer, parts, sum(value or 0 for value in parts.values())))
    average = sum(peer.proposed for peer, *_rest in rows) / len(rows) if rows else 0
    left = list(rows)
    ordered = []
    while left:
        best = left[0]
        for row in left[1:]:
            if _before(row, best, average):
                best = row
        left.remove(best)
        ordered.append(best[0])
    early, late = [], []
    for peer in ordered:
        same = sum(one.place == peer.place for one in early)
        (late if same == 2 else early).append(peer)
    return [peer.key for peer in (early + late)[:10]]


def _before(row, other, average) -> bool:
    first = (row[2] + bonus(row[0], average), row[2], row[1]["practice"])
    second = (other[2] + bonus(other[0], average), other[2], other[1]["practice"])
    if first != second:
        return first > second
    return tuple(map(str, row[0].key)) < tuple(map(str, other[0].key))
