"""The controls of a list of candidates: its order, its filters, ways out of both."""

from collections.abc import Collection
from typing import Any

from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from matching.candidates import CandidateList
from matching.card_parts import hidings
from matching.filters import SORTS, STEP_WORDS, ListFilterSet, MatchFilterSet
from matching.ordering import GROUPS, NORMAL
from matching.wording_order import margin_words, order_words
from portal.web.filtering import SHOWING
from portal.web.listing import Facet, active_filters, facet_groups

# The facts by which a list is filtered, in the order in which they stand beside it.
FACETS = (
    "kind",
    "country",
    "cohesion",
    "stage",
    "type",
    "topic",
    "confidence",
    "experience",
)
MANY = ("country", "topic")
OPEN = ("kind", "country", "cohesion", "stage")
# The parameter by which a reader hides some.
HIDING = "without"
# Parameters that say in which order rows are shown.
ORDER = ("sort", *GROUPS)
GROUP_MEANINGS = {
    "likeness": _("the same topics and words"),
    "complement": _("what each gives the other"),
    "strength": _("how strong both regions are"),
    "track_record": _("having worked together"),
    "reach": _("other countries and newcomers"),
}


def controls_context(
    path: str, query: QueryDict, found: CandidateList, filterset: MatchFilterSet
) -> dict[str, Any]:
    """What matching/_facets.html shows, and the results say of order and filters.

    `path` and `query` are the address of the list. Where the address is wrong, no
    choice is in force.
    """
    facets = _facets(filterset)
    labels = {facet.name: facet.labels for facet in facets}
    chosen, order = filterset.narrowing, filterset.order
    in_force = chosen | filterset.hidings
    hiding_labels = {one.name: one.label for one in hidings()}
    moved = any(one.moved for one in found.standings(order))
    return {
        "sort": order.sort,
        "sorts": SORTS,
        "is_reweighed": bool(order.steps),
        "fair_margin": margin_words(found.run) if moved else "",
        "weights": _weights(filterset),
        "matters": order_words(order, filterset),
        "facets": facet_groups(facets, filterset.counts(found), chosen),
        "filters": active_filters(
            query, filterset, in_force, labels | {HIDING: hiding_labels}
        ),
        "is_filtered": bool(in_force),
        "default_url": _address(path, query, {*ORDER, "page"}),
        "score_url": _address(path, query, {"page"}, sort="score"),
        "clear_url": _address(
            path, query, {*filterset.narrowing_filters, HIDING, *SHOWING}
        ),
    }


def hiding_context(
    found: CandidateList, filterset: ListFilterSet
) -> list[dict[str, Any]]:
    """What the reader of this list can hide, with how many that are or would be.

    What would hide nobody is not offered.
    """
    numbers = filterset.numbers_hidden(found)
    picked = set(filterset.hidings.get(HIDING, [])) & numbers.keys()
    return [
        {
            "name": HIDING,
            "option": {
                "value": one.name,
                "label": one.label,
                "count": numbers[one.name],
                "selected": one.name in picked,
            },
            "said": one.words(numbers[one.name]) if one.name in picked else "",
        }
        for one in hidings()
        if numbers.get(one.name) or one.name in picked
    ]


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


def _address(
    path: str, query: QueryDict, without: Collection[str], **changed: str
) -> str:
    """This list without some parameters of its address, and with some changed."""
    kept = QueryDict(mutable=True)
    for name, values in query.lists():
        if name not in without:
            kept.setlist(name, values)
    for name, value in changed.items():
        kept[name] = value
    return f"{path}?{kept.urlencode()}" if kept else path


def _facets(filterset: MatchFilterSet) -> list[Facet]:
    """The groups of filters with the words of their values."""
    names = {one.fact: name for name, one in filterset.narrowing_filters.items()}
    facets = []
    for fact in FACETS:
        field = filterset.form.fields[names[fact]]
        labels = {str(value): capfirst(label) for value, label in field.choices}
        facets.append(
            Facet(
                names[fact],
                field.label,
                labels,
                by_count=fact in MANY,
                is_open=fact in OPEN,
            )
        )
    return facets
