"""Numbers by place as a choropleth of level 2 regions: one rule for every map."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.web.regionmap import choropleth, map_facts, outlines_of
from regions import facets
from regions.queries.vocabulary import Vocabulary, vocabulary


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
    units = units_shown(numbers)
    levels, legend = choropleth({outline: n for outline, (_unit, n) in units.items()})
    regions = [
        {
            "code": outline,
            "unit": unit,
            "level": levels[outline],
            "label": words.region_label(unit),
            "value": number,
            "url": url(unit),
        }
        for outline, (unit, number) in units.items()
    ]
    note = _("Each region with its parts; where it has none, the larger region around")
    return {"regions": regions, "legend": legend, "title": title, "note": note}


def profile_map(
    words: Vocabulary | None = None, among: Collection[str] | None = None
) -> dict[str, Any]:
    """Published priorities and clusters by region, for the region_map tag.

    `among` limits the regions whose profiles count; each outline leads to its region.
    """
    words = words or vocabulary()
    numbers: Counter = Counter()
    for index in (facets.priority_index, facets.cluster_index):
        numbers.update(index(words.version).counts({})["place"])
    if among is not None:
        numbers = Counter({code: numbers[code] for code in among})
    return number_map(
        numbers,
        words,
        lambda code: reverse("regions:detail", args=[code]),
        _("Published priorities and clusters"),
    )


def units_shown(numbers: Mapping[str, int]) -> dict[str, tuple[str, int]]:
    """For each level 2 outline the unit it shows, and how many records that holds.

    A level 2 unit counts what lies in it. Where that is nothing, a level 1 unit around
    it that has records of its own stands for it, with all that lies in that one. A
    country does so only where it has one outline: its records say nothing of where.
    """
    inside: Counter = Counter()
    for code, number in numbers.items():
        for length in range(2, len(code) + 1):
            inside[code[:length]] += number
    shown = {}
    for outline in map_facts()["points"]:
        around = [outline[:3]]
        if len(outlines_of(outline[:2])) == 1:
            around.append(outline[:2])
        units = (
            [outline]
            if inside[outline]
            else [one for one in around if numbers.get(one)]
        )
        if units:
            shown[outline] = (units[0], inside[units[0]])
    return shown
