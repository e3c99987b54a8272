"""In which order peers are proposed: points that add up. Pure: facts in, rows out.

docs/peers.md says the same in plain words, with an example that a test works out anew.
Points are whole numbers, so that what stands on a card adds up for everybody.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from matching.exposure import Why, bonus_share

# A region by its code or a cluster by its number, as introductions know organisations.
Key = tuple[str, str | int]

PRACTICE, STAGE, THEME, PROJECTS = "practice", "stage", "theme", "projects"
SIZE, CATEGORY, LANGUAGE, ANSWERS = "size", "category", "language", "answers"
# The most points of each part, in the order in which they are said.
MOST: Mapping[str, int] = {
    PRACTICE: 40,
    STAGE: 10,
    THEME: 20,
    PROJECTS: 10,
    SIZE: 8,
    CATEGORY: 7,
    LANGUAGE: 0,
    ANSWERS: 5,
}
# What these parts count for who prefers it.
PREFERRED: Mapping[str, int] = {SIZE: 16, CATEGORY: 14, LANGUAGE: 8}
# Without one of these nothing says that somebody has solved it.
PROOF = (PRACTICE, THEME, PROJECTS)
# The best practice brings these shares, and the second best the rest.
BEST_SHARE = 0.8
# From so many points of likeness, and so many projects on, all points are given.
FULL_LIKENESS, FULL_PROJECTS = 20.0, 5
# Up to which factor of population size counts in full, and half.
SAME_SIZE, NEAR_SIZE = 2.0, 4.0
# Nobody comes before somebody with so many points more.
MARGIN = 3
SHOWN = 10
# So many of one region, itself and its clusters, before all others had their turn.
OF_ONE_PLACE = 2


@dataclass(frozen=True)
class Asking:
    """What counts of who asks. Empty and None mean not known; `stage` is a place."""

    stage: int | None = None
    population: int | None = None
    category: str = ""
    languages: frozenset[str] = frozenset()
    preferred: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Shown:
    """A practice of a peer: how near it is to the question, 0 to 1, and its stage."""

    key: int
    relevance: float
    stage: int | None = None


@dataclass(frozen=True)
class Peer:
    """What is known of one that might have solved it."""

    key: Key
    # The code of its region.
    place: str = ""
    practices: tuple[Shown, ...] = ()
    # Points of its best profile for the words and topics of the question.
    likeness: float = 0.0
    # Known joint projects in the theme.
    projects: int = 0
    population: int | None = None
    category: str = ""
    languages: frozenset[str] = frozenset()
    # Share of introductions that it answers, 0 to 1; None if there are too few.
    answers: float | None = None
    # In how many kept questions it was proposed lately, and bits of `Why`.
    proposed: int = 0
    why: int = 0


@dataclass(frozen=True)
class Ranked:
    """A peer with its points by part; parts that are not known are in `unknown`."""

    peer: Peer
    points: Mapping[str, int]
    unknown: tuple[str, ...] = ()
    # Counts for the order only; `why` says for what.
    bonus: float = 0.0
    why: int = 0

    @property
    def total(self) -> int:
        return sum(self.points.values())


def propose(asking: Asking, peers: Iterable[Peer], shown: int = SHOWN) -> list[Ranked]:
    """The best peers for a question, best first; only those with some proof."""
    scored = [score(asking, one) for one in peers]
    proven = [one for one in scored if any(one.points.get(name) for name in PROOF)]
    return spread(fair_order(proven))[:shown]


def score(asking: Asking, peer: Peer) -> Ranked:
    """The points of one peer: for each part its points, or that it is not known."""
    best = sorted(peer.practices, key=lambda one: (-one.relevance, one.key))
    found: dict[str, int | None] = {
        PRACTICE: _points(MOST[PRACTICE], practice_share(best)),
        STAGE: _stage(asking, best),
        THEME: _points(MOST[THEME], peer.likeness / FULL_LIKENESS),
        PROJECTS: _points(MOST[PROJECTS], peer.projects / FULL_PROJECTS),
        SIZE: _size(asking, peer),
        CATEGORY: _same(asking, CATEGORY, asking.category, peer.category),
        LANGUAGE: _languages(asking, peer),
        ANSWERS: None if peer.answers is None else _points(MOST[ANSWERS], peer.answers),
    }
    if not asking.preferred & {LANGUAGE}:
        found.pop(LANGUAGE)
    if asking.stage is None:
        found.pop(STAGE)
    points = {name: value for name, value in found.items() if value is not None}
    unknown = tuple(name for name, value in found.items() if value is None)
    return Ranked(peer, points, unknown, why=peer.why)


def practice_share(best: Sequence[Shown]) -> float:
    """How much of the points for practices, 0 to 1, the two best of them bring."""
    first, second = (*(one.relevance for one in best[:2]), 0.0, 0.0)[:2]
    return BEST_SHARE * first + (1 - BEST_SHARE) * second


def nearest_stage(stage: int, practices: Iterable[Shown]) -> Shown | None:
    """The practice whose stage is nearest to this one, the more relevant first."""
    known = [one for one in practices if one.stage is not None]
    return min(
        known,
        key=lambda one: (abs((one.stage or 0) - stage), -one.relevance, one.key),
        default=None,
    )


def size_factor(first: int | None, second: int | None) -> float | None:
    """How many times the larger of two populations is the smaller; None if unknown."""
    if not first or not second:
        return None
    return max(first, second) / min(first, second)


def fair_order(scored: Sequence[Ranked]) -> list[Ranked]:
    """By points, and within the margin those first who are seldom proposed.

    The bonus counts for the order only. Equal ones go by points, then by the points for
    practices, then by key.
    """
    average = sum(one.peer.proposed for one in scored) / len(scored) if scored else 0.0
    with_bonus = [_with_bonus(one, average) for one in scored]
    return sorted(
        with_bonus,
        key=lambda one: (
            -(one.total + one.bonus),
            -one.total,
            -one.points[PRACTICE],
            *map(str, one.peer.key),
        ),
    )


def spread(ranked: Iterable[Ranked]) -> list[Ranked]:
    """Two of each region first, then the rest; both in the order in which they came."""
    taken: Counter[str] = Counter()
    first: list[Ranked] = []
    rest: list[Ranked] = []
    for one in ranked:
        taken[one.peer.place] += 1
        (first if taken[one.peer.place] <= OF_ONE_PLACE else rest).append(one)
    return first + rest


def _with_bonus(one: Ranked, average: float) -> Ranked:
    peer = one.peer
    share = bonus_share(peer.proposed, average, peer.why)
    why = peer.why
    if peer.proposed < average:
        why |= Why.SELDOM_SHOWN
    bonus = round(MARGIN * share, 2)
    return Ranked(peer, one.points, one.unknown, bonus, why if bonus else 0)


def _points(most: int, share: float) -> int:
    """A share of the most points as a whole number, halves up; never more than all."""
    return math.floor(most * min(1.0, max(0.0, share)) + 0.5)


def _most(asking: Asking, name: str) -> int:
    return PREFERRED[name] if name in asking.preferred else MOST[name]


def _stage(asking: Asking, practices: Sequence[Shown]) -> int | None:
    """All points for the same stage, half for the one before or after."""
    if asking.stage is None:
        return None
    counted = [one for one in practices if one.relevance > 0]
    nearest = nearest_stage(asking.stage, counted)
    if nearest is None or nearest.stage is None:
        return None
    distance = abs(nearest.stage - asking.stage)
    return _points(MOST[STAGE], {0: 1.0, 1: 0.5}.get(distance, 0.0))


def _size(asking: Asking, peer: Peer) -> int | None:
    factor = size_factor(asking.population, peer.population)
    if factor is None:
        return None
    share = 1.0 if factor <= SAME_SIZE else 0.5 if factor <= NEAR_SIZE else 0.0
    return _points(_most(asking, SIZE), share)


def _same(asking: Asking, name: str, own: str, other: str) -> int | None:
    if not own or not other:
        return None
    return _most(asking, name) if own == other else 0


def _languages(asking: Asking, peer: Peer) -> int | None:
    if not asking.languages or not peer.languages:
        return None
    return _most(asking, LANGUAGE) if asking.languages & peer.languages else 0
