"""Shared borders: arcs of a TopoJSON file, read, simplified and joined to rings.

Format: TopoJSON 1.0. Simplifying the arcs, not the polygons, keeps neighbours joined.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Shape:
    """One polygon record: its properties and its outer and inner rings of arcs."""

    id: str
    properties: dict
    rings: list[list[int]]


@dataclass(frozen=True)
class Topology:
    """Arcs in degrees (longitude, latitude), and the shapes made of them."""

    arcs: list[np.ndarray]
    shapes: list[Shape]


def read_topology(path: Path, collection: str) -> Topology:
    """Read a named collection of a TopoJSON file, its arcs decoded to degrees."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    transform = raw.get("transform", {"scale": [1, 1], "translate": [0, 0]})
    scale, shift = np.array(transform["scale"]), np.array(transform["translate"])
    is_delta = "transform" in raw
    arcs = []
    for arc in raw["arcs"]:
        points = np.array([point[:2] for point in arc], dtype=float)
        arcs.append((points.cumsum(axis=0) if is_delta else points) * scale + shift)
    shapes = [
        Shape(str(item.get("id", "")), item.get("properties", {}), _rings(item))
        for item in raw["objects"][collection]["geometries"]
        if item.get("type") in ("Polygon", "MultiPolygon")
    ]
    return Topology(arcs, shapes)


def _rings(item: dict) -> list[list[int]]:
    if item["type"] == "Polygon":
        return item["arcs"]
    return [ring for polygon in item["arcs"] for ring in polygon]


def arc_number(reference: int) -> int:
    """The arc a ring refers to; a negative reference means it is run backwards."""
    return ~reference if reference < 0 else reference


def join(arcs: list[np.ndarray], ring: Iterable[int]) -> np.ndarray:
    """Join the arcs of a ring to one closed line (n, 2)."""
    parts = []
    for reference in ring:
        arc = arcs[arc_number(reference)]
        parts.append((arc[::-1] if reference < 0 else arc)[:-1])
    line = np.concatenate(parts)
    return np.concatenate([line, line[:1]])


def simplify(line: np.ndarray, tolerance: float) -> np.ndarray:
    """Thin a line; no left-out point lies further off than `tolerance`, in its units.

    Source: D. H. Douglas and T. K. Peucker, "Algorithms for the reduction of the
    number of points required to represent a digitized line", Cartographica 10 (1973).
    """
    if len(line) < 3:
        return line
    keep = np.zeros(len(line), dtype=bool)
    keep[[0, -1]] = True
    stack = [(0, len(line) - 1)]
    while stack:
        first, last = stack.pop()
        if last - first < 2:
            continue
        gaps = _distances(line[first + 1 : last], line[first], line[last])
        worst = int(gaps.argmax())
        if gaps[worst] > tolerance:
            middle = first + 1 + worst
            keep[middle] = True
            stack += [(first, middle), (middle, last)]
    return line[keep]


def _distances(points: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Distances of points (n, 2) from the stretch between start and end."""
    way = end - start
    length = float(way @ way)
    if length == 0:
        return np.hypot(*(points - start).T)
    along = np.clip((points - start) @ way / length, 0, 1)
    return np.hypot(*(points - (start + along[:, None] * way)).T)


def area(ring: np.ndarray) -> float:
    """Unsigned area of a closed ring, in squared units."""
    x, y = ring.T
    return abs(float(x[:-1] @ y[1:] - x[1:] @ y[:-1])) / 2


def centroid(ring: np.ndarray) -> np.ndarray:
    """Centre of gravity of a closed ring; of its points where it has no area."""
    x, y = ring.T
    cross = x[:-1] * y[1:] - x[1:] * y[:-1]
    total = cross.sum()
    if abs(total) < 1e-9:
        return ring.mean(axis=0)
    return (((ring[:-1] + ring[1:]) * cross[:, None]).sum(axis=0)) / (3 * total)


def border_arcs(shapes: Iterable[Shape]) -> list[int]:
    """Numbers of the arcs that lie between two countries (first letters of the id)."""
    sides = defaultdict(set)
    for shape in shapes:
        for ring in shape.rings:
            for reference in ring:
                sides[arc_number(reference)].add(shape.id[:2])
    return sorted(number for number, countries in sides.items() if len(countries) > 1)


def clip(ring: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Cut a closed ring to a box; an empty array where nothing is left.

    Source: I. E. Sutherland and G. W. Hodgman, "Reentrant polygon clipping",
    Communications of the ACM 17 (1974).
    """
    points = [tuple(point) for point in ring[:-1]]
    for axis, bound, sign in (
        (0, low[0], 1),
        (0, high[0], -1),
        (1, low[1], 1),
        (1, high[1], -1),
    ):
        points = _cut(points, axis, bound, sign)
    return np.array([*points, points[0]]) if points else np.empty((0, 2))


def _cut(points: list[tuple], axis: int, bound: float, sign: int) -> list[tuple]:
    kept = []
    for here, after in zip(points, points[1:] + points[:1], strict=True):
        inside = (here[axis] - bound) * sign >= 0
        if inside:
            kept.append(here)
        if inside != ((after[axis] - bound) * sign >= 0):
            share = (bound - here[axis]) / (after[axis] - here[axis])
            kept.append(
                tuple(a + share * (b - a) for a, b in zip(here, after, strict=True))
            )
    return kept
