"""What to do next: the weakest dimensions, and what the next level looks like."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.guide.assessments.links import ChapterLinks, chapter_links
from portal.guide.assessments.queries import Row
from portal.guide.assessments.scoring import Levels
from portal.guide.assessments.shapes import HIGHEST, Dimension, Question, Text

DIMENSIONS_SHOWN = 3
QUESTIONS_SHOWN = 2
STRONG = 75
BEST = 100


@dataclass(frozen=True)
class NextStep:
    """One question: what one sees now, and what one would see a level further."""

    question: Question
    now: Text
    then: Text
    chapter: str


@dataclass(frozen=True)
class Advice:
    """A weak dimension: its steps, and where to read and whom to ask."""

    dimension: Dimension
    value: int
    steps: list[NextStep]
    links: ChapterLinks


def advice_of(rows: Sequence[Row], levels: Levels) -> list[Advice]:
    """The weakest dimensions first; none where all is at the highest level."""
    weak = sorted(
        (value, row.number, row.dimension)
        for row in rows
        if (value := row.score.value) is not None and value < BEST
    )
    return [
        Advice(one, value, _steps(one, levels), chapter_links(one.chapter))
        for value, _number, one in weak[:DIMENSIONS_SHOWN]
    ]


def strong_ones(rows: Sequence[Row]) -> list[Dimension]:
    """Dimensions in which others may want to learn from this organisation."""
    return [
        row.dimension
        for row in rows
        if row.score.value is not None and row.score.value >= STRONG
    ]


def _steps(dimension: Dimension, levels: Levels) -> list[NextStep]:
    known = [
        (level, place, question)
        for place, question in enumerate(dimension.questions)
        if (level := levels.get(question.key)) is not None and 0 <= level < HIGHEST
    ]
    known.sort(key=lambda row: row[:2])
    return [
        NextStep(
            question,
            question.levels[level],
            question.levels[level + 1],
            chapter_links(dimension.chapter_of(question)).chapter,
        )
        for level, _place, question in known[:QUESTIONS_SHOWN]
    ]
