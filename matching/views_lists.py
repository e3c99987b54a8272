"""What the page of a match list shows: facets, filters in force, cards, run."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from matching.filters import SORTS, STEP_WORDS, MatchFilterSet
from matching.ordering import GROUPS, NORMAL, Order
from matching.queries import MatchList
from matching.wording_cards import profile_card
from matching.wording_order import list_cards, margin_words, order_words
from portal.web.filtering import FilteredPage, StrictFilterSet
from portal.web.listing import Facet, active_filters, error_lines, facet_groups
from regions.wording import confirmer_of

TOP = 5
FACETS = ("kind", "country", "cohesion", "stage", "type", "topic", "confidence")
MANY = ("country", "topic")
OPEN = ("kind", "country", "cohesion", "stage")
# Parameters that say in which order rows are shown.
ORDER = ("sort", *GROUPS)
GROUP_MEANINGS = {
    "likeness": _("the same topics and words"),
    "complement": _("what each gives the other"),
    "strength": _("how strong both regions are"),
    "track_record": _("having worked together"),
    "reach": _("other countries and newcomers"),
}


def list_context(
    request: HttpRequest, found: MatchList, result: FilteredPage
) -> dict[str, Any]:
    """Everything that matching/list.html and its fragment show."""
    filterset = result.filterset
    is_right = result.status == 200
    chosen = filterset.narrowing if is_right else {}
    order = filterset.order if is_right else Order()
    facets = _facets(filterset)
    words = {facet.name: facet.labels for facet in facets}
    return {
        **source_context(found),
        **_order_context(request, found, order),
        "weights": _weights(filterset),
        "matters": order_words(order, filterset),
        "page": result.page,
        "cards": list_cards(found, order, list(result.page)),
        "facets": facet_groups(facets, found.facets(chosen), chosen),
        "filters": active_filters(request.GET, filterset, chosen, words),
        "is_filtered": bool(chosen),
        "errors": error_lines(result),
        "clear_url": _address(request, [name for name in request.GET if name in ORDER]),
    }


def _order_context(
    request: HttpRequest, found: MatchList, order: Order
) -> dict[str, Any]:
    """Which order is in force, in words and in the form, and the ways out of it."""
    rest = [name for name in request.GET if name not in (*ORDER, "page")]
    moved = any(one.moved for one in found.standings(order))
    return {
        "sort": order.sort,
        "sorts": SORTS,
        "is_reweighed": bool(order.steps),
        "fair_margin": margin_words(found.run) if moved else "",
        "default_url": _address(request, rest),
        "score_url": _address(request, [*rest, *GROUPS], sort="score"),
    }


def _weights(filterset: MatchFilterSet) -> list[dict[str, Any]]:
    """The controls of what matters to the reader, as the address has them."""
    data = filterset.form.data
    return [
        {
            "name": name,
            "label": filterset.form.fields[name].label,
            "help": GROUP_MEANINGS[name],
            "options": STEP_WORDS,
            "chosen": data.get(name)
            if data.get(name) in dict(STEP_WORDS)
            else str(NORMAL),
        }
        for name in GROUPS
    ]


def _address(request: HttpRequest, kept: Iterable[str], **changed: str) -> str:
    """This list with only these parameters of the present address, and some changed."""
    query = QueryDict(mutable=True)
    for name in dict.fromkeys(kept):
        if request.GET.getlist(name):
            query.setlist(name, request.GET.getlist(name))
    for name, value in changed.items():
        query[name] = value
    return f"{request.path}?{query.urlencode()}" if query else request.path


def top_context(found: MatchList) -> dict[str, Any]:
    """The best five of a list and how many there are."""
    return {
        **source_context(found),
        "cards": list_cards(found, Order(), found.default[:TOP]),
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
