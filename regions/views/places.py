"""The page of one region, and two to four side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.web.versioned import versioned_page
from regions.models import Region
from regions.queries import compare as comparing
from regions.queries.facts import writers_links
from regions.queries.places import RegionPage, region_page, successor_of
from regions.queries.vocabulary import vocabulary


@require_safe
@versioned_page
def region_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One region; another spelling or a code of 2024 leads to it."""
    region = Region.objects.filter(code=code).first()
    if region is None:
        return _elsewhere(request, code)
    words = vocabulary()
    found = region_page(region, request.user, words)
    context = {
        "found": found,
        "region": region,
        "country": words.country_label(region.country),
        "crumbs": found.ancestors,
        "map_regions": _partner_marks(found),
        "arcs": [partner.region.code for partner in found.partners],
        **writers_links(region, request.user),
    }
    return render(request, "regions/region.html", context)


def _elsewhere(request: HttpRequest, code: str) -> HttpResponse:
    target = successor_of(code)
    if target:
        return redirect("regions:detail", target)
    return render(request, "regions/region_unknown.html", {"code": code}, status=404)


def _partner_marks(found: RegionPage) -> list[dict]:
    """Partners on the map: the more joint projects, the darker."""
    most = max((partner.projects for partner in found.partners), default=1)
    return [
        {
            "code": partner.region.code,
            "level": max(1, round(5 * partner.projects / most)),
            "label": partner.region.label,
            "value": partner.projects,
            "url": reverse("regions:detail", args=[partner.region.code]),
        }
        for partner in found.partners
        if partner.region.level
    ]


@require_safe
@versioned_page
def region_compare(request: HttpRequest) -> HttpResponse:
    """Two to four regions; with a wrong choice the form and what to do about it."""
    typed = request.GET.getlist("region")
    choice = comparing.read_choice(typed)
    is_ready = bool(choice.codes) and not choice.errors
    shown = [text for text in typed if text.strip()][: comparing.MOST]
    context = {
        "errors": choice.errors,
        "fields": shown + [""] * (comparing.MOST - len(shown)),
        "places": [one for one in vocabulary().places.values() if one.level in (1, 2)],
        "comparison": comparing.compare(choice.codes, request.user)
        if is_ready
        else None,
    }
    status = 400 if choice.errors else 200
    return render(request, "regions/compare.html", context, status=status)
