"""The best partner regions of a region: one map and one table with the same facts."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from matching import queries, queries_regions
from matching.models import POINT, Match
from matching.wording_cards import pair_url
from matching.wording_order import margin_words
from portal.web.regionmap import choropleth
from portal.web.versioned import versioned_page
from regions.models import Region
from regions.queries.vocabulary import Vocabulary, vocabulary

REGIONS_SHOWN = 50
REGIONS_IN_PART = 10
ARCS = 10


@require_safe
@versioned_page
def region_partners(request: HttpRequest, code: str) -> HttpResponse:
    """From the matches of the region's profiles; htmx gets the best ten alone."""
    region = get_object_or_404(Region, code=code)
    if request.htmx:
        context = _context(request, region, REGIONS_IN_PART)
        return render(request, "matching/_region_partners.html", context)
    context = _context(request, region, REGIONS_SHOWN)
    return render(request, "matching/region_partners.html", context)


def _context(request: HttpRequest, region: Region, most: int) -> dict[str, Any]:
    run = queries.current_run()
    found = list(queries_regions.partner_regions(request.user, region, run))
    shown = found[:most]
    pairs = queries_regions.best_pairs(request.user, region, run, shown)
    regions = Region.objects.in_bulk([row["code"] for row in shown])
    words = vocabulary()
    rows = [
        _row(rank, row, regions[row["code"]], pairs.get(row["code"]), words)
        for rank, row in enumerate(shown, start=1)
    ]
    scores = [row["best"] for row in rows]
    return {
        "region": region,
        "run": run,
        "rows": rows,
        "total": len(found),
        "fair_margin": margin_words(run) if scores != sorted(scores)[::-1] else "",
        **_map_context(rows),
    }


def _row(
    rank: int,
    row: dict[str, Any],
    region: Region,
    match: Match | None,
    words: Vocabulary,
) -> dict[str, Any]:
    """One partner region with the pair that it stands here for."""
    return {
        "rank": rank,
        "region": region,
        "country": words.country_label(region.country),
        "url": reverse("regions:detail", args=[region.code]),
        "best": (match.score if match else row["best"]) / POINT,
        "pairs": row["pairs"],
        "match": match,
        "match_url": pair_url(match.profile, match.partner) if match else "",
    }


def _map_context(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Marks, arcs and legend of the map: the rows of the table, no more."""
    best = {row["region"].code: round(row["best"]) for row in rows}
    levels, legend = choropleth(best)
    marks = [
        {
            "code": row["region"].code,
            "level": levels[row["region"].code],
            "label": row["region"].label,
            "value": best[row["region"].code],
            "url": row["match_url"] or row["url"],
        }
        for row in rows
    ]
    return {
        "marks": marks,
        "arcs": [row["region"].code for row in rows[:ARCS]],
        "legend": legend,
    }
