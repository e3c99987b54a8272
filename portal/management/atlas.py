"""The map of Europe: region outlines, insets, country borders, land around it.

One unit of the drawing is one kilometre, counted from the upper left corner; the frame
holds the continent, the insets stand in its empty north-east.
"""

from dataclasses import dataclass

import numpy as np

from portal.management.projection import laea
from portal.management.topology import (
    Topology,
    area,
    border_arcs,
    centroid,
    clip,
    join,
    simplify,
)

WIDTH, HEIGHT = 4740, 4110
LEFT, TOP = -1725.0, 2230.0
# At 900 pixels a pixel is 5.3 km wide
TOLERANCE = 2.2
SMALLEST_ISLAND = 40.0
SMALLEST_ISLAND_INSET = 12.0
INSET_MARGIN = 0.1
# ISO codes of the countries that have NUTS regions under another code there
ISO_OF = {"EL": "GR", "UK": "GB"}


@dataclass(frozen=True)
class Inset:
    """A framed part of the map: which region, its window in degrees, where it stands.

    `window` is west, south, east, north; `frame` is x, y, width, height in units.
    """

    code: str
    label: str
    window: tuple[float, float, float, float]
    frame: tuple[int, int, int, int]


def _slot(column: int, row: int) -> tuple[int, int, int, int]:
    return 3170 + column * 790, 30 + row * 510, 760, 480


INSETS = (
    Inset("PT20", "Açores", (-31.5, 36.8, -24.8, 39.9), _slot(0, 0)),
    Inset("PT30", "Madeira", (-17.4, 32.3, -16.2, 33.2), _slot(1, 0)),
    Inset("ES70", "Canarias", (-18.3, 27.5, -13.3, 29.5), _slot(0, 1)),
    Inset("FRY1", "Guadeloupe", (-61.9, 15.8, -60.9, 16.6), _slot(1, 1)),
    Inset("FRY2", "Martinique", (-61.3, 14.3, -60.7, 15.0), _slot(0, 2)),
    Inset("FRY3", "Guyane", (-54.7, 2.0, -51.5, 5.9), _slot(1, 2)),
    Inset("FRY4", "La Réunion", (55.1, -21.5, 55.9, -20.8), _slot(0, 3)),
    Inset("FRY5", "Mayotte", (44.9, -13.1, 45.4, -12.6), _slot(1, 3)),
    Inset("ES63", "Ceuta", (-5.4, 35.8, -5.25, 35.95), _slot(0, 4)),
    Inset("ES64", "Melilla", (-3.0, 35.25, -2.9, 35.35), _slot(1, 4)),
    Inset("NO0B", "Svalbard", (10.0, 76.0, 34.0, 81.0), (930, 30, 640, 480)),
)


@dataclass(frozen=True)
class Outline:
    """A region as drawn: path data and the point where arcs and labels meet it."""

    code: str
    path: str
    point: tuple[int, int]


def to_frame(projected: np.ndarray) -> np.ndarray:
    """Turn kilometres east and north of the centre into x, y of the drawing."""
    return np.column_stack([projected[:, 0] - LEFT, TOP - projected[:, 1]])


def path_data(lines: list[np.ndarray], closed: bool = True) -> str:
    """Write lines as SVG path data in whole units, each step relative to the last."""
    text = []
    for line in lines:
        points = np.rint(line).astype(int)
        if closed:
            points = points[:-1]
        steps = np.diff(points, axis=0)
        steps = steps[np.any(steps != 0, axis=1)]
        if not len(steps):
            continue
        moves = "".join(_pair(x, y) for x, y in steps)
        start = f"M{points[0][0]}{_signed(points[0][1])}"
        text.append(f"{start}l{moves.lstrip()}{'z' if closed else ''}")
    return "".join(text)


def _signed(number: int) -> str:
    return str(number) if number < 0 else f" {number}"


def _pair(x: int, y: int) -> str:
    return f"{_signed(x)}{_signed(y)}"


def region_outlines(nuts: Topology, finer: Topology) -> list[Outline]:
    """Draw every region, those far away in their insets.

    `finer` holds small regions that would lose their shape at the coarser scale.
    """
    insets = {inset.code: inset for inset in INSETS}
    detailed = {shape.id: (finer, shape) for shape in finer.shapes}
    arcs = [simplify(to_frame(laea(arc)), TOLERANCE) for arc in nuts.arcs]
    outlines = []
    for shape in sorted(nuts.shapes, key=lambda shape: shape.id):
        if shape.id in insets:
            source, detail = detailed.get(shape.id, (nuts, shape))
            rings = _inset_rings(source, detail, insets[shape.id])
        else:
            rings = _worth_drawing([join(arcs, ring) for ring in shape.rings])
        point = np.rint(centroid(max(rings, key=area))).astype(int)
        x, y = (int(number) for number in point)
        outlines.append(Outline(shape.id, path_data(rings), (x, y)))
    return outlines


def _worth_drawing(
    rings: list[np.ndarray], smallest: float = SMALLEST_ISLAND
) -> list[np.ndarray]:
    """Leave out islets, but never the whole region."""
    largest = max(rings, key=area)
    return [ring for ring in rings if ring is largest or area(ring) > smallest]


def _inset_rings(nuts: Topology, shape, inset: Inset) -> list[np.ndarray]:
    west, south, east, north = inset.window
    centre = ((west + east) / 2, (south + north) / 2)
    rings = [join(nuts.arcs, ring) for ring in shape.rings]
    shown = [ring for ring in rings if _lies_in(centroid(ring), inset.window)]
    flat = [laea(ring, centre) for ring in shown]
    scaled = _fit(flat, inset.frame)
    kept = [simplify(ring, TOLERANCE) for ring in scaled]
    return _worth_drawing(kept, SMALLEST_ISLAND_INSET)


def _lies_in(point: np.ndarray, window: tuple) -> bool:
    west, south, east, north = window
    return bool(west <= point[0] <= east and south <= point[1] <= north)


def _fit(rings: list[np.ndarray], frame: tuple) -> list[np.ndarray]:
    """Scale rings to their frame, leaving its lowest quarter for the label."""
    x, y, width, height = frame
    points = np.concatenate(rings)
    low, high = points.min(axis=0), points.max(axis=0)
    room = np.array([width, height * 0.72]) * (1 - 2 * INSET_MARGIN)
    scale = float((room / (high - low)).min())
    middle = (low + high) / 2
    return [
        np.array([x + width / 2, y + height * 0.39])
        + (ring - middle) * scale * np.array([1, -1])
        for ring in rings
    ]


def country_borders(nuts: Topology) -> str:
    """Draw the lines between countries as one path."""
    lines = [
        simplify(to_frame(laea(nuts.arcs[number])), TOLERANCE)
        for number in border_arcs(nuts.shapes)
    ]
    return path_data(lines, closed=False)


def land_around(world: Topology, nuts: Topology) -> str:
    """Draw the land outside the register as one quiet path, without borders."""
    own = {ISO_OF.get(shape.id[:2], shape.id[:2]) for shape in nuts.shapes}
    low, high = np.array([-60.0, -60.0]), np.array([WIDTH + 60.0, HEIGHT + 60.0])
    rings = []
    for shape in world.shapes:
        if shape.properties.get("iso_a2") in own:
            continue
        for ring in shape.rings:
            line = join(world.arcs, ring)
            if not _is_near(line):
                continue
            part = clip(to_frame(laea(line)), low, high)
            if len(part) > 3:
                rings.append(part)
    return path_data(rings)


def _is_near(line: np.ndarray) -> bool:
    """Tell whether a ring of degrees comes near Europe; far rings fold over."""
    lon, lat = line.T
    return bool(((lon > -30) & (lon < 70) & (lat > 20) & (lat < 82)).any())
