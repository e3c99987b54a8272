"""Chain: which value-chain stages one side has that the other lacks."""

from collections.abc import Iterable

import numpy as np

from matching.engine.constants import STAGES

ALL = (1 << len(STAGES)) - 1


def stage_mask(stages: Iterable[str]) -> int:
    """Return five bits, research lowest."""
    return sum(1 << STAGES.index(stage) for stage in set(stages))


def gain(mine: int, theirs: int) -> float:
    """Return the share of the stages I lack that they have; 0 when I lack none."""
    lacking = ALL & ~mine
    return (lacking & theirs).bit_count() / lacking.bit_count() if lacking else 0.0


def chain_table() -> np.ndarray:
    """Return ((sqrt a + sqrt b) / 2)^2 for all pairs of masks, shape (32, 32).

    a and b are the gains of the two sides; NaN where a side states no stage.
    """
    gains = np.array([[gain(i, j) for j in range(ALL + 1)] for i in range(ALL + 1)])
    table = ((np.sqrt(gains) + np.sqrt(gains.T)) / 2) ** 2
    table[0, :] = np.nan
    table[:, 0] = np.nan
    return table
