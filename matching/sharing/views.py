"""The directory of facilities one can ask for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from matching.sharing.exporting import facilities_csv
from matching.sharing.facets import facility_facets, facility_index
from matching.sharing.filters import OpenFacilityFilterSet
from matching.sharing.queries import windows_ahead
from matching.sharing.wording import count_words
from portal.web.facets import FacetIndex
from portal.web.filtering import FilteredPage, filtered_page
from portal.web.listing import Facet, active_filters, error_lines, facet_groups
from regions.maps import number_map
from regions.models import Facility, SearchEntry, SearchKind
from regions.queries.vocabulary import Vocabulary, vocabulary
from regions.views.listing import filter_words


@require_safe
@never_cache
def directory(request: HttpRequest) -> HttpResponse:
    """Facilities with filters and a map; as a table with `format=csv`."""
    rows = Facility.objects.published().select_related("region", "terms")
    rows = rows.prefetch_related("terms__capabilities", windows_ahead(), "topics")
    result = filtered_page(request, OpenFacilityFilterSet, rows)
    if request.GET.get("format") == "csv" and result.status == 200:
        return facilities_csv(result.filterset.qs)
    words = vocabulary()
    index = facility_index(Facility.objects.published(), words)
    context = list_context(request, result, facility_facets(words), index, words)
    context["found_words"] = count_words(context["total"])
    context["map"] = _map(request, context, words)
    template = "_listing" if request.htmx else "open"
    path = f"sharing/{template}.html"
    return render(request, path, context, status=result.status)


def list_context(
    request: HttpRequest,
    result: FilteredPage,
    facets: list[Facet],
    index: FacetIndex,
    words: Vocabulary,
) -> dict[str, Any]:
    """What a list says about its filters, rows and pages."""
    filterset = result.filterset
    chosen = {} if result.status != 200 else filterset.chosen
    sort = chosen.pop("sort", [next(iter(filterset.sorts))])[0]
    counts = index.counts(chosen, _holding(chosen))
    export = request.GET.copy()
    export.pop("page", None)
    export["format"] = "csv"
    labels = filter_words(facets, words)
    return {
        "facets": facet_groups(facets, counts, chosen),
        "filters": active_filters(request.GET, filterset, chosen, labels),
        "errors": error_lines(result),
        "page": result.page,
        "total": result.page.paginator.count,
        "sort": sort,
        "sorts": [(key, one[0]) for key, one in filterset.sorts.items()],
        "countries": words.countries,
        "csv_url": f"?{export.urlencode()}",
        "places": counts.get("place", {}),
    }


def _holding(chosen: dict[str, list[str]]) -> set[str] | None:
    """The addresses that a search for words leaves, or None where there is none."""
    text = " ".join(chosen.get("q", []))
    if not text:
        return None
    found = SearchEntry.objects.filter(kind=SearchKind.FACILITY).holding(text)
    return set(found.order_by().values_list("key", flat=True))


def _map(request: HttpRequest, context: dict, words: Vocabulary) -> dict | None:
    """Facilities by region; each outline leads to the list in that region alone."""
    if context["errors"] or not context["total"]:
        return None

    def within(code: str) -> str:
        query = request.GET.copy()
        query["region"] = code
        query.pop("page", None)
        return f"?{query.urlencode()}"

    return number_map(context["places"], words, within, context["found_words"])
