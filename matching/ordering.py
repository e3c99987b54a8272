"""The order of every match list: scores, what matters to the reader, fair exposure.

Pure: rows in, the same rows in order out. Three steps, and `arrange` is all of them:

1. The points of each candidate: as stored, or, where the reader says what matters, as
   a run with the reader's weights would have given them.
2. The rank by score alone, and, where nothing else is asked for, the fair order: a
   bonus of at most the margin is added for the order, never for the score.
3. Another order, if one is asked for: score alone, or one part of the score.

docs/ordering.md says the same in plain words. Points are hundredths, as stored.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

# What a reader can weigh: each group moves the weights of its components together.
GROUPS: dict[str, tuple[str, ...]] = {
    "likeness": ("focus", "words"),
    "complement": ("receive", "give", "chain"),
    "strength": ("strength",),
    "track_record": ("track_record",),
    "reach": ("reach",),
}
# What the weights of a group are multiplied by, for each step a reader can choose.
STEPS = {0: 0.0, 1: 0.5, 2: 1.0, 3: 2.0}
NORMAL = 2

BEST, SCORE = "rank", "score"
# The parts of the score by which a list can be ordered instead.
PARTS: dict[str, tuple[str, ...]] = {
    "focus": ("focus",),
    "complement": GROUPS["complement"],
    "strength": ("strength",),
    "track_record": ("track_record",),
    "reach": ("reach",),
}


@dataclass(frozen=True)
class Order:
    """What a reader asks of the order; nothing asked is what everybody sees.

    `steps` holds the groups that the reader has moved away from normal, no others.
    """

    sort: str = BEST
    steps: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Candidate:
    """One stored row of a list: its figures, and the bonus of its partner."""

    partner: int
    rank: int
    score: int
    known: frozenset[str]
    points: Mapping[str, int]
    bonus: int = 0
    why: int = 0


@dataclass(frozen=True)
class Standing:
    """Where one candidate stands in a list as it is shown, from rank 1.

    `bonus` and `why` are those that were applied: 0 unless the order is the fair one.
    """

    partner: int
    rank: int
    rank_by_score: int
    score: int
    points: Mapping[str, int]
    bonus: int = 0
    why: int = 0

    @property
    def moved(self) -> int:
        """Places gained by the fair order; below 0: places lost."""
        return self.rank_by_score - self.rank


def arrange(
    candidates: Sequence[Candidate],
    order: Order,
    weights: Mapping[str, float],
    unknown_share: float,
) -> list[Standing]:
    """Put the candidates of one list, given best first, into the order asked for.

    `weights` are those of the run; `unknown_share` is the part of the weight of what is
    not known that stays (rho in docs/scoring.md).
    """
    if order.steps:
        candidates = reweigh(candidates, weights, order.steps, unknown_share)
    standings = stand(candidates, is_fair=order.sort == BEST)
    if parts := PARTS.get(order.sort):
        standings.sort(key=lambda one: -sum(one.points[name] for name in parts))
    return standings


def reweigh(
    candidates: Iterable[Candidate],
    weights: Mapping[str, float],
    steps: Mapping[str, int],
    unknown_share: float,
) -> list[Candidate]:
    """Give each candidate the points that the reader's weights make, best first.

    The points of component k are 100 w_k c_k fresh / divisor, where the divisor follows
    from the weights of what is known. So c_k fresh need not be stored: the new points
    are the old ones times w'_k / w_k, times the old divisor by the new one.
    """
    factors = _factors(weights, steps)
    wanted = {name: weights[name] * factors[name] for name in weights}
    found = []
    for one in candidates:
        scale = _divisor(one.known, weights, unknown_share) / _divisor(
            one.known, wanted, unknown_share
        )
        points = {
            name: round(value * factors[name] * scale)
            for name, value in one.points.items()
        }
        found.append(replace(one, points=points, score=sum(points.values())))
    return sorted(found, key=lambda one: (-one.score, one.rank))


def _factors(
    weights: Mapping[str, float], steps: Mapping[str, int]
) -> dict[str, float]:
    """By how much each weight changes; the new weights sum to 1 again.

    All are 0 where everything that the run weighs was set to 0.
    """
    moved = {
        name: STEPS[steps.get(group, NORMAL)]
        for group, names in GROUPS.items()
        for name in names
    }
    total = sum(weights[name] * moved[name] for name in weights)
    return {name: moved[name] / total if total else 0.0 for name in weights}


def _divisor(
    known: frozenset[str], weights: Mapping[str, float], unknown_share: float
) -> float:
    kappa = sum(weight for name, weight in weights.items() if name in known)
    return kappa + (1 - kappa) * unknown_share


def stand(candidates: Sequence[Candidate], *, is_fair: bool = True) -> list[Standing]:
    """Number the candidates, given best first, as they are shown."""
    bonuses = [one.bonus if is_fair else 0 for one in candidates]
    places = fair_order([one.score for one in candidates], bonuses)
    return [
        Standing(
            partner=candidates[place].partner,
            rank=rank,
            rank_by_score=place + 1,
            score=candidates[place].score,
            points=candidates[place].points,
            bonus=bonuses[place],
            why=candidates[place].why if is_fair else 0,
        )
        for rank, place in enumerate(places, start=1)
    ]


def shown_order(
    rows: Sequence[tuple[int, int]], bonuses: Mapping[int, int]
) -> list[int]:
    """The partners of a list, (partner, score) best first, as all readers see them."""
    places = fair_order(
        [score for _, score in rows], [bonuses.get(partner, 0) for partner, _ in rows]
    )
    return [rows[place][0] for place in places]


def fair_order(scores: Sequence[int], bonuses: Sequence[int]) -> list[int]:
    """The places 0, 1, … of a list that is given best first, in the order shown.

    Score plus bonus decides, then the rank by score. Stored scores are sums of rounded
    points and may rise by a hundredth or two down a list; the rank, which is exact,
    then counts, and with no bonus nothing ever changes place.
    """
    level = list(accumulate(scores, min))
    return sorted(range(len(level)), key=lambda place: -level[place] - bonuses[place])
