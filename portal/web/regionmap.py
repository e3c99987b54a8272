"""What a region map shows: which outline carries which colour, link and arc."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import hypot
from pathlib import Path
from typing import Any

from portal.web.text import labelled

MAP_FILE = Path(__file__).parent / "data" / "map.json"
LEVELS = 5
ARCS_SHOWN = 10
# How far a level arc bows out, as a share of its length
ARC_BEND = 0.18
NUTS2_LENGTH = 4


@dataclass(frozen=True)
class Mark:
    """One outline that carries something: class, words, link."""

    path: str
    code: str
    css: str
    text: str
    url: str


@dataclass(frozen=True)
class Arc:
    """A line from the subject to a partner, as SVG path data."""

    code: str
    d: str
    x: float
    y: float


@lru_cache(maxsize=1)
def map_facts() -> dict[str, Any]:
    """Size, label points and insets of static/map/europe.svg, read once a process."""
    return json.loads(MAP_FILE.read_text(encoding="utf-8"))


def outlines_of(code: str) -> list[str]:
    """The NUTS 2 outlines that stand for a region of any level (NUTS 2021 codes).

    A country or a NUTS 1 region is drawn by all outlines inside it, a NUTS 3 region
    by the one around it. A code the map does not know gives an empty list.
    """
    points = map_facts()["points"]
    if len(code) >= NUTS2_LENGTH:
        outline = code[:NUTS2_LENGTH]
        return [outline] if outline in points else []
    if len(code) < 2:
        return []
    return [outline for outline in points if outline.startswith(code)]


def centre_of(code: str) -> tuple[float, float] | None:
    """Where an arc meets a region: the mean of its outlines' centres, in map units."""
    found = [map_facts()["points"][outline] for outline in outlines_of(code)]
    if not found:
        return None
    count = len(found)
    return sum(x for x, _ in found) / count, sum(y for _, y in found) / count


def region_marks(regions: Iterable[Mapping[str, Any]], subject: str) -> list[Mark]:
    """One mark an outline; where several regions share it the higher level wins.

    A region is {"code", "level": 0 to 5} with optional "label", "value", "url".
    """
    marks: dict[str, tuple[int, Mark]] = {}
    for region in regions:
        level = max(0, min(LEVELS, int(region.get("level", LEVELS))))
        for outline in outlines_of(region["code"]):
            if outline not in marks or marks[outline][0] < level:
                mark = _mark(outline, region, f"level-{level}")
                marks[outline] = (level, mark)
    own = outlines_of(subject) if subject else []
    for outline in own:
        marks.pop(outline, None)
    return [mark for _, (_, mark) in sorted(marks.items())] + [
        Mark(outline, subject, "subject", "", "") for outline in own
    ]


def _mark(outline: str, region: Mapping[str, Any], css: str) -> Mark:
    label, value = (region.get(key) or "" for key in ("label", "value"))
    text = labelled(label, value) if label and value else str(label or value)
    return Mark(outline, region["code"], css, text, region.get("url") or "")


def arcs_between(subject: str, partners: Iterable[str]) -> list[Arc]:
    """Bowed lines from the subject to its first ten partners, best first."""
    start = centre_of(subject)
    if start is None:
        return []
    arcs = []
    for code in dict.fromkeys(partners):
        end = centre_of(code)
        if end and end != start:
            arcs.append(Arc(code, _bow(start, end), round(end[0]), round(end[1])))
        if len(arcs) == ARCS_SHOWN:
            break
    return arcs


def _bow(start: tuple[float, float], end: tuple[float, float]) -> str:
    """A quadratic curve, the flatter the steeper it runs: arcs fan out, none cross."""
    (x1, y1), (x2, y2) = start, end
    side = ARC_BEND * (x2 - x1) / hypot(x2 - x1, y2 - y1)
    middle_x = (x1 + x2) / 2 + side * (y2 - y1)
    middle_y = (y1 + y2) / 2 - side * (x2 - x1)
    return f"M{x1:.0f} {y1:.0f}Q{middle_x:.0f} {middle_y:.0f} {x2:.0f} {y2:.0f}"


def choropleth(values: Mapping[str, float | None]) -> tuple[dict[str, int], list]:
    """Put values into up to five classes of equal count, for a map and its legend.

    Gives ({code: level 1 to 5, 0 where the value is None}, [{"level", "low", "high",
    "count"}, …]) with the highest class first. Equal values share a class.
    """
    known = sorted(value for value in values.values() if value is not None)
    if not known:
        return dict.fromkeys(values, 0), []
    edges = [known[len(known) * step // LEVELS] for step in range(1, LEVELS)]
    levels = {
        code: 0 if value is None else 1 + sum(value >= edge for edge in edges)
        for code, value in values.items()
    }
    legend = []
    for level in range(LEVELS, 0, -1):
        inside = [values[code] for code, found in levels.items() if found == level]
        if inside:
            row = {"level": level, "low": min(inside), "high": max(inside)}
            legend.append({**row, "count": len(inside)})
    return levels, legend
