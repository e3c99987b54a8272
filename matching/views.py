"""Pages of matches: a list, its best five, one pair, who is missing, and what if."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from matching import queries
from matching.card_parts import hidden_for
from matching.filters import ListFilterSet
from matching.forms import FindForm, WhatIfForm
from matching.queries_find import profiles_named
from matching.views_lists import list_context, top_context
from matching.views_pairs import pair_context
from matching.views_whatif import find_context, whatif_context, whatif_url
from matching.views_whynot import PASSING
from matching.wording_changes import parts_of
from portal.web.filtering import filtered_page
from portal.web.versioned import mark_passing, versioned_page
from regions.queries.vocabulary import vocabulary
from regions.views.addresses import follows_mergers


@require_safe
@follows_mergers
@versioned_page
def match_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The candidates of one profile; htmx gets the results alone."""
    profile = queries.profile_for(request.user, slug)
    found = queries.match_list_for(request.user, profile, queries.current_run())
    result = filtered_page(
        request,
        ListFilterSet,
        found.matches,
        arrange=lambda filterset: filterset.shown(found),
        words=found.words,
        hidden=hidden_for(request.user, profile),
    )
    template = "matching/_refresh.html" if request.htmx else "matching/list.html"
    context = list_context(request, found, result)
    return render(request, template, context, status=result.status)


@require_safe
@follows_mergers
@versioned_page
def top_matches(request: HttpRequest, slug: str) -> HttpResponse:
    """The best five, as a part of another page; by itself it is the list."""
    profile = queries.profile_for(request.user, slug)
    if not request.htmx:
        return redirect("matching:list", slug=slug)
    found = queries.match_list_for(request.user, profile, queries.current_run())
    return render(request, "matching/_top.html", top_context(request, found))


@require_safe
@follows_mergers
@versioned_page
def match_pair(request: HttpRequest, slug: str, partner_slug: str) -> HttpResponse:
    """One pair in full: every component, its reasons, both sides side by side."""
    profile = queries.profile_for(request.user, slug)
    partner = queries.profile_for(request.user, partner_slug)
    context = pair_context(request, profile, partner)
    response = render(request, "matching/pair.html", context)
    is_passing = context["whynot"] and context["whynot"]["is_passing"]
    return mark_passing(response) if is_passing else response


@require_safe
@follows_mergers
@versioned_page
def match_find(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody who is missing in the list, by name; each leads to the pair."""
    profile = queries.profile_for(request.user, slug)
    found = queries.match_list_for(request.user, profile, queries.current_run())
    form = FindForm(request.GET)
    named = form.cleaned_data["q"] if form.is_valid() else ""
    rows = profiles_named(request.user, named, without=profile)
    status = 200 if form.is_valid() else 400
    context = find_context(found, rows, form)
    return render(request, "matching/find.html", context, status=status)


@require_safe
@follows_mergers
@versioned_page
def match_whatif(request: HttpRequest, slug: str) -> HttpResponse:
    """Whom more topics, needs, offers or stages would bring; nothing is stored."""
    profile = queries.profile_for(request.user, slug)
    form = WhatIfForm(request.GET, profile=profile, words=vocabulary())
    if form.is_valid() and form.is_from_page:
        parts = [(name, text) for name, text, _ in parts_of(form.change)]
        return redirect(whatif_url(profile, parts))
    context = whatif_context(request, profile, queries.current_run(), form)
    status = 200 if form.is_valid() else 400
    response = render(request, "matching/whatif.html", context, status=status)
    return mark_passing(response) if context["silent"] in PASSING else response
