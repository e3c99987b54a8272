"""What the page of a match list shows: facets, filters in force, cards, run."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.text import capfirst

from matching.filters import SORTS
from matching.queries import MatchList
from matching.wording_cards import match_cards, profile_card
from portal.web.filtering import FilteredPage, StrictFilterSet
from portal.web.listing import Facet, active_filters, error_lines, facet_groups
from regions.wording import confirmer_of

TOP = 5
FACETS = ("kind", "country", "cohesion", "stage", "type", "topic", "confidence")
MANY = ("country", "topic")
OPEN = ("kind", "country", "cohesion", "stage")


def list_context(
    request: HttpRequest, found: MatchList, result: FilteredPage
) -> dict[str, Any]:
    """Everything that matching/list.html and its fragment show."""
    chosen = result.filterset.chosen if result.status == 200 else {}
    sort = chosen.pop("sort", ["rank"])[0]
    facets = _facets(result.filterset)
    words = {facet.name: facet.labels for facet in facets}
    return {
        **source_context(found),
        "page": result.page,
        "cards": match_cards(
            found.profile, list(result.page), found.places, found.words
        ),
        "facets": facet_groups(facets, found.facets(chosen), chosen),
        "filters": active_filters(request.GET, result.filterset, chosen, words),
        "is_filtered": bool(chosen),
        "errors": error_lines(result),
        "sort": sort,
        "sorts": SORTS,
        "clear_url": request.path,
    }


def top_context(found: MatchList) -> dict[str, Any]:
    """The best five of a list and how many there are."""
    best = list(found.matches.order_by("rank")[:TOP])
    return {
        **source_context(found),
        "cards": match_cards(found.profile, best, found.places, found.words),
    }


def source_context(found: MatchList) -> dict[str, Any]:
    """Whose list it is, from which run, and why it may be empty."""
    return {
        "profile": found.profile,
        "source": profile_card(found.profile, found.words),
        "confirmer": confirmer_of(found.profile.type),
        "run": found.run,
        "kept": settings.MATCHES_PER_PROFILE,
        "total": len(found.facts),
        "empty": _why_empty(found),
    }


def _why_empty(found: MatchList) -> str:
    """A word for the reason why nobody is in the list, or "" when somebody is."""
    if found.facts:
        return ""
    if found.profile.status != "published":
        return "unpublished"
    if not found.profile.topics.exists():
        return "no_topics"
    return "not_scored" if _is_newer(found) else "nobody"


def _is_newer(found: MatchList) -> bool:
    """Whether the profile came after the run began, or no run has ended yet."""
    began = found.run and found.run.started_at
    return began is None or found.profile.created_at > began


def _facets(filterset: StrictFilterSet) -> list[Facet]:
    """The groups of filters with the words of their values."""
    facets = []
    for name in FACETS:
        field = filterset.form.fields[name]
        labels = {str(value): capfirst(label) for value, label in field.choices}
        facets.append(
            Facet(
                name,
                field.label,
                labels,
                by_count=name in MANY,
                is_open=name in OPEN,
            )
        )
    return facets
