"""The radar chart as numbers for a drawing: points, paths and places of words."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from portal.guide.assessments.shapes import Text

WIDTH, HEIGHT = 640, 460
CENTRE_X, CENTRE_Y, RADIUS = 320, 230, 165
RINGS = (25, 50, 75, 100)
NUMBER_AT, WORD_AT = 186, 206


@dataclass(frozen=True)
class Point:
    x: float
    y: float


@dataclass(frozen=True)
class Axis:
    """One dimension: its line from the middle, its number and its word."""

    number: int
    word: Text
    end: Point
    mark: Point
    place: Point
    anchor: str


@dataclass(frozen=True)
class Line:
    """One set of scores. `path` joins neighbours that both have a score."""

    css: str
    label: Text
    path: str
    is_closed: bool
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Radar:
    axes: tuple[Axis, ...]
    rings: tuple[str, ...]
    lines: tuple[Line, ...]
    width: int = WIDTH
    height: int = HEIGHT


Series = tuple[str, Text, Sequence[int | None]]


def radar(words: Sequence[Text], series: Sequence[Series]) -> Radar:
    """The chart of these dimensions; each of `series` is a class, a word, its scores.

    A set without any score is left out.
    """
    count = len(words)
    return Radar(
        axes=tuple(_axis(place, count, word) for place, word in enumerate(words)),
        rings=tuple(_ring(count, RADIUS * ring / 100) for ring in RINGS),
        lines=tuple(
            _line(css, label, values)
            for css, label, values in series
            if any(value is not None for value in values)
        ),
    )


def _ring(count: int, distance: float) -> str:
    return " ".join(_text(_at(place, count, distance)) for place in range(count))


def _line(css: str, label: Text, values: Sequence[int | None]) -> Line:
    count = len(values)
    points = [
        None if value is None else _at(place, count, RADIUS * value / 100)
        for place, value in enumerate(values)
    ]
    known = tuple(point for point in points if point is not None)
    is_closed = len(known) == count
    closed = f"M{' L'.join(map(_text, known))}Z"
    path = closed if is_closed else _pieces(points)
    return Line(css, label, path, is_closed, known)


def _pieces(points: Sequence[Point | None]) -> str:
    """A line between each two neighbours that are there."""
    pairs = zip(points, [*points[1:], points[0]], strict=True)
    return "".join(f"M{_text(one)} L{_text(two)}" for one, two in pairs if one and two)


def _axis(place: int, count: int, word: Text) -> Axis:
    word_at = _at(place, count, WORD_AT)
    middle = abs(word_at.x - CENTRE_X) < 8
    anchor = "middle" if middle else "start" if word_at.x > CENTRE_X else "end"
    return Axis(
        place + 1,
        word,
        _at(place, count, RADIUS),
        _at(place, count, NUMBER_AT),
        word_at,
        anchor,
    )


def _at(place: int, count: int, distance: float) -> Point:
    """The first dimension stands on top, the others follow clockwise."""
    angle = 2 * math.pi * place / count - math.pi / 2
    x = CENTRE_X + distance * math.cos(angle)
    y = CENTRE_Y + distance * math.sin(angle)
    return Point(round(x, 1), round(y, 1))


def _text(point: Point) -> str:
    return f"{point.x},{point.y}"
