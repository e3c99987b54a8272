"""What the page of a match list shows: facets, filters in force, cards, run."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.text import capfirst

from matching.filters import SORTS
from matching.queries import MatchList, open_run
from matching.wording_cards import match_cards, profile_card
from portal.web.filtering import FilteredPage, StrictFilterSet
from regions.wording import confirmer_of

TOP = 5
FACETS = ("kind", "country", "cohesion", "stage", "type", "topic", "confidence")
FOLDED = ("topic", "confidence", "type")
OPTIONS_SHOWN = 8


def list_context(
    request: HttpRequest, found: MatchList, result: FilteredPage
) -> dict[str, Any]:
    """Everything that matching/list.html and its fragment show."""
    chosen = result.filterset.chosen if result.status == 200 else {}
    sort = chosen.pop("sort", ["rank"])[0]
    return {
        **source_context(found),
        "result": result,
        "page": result.page,
        "cards": match_cards(
            found.profile, list(result.page), found.places, found.words
        ),
        "facets": facet_groups(found, result.filterset, chosen),
        "filters": active_filters(request.GET, result.filterset, chosen),
        "is_filtered": bool(chosen),
        "errors": error_lines(result),
        "sort": sort,
        "sorts": SORTS,
        "clear_url": request.path,
        "shareable_url": request.get_full_path(),
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
    if found.run is None or open_run() is not None:
        return "not_scored"
    return "nobody"


def facet_groups(
    found: MatchList, filterset: StrictFilterSet, chosen: dict[str, list[str]]
) -> list[dict[str, Any]]:
    """Groups of checkboxes with counts; the order of options never depends on them."""
    counts = found.facets(chosen)
    groups = []
    for name in FACETS:
        field = filterset.form.fields[name]
        labels = {str(value): label for value, label in field.choices}
        picked = chosen.get(name, [])
        options = [
            {
                "value": value,
                "label": capfirst(labels[value]),
                "count": counts[name].get(value, 0),
                "selected": value in picked,
            }
            for value in _ordered(name, labels, found.everything[name], picked)
        ]
        groups.append(
            {
                "name": name,
                "label": field.label,
                "options": options,
                "closed": name in FOLDED and not picked,
                "shown": _shown(options),
            }
        )
    return [group for group in groups if group["options"]]


def _shown(options: list[dict[str, Any]]) -> int:
    """So many options stand above "show all" that every chosen one is seen."""
    chosen = [place for place, one in enumerate(options, start=1) if one["selected"]]
    return max([OPTIONS_SHOWN, *chosen])


def _ordered(
    name: str, labels: dict[str, str], totals: dict[str, int], picked: list[str]
) -> list[str]:
    """Values that occur in the list or are chosen: many ones by how often they do."""
    values = [value for value in labels if value in totals or value in picked]
    if name in ("topic", "country"):
        values.sort(key=lambda value: (-totals.get(value, 0), str(labels[value])))
    return values


def active_filters(
    query: QueryDict, filterset: StrictFilterSet, chosen: dict[str, list[str]]
) -> list[dict[str, Any]]:
    """The choices in force, each with the address without it."""
    rows = []
    for name, values in chosen.items():
        field = filterset.form.fields[name]
        labels = {str(value): label for value, label in field.choices}
        rows += [
            {
                "label": field.label,
                "value": capfirst(labels.get(value, value)),
                "remove_url": _without(query, name, value),
            }
            for value in values
        ]
    return rows


def _without(query: QueryDict, name: str, value: str) -> str:
    rest = query.copy()
    rest.setlist(name, [one for one in query.getlist(name) if one != value])
    rest.pop("page", None)
    return f"?{rest.urlencode()}"


def error_lines(result: FilteredPage) -> list[dict[str, Any]]:
    """What is wrong with the address, by parameter."""
    return [
        {"name": name, "messages": list(messages)}
        for name, messages in result.errors.items()
    ]
