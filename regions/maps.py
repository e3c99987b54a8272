"""Numbers by place as a choropleth of level 2 regions."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from portal.web.regionmap import choropleth, map_facts, outlines_of
from regions.queries.vocabulary import Vocabulary


def number_map(
    numbers: Mapping[str, int],
    words: Vocabulary,
    url: Callable[[str], str],
    title: str,
) -> dict[str, Any]:
    """What the region_map tag needs to show how many records cover each region.

    `numbers` counts records by the code of their region, of any level; `url` gives the
    address behind an outline.
    """
    by_outline = spread(numbers)
    levels, legend = choropleth(by_outline)
    regions = [
        {
            "code": code,
            "level": levels[code],
            "label": words.region_label(code),
            "value": number,
            "url": url(code),
        }
        for code, number in by_outline.items()
    ]
    note = _("Level 2 regions with their parts and the larger region around them")
    return {"regions": regions, "legend": legend, "title": title, "note": note}


def spread(numbers: Mapping[str, int]) -> dict[str, int]:
    """Count for each outline what covers it: inside it, or the level 1 unit around it.

    A country counts only where it has one outline: its records say nothing of where.
    """
    found: Counter = Counter()
    for code, number in numbers.items():
        outlines = outlines_of(code)
        if len(code) > 2 or len(outlines) == 1:
            for outline in outlines:
                found[outline] += number
    return {code: found[code] for code in map_facts()["points"] if found[code]}
