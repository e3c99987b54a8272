"""One way to show a list: facets, choices in force, map, rows, pages."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from portal.web.facets import Counts, FacetIndex
from portal.web.filtering import FilteredPage, StrictFilterSet, filtered_page
from portal.web.listing import Facet, active_filters, error_lines, facet_groups
from regions.facets import Index
from regions.filters import RegisterFilterSet
from regions.models import SearchEntry
from regions.queries.version import register_version
from regions.queries.vocabulary import Labels, Vocabulary, kept_vocabulary

Shown = Callable[["Found"], dict[str, Any]]


@dataclass(frozen=True)
class Listing:
    """What one list page is made of. Words are called late, in the reader's language.

    `rows` gives what a person may see, `facets` the groups of filters, `map` the
    arguments of the region_map tag (or nothing), `count_words` says "24 regions".
    """

    name: str
    title: Any
    lead: Any
    rows: Callable[[Any], QuerySet]
    filterset: type[RegisterFilterSet]
    index: Index
    facets: Callable[[Vocabulary], list[Facet]]
    count_words: Callable[[int], str]
    map: Shown | None = None
    # What another room calls this list, where searches of it can be saved.
    saved_as: str = ""


@dataclass
class Found:
    """The words of a request, and what the kept index says about its choices."""

    words: Vocabulary
    index: FacetIndex
    query: QueryDict
    filterset: StrictFilterSet | None = None

    @cached_property
    def chosen(self) -> dict[str, list[str]]:
        return self.filterset.chosen if self.filterset else {}

    @cached_property
    def among(self) -> set[str] | None:
        """The keys a text search leaves, or None where there is none."""
        text = " ".join(self.chosen.get("q", []))
        if not text:
            return None
        kind = self.filterset.search_kind
        found = SearchEntry.objects.filter(kind=kind).holding(text)
        return set(found.order_by().values_list("key", flat=True))

    @cached_property
    def counts(self) -> Counts:
        return self.index.counts(self.chosen, self.among)

    def total(self, filterset: StrictFilterSet) -> int:
        self.filterset = filterset
        return self.index.total(self.chosen, self.among)

    def within(self, code: str) -> str:
        """The address of this list with these choices, in one region only."""
        query = self.query.copy()
        query["region"] = code
        query.pop("page", None)
        return f"?{query.urlencode()}"

    @cached_property
    def places(self) -> dict[str, int]:
        """How many of the rows found belong to each region."""
        return self.counts["place"]


def list_response(request: HttpRequest, listing: Listing) -> HttpResponse:
    """The page of a list; htmx gets the list alone, from the same template."""
    version = register_version()
    found = Found(kept_vocabulary(version), listing.index(version), request.GET)
    # The index holds what everybody may see; only for visitors is that all there is.
    count = None if request.user.is_authenticated else found.total
    result = filtered_page(
        request, listing.filterset, listing.rows(request.user), count=count
    )
    found.filterset = result.filterset if result.status == 200 else None
    template = "regions/_listing.html" if request.htmx else "regions/list.html"
    context = _list_context(request, listing, found, result)
    return render(request, template, context, status=result.status)


def _list_context(
    request: HttpRequest, listing: Listing, found: Found, result: FilteredPage
) -> dict[str, Any]:
    facets = listing.facets(found.words)
    chosen = {name: one for name, one in found.chosen.items() if name != "sort"}
    total = result.page.paginator.count
    return {
        "listing": listing,
        "saved_as": listing.saved_as,
        "rows_template": f"regions/_{listing.name}_rows.html",
        "facets": facet_groups(facets, found.counts, chosen),
        "filters": active_filters(
            request.GET, result.filterset, chosen, filter_words(facets, found.words)
        ),
        "errors": error_lines(result),
        "page": result.page,
        "total": total,
        "found_words": listing.count_words(total),
        "countries": found.words.countries,
        "sort": found.chosen.get("sort", [next(iter(listing.filterset.sorts))])[0],
        "sorts": [(key, one[0]) for key, one in listing.filterset.sorts.items()],
        "map": listing.map(found) if listing.map and total else None,
    }


def filter_words(facets: list[Facet], words: Vocabulary) -> dict[str, Any]:
    """Words for the values of every parameter that a reader may have chosen."""
    return {
        **{facet.name: facet.labels for facet in facets},
        "topic": Labels(words.topics),
        "region": Labels(words.places),
    }
