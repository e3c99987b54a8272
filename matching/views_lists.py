"""What the page of a match list shows: its controls, cards, run."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from matching.card_parts import parts_for, sections_for
from matching.controls import controls_context, hiding_context
from matching.ordering import Order, Standing
from matching.queries import MatchList
from matching.wording_cards import profile_card
from matching.wording_order import list_cards
from portal.web.filtering import FilteredPage
from portal.web.listing import error_lines
from regions.wording import confirmer_of

TOP = 5


def list_context(
    request: HttpRequest, found: MatchList, result: FilteredPage
) -> dict[str, Any]:
    """Everything that matching/list.html and its fragment show."""
    filterset = result.filterset
    is_own = found.profile.is_own
    has_sections = is_own and not request.htmx
    return {
        **source_context(found),
        **controls_context(request.path, request.GET, found, filterset),
        "hidings": hiding_context(found, filterset),
        "is_own": is_own,
        "page": result.page,
        "cards": _cards(request, found, filterset.order, list(result.page)),
        "sections": sections_for(request.user, found) if has_sections else [],
        "errors": error_lines(result),
        "all_url": request.path,
    }


def top_context(request: HttpRequest, found: MatchList) -> dict[str, Any]:
    """The best five of a list and how many there are."""
    return {
        **source_context(found),
        "cards": _cards(request, found, Order(), found.default[:TOP]),
    }


def _cards(
    request: HttpRequest, found: MatchList, order: Order, standings: list[Standing]
) -> list[dict[str, Any]]:
    """The cards, each with what other rooms say of the candidate."""
    cards = list_cards(found, order, standings)
    partners = [card["provenance"] for card in cards]
    parts = parts_for(request.user, found.profile, partners)
    return [
        card | {"parts": own, "is_folded": any_folded(own)}
        for card in cards
        for own in [parts[card["provenance"].pk]]
    ]


def any_folded(parts: list[dict[str, Any]]) -> bool:
    """Whether a room asks that only the head of the card be shown."""
    return any(one["part"].get("is_folded") for one in parts)


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
    if found.profile.lapsed_at:
        return "lapsed"
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
