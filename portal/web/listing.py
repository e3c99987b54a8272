"""What a list page says about its filters: facets, choices in force, errors, count."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.text import capfirst

from portal.web.facets import Counts
from portal.web.filtering import FilteredPage, StrictFilterSet

Option = dict[str, Any]


@dataclass(frozen=True)
class Facet:
    """One group of filters: its parameter, its heading and its values in order.

    `labels` maps values to words; `by_count` puts the most frequent first; `prefix`
    tells groups of the same parameter apart.
    """

    name: str
    label: Any
    labels: Mapping[str, Any]
    by_count: bool = False
    is_open: bool = False
    prefix: str = ""


def facet_groups(
    facets: Iterable[Facet], counts: Counts, chosen: Mapping[str, Sequence[str]]
) -> list[dict[str, Any]]:
    """Groups for includes/_facets.html; values that would show nothing are left out."""
    groups = (_group(facet, counts, chosen.get(facet.name, ())) for facet in facets)
    return [group for group in groups if group["options"]]


def _group(facet: Facet, counts: Counts, picked: Sequence[str]) -> dict[str, Any]:
    found = counts.get(facet.name, {})
    values = [one for one in facet.labels if found.get(one) or one in picked]
    if facet.by_count:
        values.sort(key=lambda one: (-found.get(one, 0), str(facet.labels[one])))
    # Choices in force stand first, so that folding never hides them.
    values.sort(key=lambda one: one not in picked)
    options = [_option(facet, one, found, picked) for one in values]
    return {
        "name": facet.name,
        "label": facet.label,
        "options": options,
        "closed": not facet.is_open and not any(one["selected"] for one in options),
        "prefix": facet.prefix,
    }


def _option(facet: Facet, value: str, found: Mapping, picked: Sequence[str]) -> Option:
    return {
        "value": value,
        "label": capfirst(str(facet.labels[value])),
        "count": found.get(value, 0),
        "selected": value in picked,
    }


def active_filters(
    query: QueryDict,
    filterset: StrictFilterSet,
    chosen: Mapping[str, Sequence[str]],
    words: Mapping[str, Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """The choices in force, each with the address that leaves it out.

    `words` maps a parameter to the words of its values.
    """
    return [
        {
            "label": filterset.form.fields[name].label,
            "value": words.get(name, {}).get(value, value),
            "remove_url": _without(query, name, value),
        }
        for name, values in chosen.items()
        for value in values
    ]


def _without(query: QueryDict, name: str, value: str) -> str:
    rest = query.copy()
    kept = [one for one in query.getlist(name) if one.casefold() != value.casefold()]
    rest.setlist(name, kept if len(kept) < len(query.getlist(name)) else [])
    rest.pop("page", None)
    return f"?{rest.urlencode()}"


def error_lines(result: FilteredPage) -> list[dict[str, Any]]:
    """What is wrong with the address, by parameter, under the filter's own label."""
    fields = result.filterset.form.fields
    return [
        {
            "name": name,
            "label": str(fields[name].label) if name in fields else "",
            "messages": list(messages),
        }
        for name, messages in result.errors.items()
    ]
