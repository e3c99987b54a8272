"""How well a facility fits what somebody needs: pure, in hundredths of a point.

The score is the sum of seven parts, 100 points at most. A part of which one side has
said nothing has no points, so that a better description helps. Each factor is in
[0, 1], times the points of its part, rounded to a hundredth:

- topics 35: the mean over the wanted topics of the best relatedness to an offered one
  (`related`, as the matching of partners has it);
- words 20: 1 − 0.5^n for n beginnings of words that both use, words of many
  facilities left out (`common_words`);
- stage 12: 1 for a common stage of the value chain, 0.5 for neighbours;
- readiness 8: 1 where the ranges of technology readiness meet, 0.5 one level apart;
- distance 12: 1 − km / 2000, not below 0, by air between the regions' centres;
- access 6: see ACCESS, by who asks;
- window 7: 1 where a free window meets the wished time.

A facility that shares neither topic nor word fits nobody.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt

POINTS = {
    "topics": 35,
    "words": 20,
    "stage": 12,
    "readiness": 8,
    "distance": 12,
    "access": 6,
    "window": 7,
}
# Points are kept in hundredths, so that parts add up exactly.
POINT = 100
FAR_KM = 2_000
EARTH_KM = 6_371.0
# How welcome an authority and a cluster, which speaks for companies, are.
ACCESS = {
    "authority": {"open": 1.0, "academic": 0.5, "industry": 0.5, "agreement": 0.5},
    "cluster": {"open": 1.0, "academic": 0.25, "industry": 1.0, "agreement": 0.5},
}
STAGES = ("research", "development", "pilot", "production", "market")
# Levels of technology readiness that a stage of the value chain stands for.
READINESS = {
    "research": (1, 3),
    "development": (4, 5),
    "pilot": (6, 7),
    "production": (8, 9),
    "market": (9, 9),
}
# A word says nothing if more than one in so many facilities uses it.
ONE_IN = 20
LEAST_COMMON = 5

Span = tuple[datetime.date, datetime.date]
Place = tuple[float, float]
Related = Callable[[str, str], float]


@dataclass(frozen=True)
class Wanted:
    """What somebody needs; empty or None where nothing is said.

    `words` are beginnings of words, `place` is latitude and longitude, `actor` is
    "authority" or "cluster", `time` the days that are wished for.
    """

    topics: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    readiness: Span | tuple[int, int] | None = None
    place: Place | None = None
    actor: str = "authority"
    time: Span | None = None


@dataclass(frozen=True)
class Offered:
    """A facility as it is compared; `key` tells it apart."""

    key: int
    topics: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    readiness: tuple[int, int] | None = None
    place: Place | None = None
    access: str = ""
    windows: Sequence[Span] = ()


@dataclass(frozen=True)
class Fit:
    """A facility with its parts in hundredths of a point, and what they come from."""

    key: int
    parts: Mapping[str, int]
    topics: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    km: int | None = None
    window: Span | None = field(default=None)

    @property
    def score(self) -> int:
        """In hundredths of a point: the sum of the parts."""
        return sum(self.parts.values())


def best_fits(wanted: Wanted, offers: Iterable[Offered], related: Related) -> list[Fit]:
    """All facilities that fit, the best first; equal ones by their key."""
    offers = list(offers)
    common = common_words(offers)
    found = (fit(wanted, one, related, common) for one in offers)
    return sorted(filter(None, found), key=lambda one: (-one.score, one.key))


def common_words(offers: Sequence[Offered]) -> frozenset[str]:
    """Words that more than one in ONE_IN facilities use, and more than a few."""
    counts = Counter(word for one in offers for word in one.words)
    most = max(LEAST_COMMON, len(offers) // ONE_IN)
    return frozenset(word for word, number in counts.items() if number > most)


def fit(
    wanted: Wanted,
    offered: Offered,
    related: Related,
    common: frozenset[str] = frozenset(),
) -> Fit | None:
    """How well one facility fits, or None where they share neither topic nor word."""
    pairs = [_best_topic(code, offered.topics, related) for code in wanted.topics]
    pairs = [one for one in pairs if one[0] > 0]
    shared = sorted((wanted.words & offered.words) - common)
    if not (pairs or shared):
        return None
    km = distance_km(wanted.place, offered.place)
    window = next((one for one in offered.windows if _meets(one, wanted.time)), None)
    factors = {
        "topics": sum(one[0] for one in pairs) / max(1, len(wanted.topics)),
        "words": 1 - 0.5 ** len(shared),
        "stage": _stage(wanted.stages, offered.stages),
        "readiness": _readiness(wanted, offered),
        "distance": 0.0 if km is None else max(0.0, 1 - km / FAR_KM),
        "access": ACCESS[wanted.actor].get(offered.access, 0.0),
        "window": float(window is not None),
    }
    pairs.sort(key=lambda one: (-one[0], one[1:]))
    return Fit(
        key=offered.key,
        parts={name: round(POINTS[name] * POINT * factors[name]) for name in POINTS},
        topics=tuple((code, other) for _, code, other in pairs),
        words=tuple(shared),
        stages=tuple(one for one in STAGES if one in wanted.stages & offered.stages),
        km=None if km is None else round(km),
        window=window,
    )


def distance_km(first: Place | None, second: Place | None) -> float | None:
    """By air, on a sphere; None where one place is not known."""
    if first is None or second is None:
        return None
    (lat1, lon1), (lat2, lon2) = (map(radians, one) for one in (first, second))
    half = sin((lat2 - lat1) / 2) ** 2
    half += cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def _best_topic(
    code: str, offered: Iterable[str], related: Related
) -> tuple[float, str, str]:
    """The relatedness to the nearest offered topic, with both codes."""
    best = max(sorted(offered), key=lambda one: related(code, one), default="")
    return (related(code, best), code, best) if best else (0.0, code, "")


def _stage(wanted: Iterable[str], offered: Iterable[str]) -> float:
    apart = [
        abs(STAGES.index(one) - STAGES.index(other))
        for one in wanted
        for other in offered
    ]
    return {0: 1.0, 1: 0.5}.get(min(apart, default=9), 0.0)


def _readiness(wanted: Wanted, offered: Offered) -> float:
    if offered.readiness is None:
        return 0.0
    ranges = [wanted.readiness] if wanted.readiness else []
    ranges = ranges or [READINESS[one] for one in wanted.stages]
    first, last = offered.readiness
    apart = [max(0, first - high, low - last) for low, high in ranges]
    return {0: 1.0, 1: 0.5}.get(min(apart, default=9), 0.0)


def _meets(window: Span, time: Span | None) -> bool:
    """Whether they have a day in common; any window does where no time is wished."""
    return time is None or (window[0] <= time[1] and time[0] <= window[1])
