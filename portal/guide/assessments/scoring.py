"""Scores of dimensions, from levels: pure, without a database.

A dimension's score is the mean of the answered levels times 25, so 0 to 100, rounded
half up. Questions that do not apply, or have no answer, are left out; with fewer than
half of its questions answered a dimension has no score.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from portal.guide.assessments.shapes import HIGHEST, Dimension, Questionnaire

# Levels by the keys of questions; LEFT_OUT and None are no levels.
Levels = Mapping[str, int | None]
STEP = 100 // HIGHEST


@dataclass(frozen=True)
class Score:
    """What came out of one dimension. `value` is None if too little was answered."""

    dimension: Dimension
    answered: int
    asked: int
    value: int | None


def half_of(asked: int) -> int:
    """How many of so many questions must be answered for a score."""
    return (asked + 1) // 2


def score(
    dimension: Dimension, levels: Levels, only: Collection[str] | None = None
) -> Score:
    """The score of a dimension; with `only`, on those of its questions alone."""
    keys = [one.key for one in dimension.questions if only is None or one.key in only]
    given = [level for key in keys if (level := _level(levels, key)) is not None]
    value = None
    if given and len(given) >= half_of(len(keys)):
        value = rounded(sum(given) * STEP, len(given))
    return Score(dimension, len(given), len(keys), value)


def scores(asked: Questionnaire, levels: Levels) -> list[Score]:
    """All dimensions in their order."""
    return [score(one, levels) for one in asked.dimensions]


def change(
    dimension: Dimension, now: Levels, then: Levels, common: Collection[str]
) -> int | None:
    """How the score moved, on questions that both versions have; None if unknown."""
    new = score(dimension, now, common).value
    old = score(dimension, then, common).value
    return None if new is None or old is None else new - old


def rounded(total: int, count: int) -> int:
    """The mean as a whole number; halves go up, as people round."""
    return (2 * total + count) // (2 * count)


def _level(levels: Levels, key: str) -> int | None:
    level = levels.get(key)
    return level if level is not None and level >= 0 else None
