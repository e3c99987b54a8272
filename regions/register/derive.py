"""Offers and needs where a profile states none: a pure function over plain data.

An offer: an activity of the profile's topics in which its region is strong; one related
to them (phi of `RELATED` or more) in which it is strong; or a research facility of the
region at least half of whose topics are its own. A need: one of its own topics, or one
closely related (phi of `CLOSE` or more), in which the region is weak.

Strong: s >= 0.6. Weak: s <= 0.2 and a location quotient under 1, so that a small region
is not called weak in what it is specialised in. Each item has a score in [0, 1] (s, or
1 - s, times phi for what is related; for a facility 0.8 times the share of its topics
that the profile has); the best come first, at most `MOST` on each side.

A region without figures for an activity gives no item for it: better none than an
invented one. A unit of level 3 takes the figures of its level 2, a unit of level 0 or 1
the mean of its level 2 units that have one. No sentence is made here: an item carries
the code of its rule, and pages word it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

STRONG, WEAK, AVERAGE = 0.6, 0.2, 1.0
RELATED, CLOSE = 0.45, 0.55
MOST, MOST_RELATED, MOST_FACILITIES = 4, 2, 2
FACILITY_WEIGHT = 0.8
FACILITY_SHARE = 0.5
# Divisions 05 to 39 make or supply things; 61 to 63 and 72 are technology as well.
_TECHNOLOGY = {f"{number:02d}" for number in (*range(5, 40), 61, 62, 63, 72)}
# Related activities count only if one can partner in them: those that make things or
# knowledge, not trade, transport, hospitality and office services, which merely gather
# in the same places.
_PARTNERED = _TECHNOLOGY | {"58", "59", "60", "71", "74"}


@dataclass(frozen=True)
class FacilityFacts:
    """A facility: its number in the register, its slug, place and topics."""

    id: int
    slug: str
    region: str
    topics: frozenset[str]


@dataclass(frozen=True)
class DerivedItem:
    """One derived offer or need; `derivation` names the rule."""

    side: str
    kind: str
    derivation: str
    topics: tuple[str, ...]
    score: float
    facility: int | None = None


@dataclass(frozen=True, eq=False)
class Figures:
    """What is known of regions.

    `strength`: NUTS-2 code to activity to (s, location quotient); `related`: activity
    to activity to phi, both ways round.
    """

    strength: Mapping[str, Mapping[str, tuple[float, float]]]
    related: Mapping[str, Mapping[str, float]]
    facilities: Sequence[FacilityFacts] = field(default=())

    @lru_cache(maxsize=2048)  # noqa: B019 - lives as long as one derivation
    def of_region(self, code: str) -> Mapping[str, tuple[float, float]]:
        """Return the figures of a NUTS unit of any level, by activity."""
        if len(code) >= 4:
            return self.strength.get(code[:4], {})
        values: dict[str, list[tuple[float, float]]] = {}
        for child in sorted(self.strength):
            if child.startswith(code):
                for activity, pair in self.strength[child].items():
                    values.setdefault(activity, []).append(pair)
        return {activity: _mean(pairs) for activity, pairs in values.items()}

    @lru_cache(maxsize=2048)  # noqa: B019 - lives as long as one derivation
    def facilities_in(self, code: str) -> tuple[FacilityFacts, ...]:
        """Return the facilities in a unit, or in the unit it lies in."""
        return tuple(
            one
            for one in self.facilities
            if one.region.startswith(code) or code.startswith(one.region)
        )


def _mean(pairs: Sequence[tuple[float, float]]) -> tuple[float, float]:
    count = len(pairs)
    return sum(s for s, _ in pairs) / count, sum(q for _, q in pairs) / count


def derive_offers(
    region: str, topics: Iterable[str], figures: Figures
) -> list[DerivedItem]:
    """Return what a profile of `region` with `topics` can be expected to offer."""
    own = set(topics)
    known = figures.of_region(region)
    strong = {code: s for code, (s, _) in known.items() if s >= STRONG}
    items = [
        _item("offer", "region_strong", code, strong[code])
        for code in own & strong.keys()
    ]
    near = _near(own, figures, RELATED)
    related = [
        _item("offer", "region_related", code, strong[code] * phi)
        for code, phi in near.items()
        if code in strong
    ]
    facilities = [
        item
        for facility in figures.facilities_in(region)
        if (item := _facility_item(facility, own))
    ]
    items += _best(related, MOST_RELATED) + _best(facilities, MOST_FACILITIES)
    return _best(items, MOST)


def derive_needs(
    region: str, topics: Iterable[str], figures: Figures
) -> list[DerivedItem]:
    """Return what a profile of `region` with `topics` can be expected to need."""
    own = set(topics)
    weak = {
        code: s
        for code, (s, quotient) in figures.of_region(region).items()
        if s <= WEAK and quotient < AVERAGE
    }
    items = [
        _item("need", "region_weak", code, 1 - weak[code]) for code in own & weak.keys()
    ]
    related = [
        _item("need", "region_weak_related", code, (1 - weak[code]) * phi)
        for code, phi in _near(own, figures, CLOSE).items()
        if code in weak
    ]
    return _best(items + _best(related, MOST_RELATED), MOST)


def _near(own: set[str], figures: Figures, least: float) -> dict[str, float]:
    """Return related activities to partner in, each with its highest phi."""
    near: dict[str, float] = {}
    for code in own:
        for other, phi in figures.related.get(code, {}).items():
            if other in _PARTNERED - own and phi >= least:
                near[other] = max(phi, near.get(other, 0.0))
    return near


def _item(side: str, derivation: str, code: str, score: float) -> DerivedItem:
    kind = "technology" if code in _TECHNOLOGY else "skill"
    return DerivedItem(side, kind, derivation, (code,), score)


def _facility_item(facility: FacilityFacts, own: set[str]) -> DerivedItem | None:
    shared = tuple(sorted(code for code in facility.topics if _covers(code, own)))
    # General facilities carry general topics: one in common says little.
    if len(shared) < FACILITY_SHARE * len(facility.topics) or not shared:
        return None
    score = FACILITY_WEIGHT * len(shared) / len(facility.topics)
    return DerivedItem(
        "offer", "facility", "region_facility", shared, score, facility.id
    )


def _covers(code: str, own: set[str]) -> bool:
    """Whether a facility's topic is one's own, or stands above one's own."""
    return any(each == code or each.startswith(f"{code}.") for each in own)


def _best(items: Iterable[DerivedItem], count: int) -> list[DerivedItem]:
    """Return the best items, equal scores in a fixed order."""

    def order(item: DerivedItem):
        return -round(item.score, 9), item.derivation, item.topics, item.facility or 0

    return sorted(items, key=order)[:count]
