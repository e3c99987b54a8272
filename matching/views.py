"""Pages of matches: a profile's list, its best five, and one pair in full."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from matching import queries
from matching.filters import MatchFilterSet
from matching.views_lists import list_context, top_context
from matching.views_pairs import pair_context
from portal.web.filtering import filtered_page
from portal.web.versioned import versioned_page


@require_safe
@versioned_page
def match_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The candidates of one profile; htmx gets the results alone."""
    profile = queries.profile_for(request.user, slug)
    found = queries.match_list_for(request.user, profile, queries.current_run())
    result = filtered_page(
        request,
        MatchFilterSet,
        found.matches,
        arrange=lambda filterset: filterset.shown(found),
        words=found.words,
    )
    template = "matching/_refresh.html" if request.htmx else "matching/list.html"
    context = list_context(request, found, result)
    return render(request, template, context, status=result.status)


@require_safe
@versioned_page
def top_matches(request: HttpRequest, slug: str) -> HttpResponse:
    """The best five, as a part of another page; by itself it is the list."""
    profile = queries.profile_for(request.user, slug)
    if not request.htmx:
        return redirect("matching:list", slug=slug)
    found = queries.match_list_for(request.user, profile, queries.current_run())
    return render(request, "matching/_top.html", top_context(found))


@require_safe
@versioned_page
def match_pair(request: HttpRequest, slug: str, partner_slug: str) -> HttpResponse:
    """One pair in full: every component, its reasons, both sides side by side."""
    profile = queries.profile_for(request.user, slug)
    partner = queries.profile_for(request.user, partner_slug)
    return render(
        request, "matching/pair.html", pair_context(request, profile, partner)
    )
