"""What the engine gives back."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from matching.engine.constants import COMPONENTS


class Kind(IntEnum):
    """Why two profiles fit; the numbers are stored."""

    ALIKE = 0
    COMPLEMENTARY = 1
    BRIDGE = 2


@dataclass(frozen=True)
class Components:
    """Everything about a block of b rows against all n candidates of an index.

    values        (8, b, n) c_k in [0, 1], NaN where not known
    contributions (8, b, n) points of the score, 0 where not known
    scores        (b, n)    their sum in the order of SUM_ORDER, 0 to 100
    confidence    (b, n)    sum of the weights of what is known, 0 to 1
    fresh         (b, n)    factor for what is unconfirmed or old
    eligible      (b, n)    False for pairs of one region, or of nested regions
    """

    values: np.ndarray
    contributions: np.ndarray
    scores: np.ndarray
    confidence: np.ndarray
    fresh: np.ndarray
    eligible: np.ndarray


@dataclass(frozen=True)
class Matches:
    """The best k candidates of b profiles, best first; rows end with keys of -1.

    sources (b,), keys (b, k), scores (b, k), contributions (b, k, 8), known (b, k):
    bit c is set when component c is known, kinds (b, k): Kind or -1, fresh (b, k),
    confidence (b, k), ranks (b, k): the score in units that decide the order.
    """

    sources: np.ndarray
    keys: np.ndarray
    scores: np.ndarray
    contributions: np.ndarray
    known: np.ndarray
    kinds: np.ndarray
    fresh: np.ndarray
    confidence: np.ndarray
    ranks: np.ndarray

    @classmethod
    def best(cls, parts: list["Matches"], k: int) -> "Matches":
        """Return the best k of several lists of the same sources."""
        keys = np.concatenate([part.keys for part in parts], axis=1)
        ranks = np.concatenate([part.ranks for part in parts], axis=1)
        order = np.lexsort((keys, -ranks), axis=1)[:, :k]

        def pick(name: str) -> np.ndarray:
            whole = np.concatenate([getattr(part, name) for part in parts], axis=1)
            shape = (*order.shape, *(1,) * (whole.ndim - 2))
            return np.take_along_axis(whole, order.reshape(shape), axis=1)

        names = [name for name in vars(parts[0]) if name != "sources"]
        return cls(sources=parts[0].sources, **{name: pick(name) for name in names})

    @classmethod
    def placed(cls, parts: list[tuple[np.ndarray, "Matches"]], count: int) -> "Matches":
        """Return the parts' lists at the places given with each; count in all."""
        whole = {}
        for name, first in vars(parts[0][1]).items():
            whole[name] = np.empty((count, *first.shape[1:]), dtype=first.dtype)
            for place, part in parts:
                whole[name][place] = getattr(part, name)
        return cls(**whole)

    @classmethod
    def none(cls, sources: np.ndarray, k: int) -> "Matches":
        """Return lists of k places, all of them empty."""
        shape = len(sources), k
        return cls(
            sources=sources,
            keys=np.full(shape, -1),
            scores=np.zeros(shape),
            contributions=np.zeros((*shape, len(COMPONENTS))),
            known=np.zeros(shape, dtype=np.int64),
            kinds=np.full(shape, -1, dtype=np.int8),
            fresh=np.zeros(shape),
            confidence=np.zeros(shape),
            ranks=np.zeros(shape, dtype=np.int64),
        )


@dataclass(frozen=True)
class PairScore:
    """One pair. `values` and `contributions` map component to number; None: unknown."""

    score: float
    values: dict[str, float | None]
    contributions: dict[str, float]
    confidence: float
    fresh: float
    kind: Kind
    eligible: bool


@dataclass(frozen=True)
class Reason:
    """One reason as codes; pages word it and link to the field.

    `side` says whose record holds the fact: "you" is the source, "they" the target.
    `subjects` are topic codes, item keys, stages, project keys, words or region
    codes, most important first. For `offer_meets_need` they are the key of the offer
    and then the keys of the other side's needs that it meets.
    """

    code: str
    component: str
    side: str
    field: str
    subjects: tuple


@dataclass(frozen=True)
class Unknown:
    """What is not known, on which side, and the component that suffers."""

    code: str
    component: str
    side: str


@dataclass(frozen=True)
class Explanation:
    """Why two profiles fit, best reason first, and what is not known about them."""

    reasons: tuple[Reason, ...]
    unknown: tuple[Unknown, ...]
