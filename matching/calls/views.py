"""Calls for everybody: the list, one of them, and closing days as calendar files."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from matching.calls import queries, services
from matching.calls.calendar import MEDIA_TYPE, calendar_file
from matching.calls.exporting import calls_csv
from matching.calls.facets import call_facets, call_index
from matching.calls.filters import CallFilterSet
from matching.calls.models import Call
from matching.calls.querysets import CallQuerySet
from portal.accounts.views_common import signed_in, tried
from portal.web.filtering import FilteredPage, filtered_page
from portal.web.listing import active_filters, error_lines, facet_groups
from regions.queries.vocabulary import vocabulary
from regions.views.listing import filter_words


@require_safe
@never_cache
def call_list(request: HttpRequest) -> HttpResponse:
    """Calls with filters; as a table for spreadsheets with `format=csv`."""
    rows = Call.objects.visible_to(request.user)
    result = filtered_page(request, CallFilterSet, rows.for_rows())
    if request.GET.get("format") == "csv" and result.status == 200:
        return calls_csv(result.filterset.qs)
    template = "_listing" if request.htmx else "list"
    context = list_context(request, result, rows)
    return render(request, f"calls/{template}.html", context, status=result.status)


@require_safe
@never_cache
def call_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The facts of a call, its rules as sentences, and how its test cases stand."""
    call = call_or_404(request, slug)
    context = {"call": call} | queries.detail_of(request.user, call)
    return render(request, "calls/detail.html", context)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The closing days that are still to come, for calendars to subscribe to."""
    return _calendar(queries.calls_to_come(), "calls.ics")


@require_safe
@never_cache
def call_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The closing day of one call."""
    call = call_or_404(request, slug)
    if call.closes is None:
        raise Http404
    return _calendar([call], f"{call.slug}.ics")


@require_POST
@signed_in
def call_follow(request: HttpRequest, slug: str) -> HttpResponse:
    """Remind me before this call closes, or do not any more."""
    call, user = call_or_404(request, slug), request.user
    if request.POST.get("_do") == "end":
        tried(
            request,
            lambda: services.unfollow_call(user=user, call=call),
            _("You are not reminded of this call any more."),
        )
    else:
        tried(
            request,
            lambda: services.follow_call(user=user, call=call),
            _("You are reminded 30 and 7 days before this call closes."),
        )
    return redirect(call)


def call_or_404(request: HttpRequest, slug: str) -> Call:
    """The call at this address, if this person may see it."""
    return get_object_or_404(Call.objects.visible_to(request.user), slug=slug)


def list_context(
    request: HttpRequest, result: FilteredPage, rows: CallQuerySet
) -> dict[str, Any]:
    words, filterset = vocabulary(), result.filterset
    chosen = {} if result.status != 200 else filterset.chosen
    sort = chosen.pop("sort", [next(iter(CallFilterSet.sorts))])[0]
    facets = call_facets(words, filterset.programmes)
    total = result.page.paginator.count
    export = request.GET.copy()
    export.pop("page", None)
    export["format"] = "csv"
    counts = call_index(rows, words).counts(chosen, among=filterset.found)
    return {
        "facets": facet_groups(facets, counts, chosen),
        "filters": active_filters(
            request.GET, filterset, chosen, filter_words(facets, words)
        ),
        "errors": error_lines(result),
        "page": result.page,
        "total": total,
        "found_words": ngettext("%(n)d call", "%(n)d calls", total) % {"n": total},
        "sort": sort,
        "sorts": [(key, one[0]) for key, one in CallFilterSet.sorts.items()],
        "levels": range(1, 10),
        "trl": chosen.get("trl", [""])[0],
        "csv_url": f"?{export.urlencode()}",
    }


def _calendar(calls: Any, name: str) -> HttpResponse:
    return HttpResponse(
        calendar_file(calls),
        content_type=MEDIA_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
