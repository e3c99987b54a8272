"""The public pages of partnerships: the list, and one of them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from matching.partnerships import queries
from matching.partnerships.exporting import partnerships_csv
from matching.partnerships.facets import partnership_facets, partnership_index
from matching.partnerships.filters import PartnershipFilterSet, keys_holding
from matching.partnerships.models import Partnership
from matching.partnerships.querysets import PartnershipQuerySet
from portal.accounts.views_common import signed_in
from portal.web.filtering import FilteredPage, filtered_page
from portal.web.listing import active_filters, error_lines, facet_groups
from regions.queries.vocabulary import vocabulary
from regions.views.listing import filter_words


@require_safe
@never_cache
def partnership_list(request: HttpRequest) -> HttpResponse:
    """Partnerships with filters; as a table for spreadsheets with `format=csv`."""
    rows = Partnership.objects.public()
    result = filtered_page(request, PartnershipFilterSet, rows.for_rows())
    if request.GET.get("format") == "csv" and result.status == 200:
        return partnerships_csv(result.filterset.qs)
    template = "_listing" if request.htmx else "list"
    context = _list_context(request, result, rows)
    path = f"partnerships/{template}.html"
    return render(request, path, context, status=result.status)


@require_safe
@never_cache
def partnership_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One partnership, with what this reader may do in it."""
    one = partnership_or_404(request, slug)
    context = {
        "one": one,
        "found": queries.partnership_page(request.user, one),
        "matrix_url": _matrix_url(one),
    }
    return render(request, "partnerships/detail.html", context)


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """The partnerships of one's profiles, and what waits in them."""
    context = {
        "seats": queries.own_partnerships(request.user),
        "waiting": queries.waiting_for(request.user),
    }
    return render(request, "partnerships/mine.html", context)


def partnership_or_404(request: HttpRequest, slug: str) -> Partnership:
    """The partnership at this address, if this person may see it."""
    rows = Partnership.objects.visible_to(request.user).select_related("cooperation")
    found = rows.prefetch_related("topics").filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _matrix_url(one: Partnership) -> str:
    """The address of its needs and offers, where that page is installed."""
    try:
        return reverse("partnerships:matrix", args=[one.slug])
    except NoReverseMatch:
        return ""


def _list_context(
    request: HttpRequest, result: FilteredPage, rows: PartnershipQuerySet
) -> dict[str, Any]:
    words, filterset = vocabulary(), result.filterset
    chosen = {} if result.status != 200 else filterset.chosen
    sort = chosen.pop("sort", [next(iter(PartnershipFilterSet.sorts))])[0]
    text = " ".join(chosen.get("q", []))
    among = keys_holding(rows, text) if text else None
    facets = partnership_facets(words)
    counts = partnership_index(rows, words).counts(chosen, among)
    total = result.page.paginator.count
    export = request.GET.copy()
    export.pop("page", None)
    export["format"] = "csv"
    found = ngettext("%(n)d partnership", "%(n)d partnerships", total)
    return {
        "facets": facet_groups(facets, counts, chosen),
        "filters": active_filters(
            request.GET, filterset, chosen, filter_words(facets, words)
        ),
        "errors": error_lines(result),
        "page": result.page,
        "total": total,
        "found_words": found % {"n": total},
        "sort": sort,
        "sorts": [(key, one[0]) for key, one in PartnershipFilterSet.sorts.items()],
        "q": text,
        "csv_url": f"?{export.urlencode()}",
        "kept": [("region", value) for value in request.GET.getlist("region")],
    }
