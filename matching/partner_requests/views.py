"""The list of partner requests, one of them, and those that fit a profile."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from matching.introductions.people import acts_for
from matching.partner_requests import queries
from matching.partner_requests.exporting import requests_csv
from matching.partner_requests.facets import request_facets, request_index
from matching.partner_requests.filters import RequestFilterSet
from matching.partner_requests.forms import CloseForm
from matching.partner_requests.models import PartnerRequest, State
from matching.partner_requests.querysets import RequestQuerySet
from matching.partner_requests.services.answering import CHOOSABLE
from portal.accounts.views_common import signed_in
from portal.web.filtering import FilteredPage, filtered_page
from portal.web.listing import active_filters, error_lines, facet_groups
from regions.models import Profile
from regions.queries.vocabulary import vocabulary
from regions.querysets import EDITING
from regions.views.addresses import follows_mergers
from regions.views.listing import filter_words


@require_safe
@follows_mergers
@never_cache
def request_list(request: HttpRequest) -> HttpResponse:
    """Open requests with filters; as a table for spreadsheets with `format=csv`."""
    rows = PartnerRequest.objects.visible_to(request.user).open()
    result = filtered_page(request, RequestFilterSet, rows.for_rows())
    if request.GET.get("format") == "csv" and result.status == 200:
        return requests_csv(result.filterset.qs)
    template = "_listing" if request.htmx else "list"
    context = list_context(request, result, rows)
    path = f"partner_requests/{template}.html"
    return render(request, path, context, status=result.status)


@require_safe
@never_cache
def request_detail(request: HttpRequest, slug: str) -> HttpResponse:
    return detail_response(request, request_or_404(request, slug))


@require_safe
@follows_mergers
@signed_in
def requests_for(request: HttpRequest, slug: str) -> HttpResponse:
    """Open requests that fit one profile of one's own, the best first."""
    own = Profile.objects.owned_by(request.user).select_related("region")
    profile = get_object_or_404(own, slug=slug)
    matches = queries.requests_that_fit(request.user, [profile])
    context = {"profile": profile, "matches": matches}
    return render(request, "partner_requests/fitting.html", context)


def request_or_404(request: HttpRequest, slug: str) -> PartnerRequest:
    """The request at this address, if this person may see it."""
    rows = PartnerRequest.objects.visible_to(request.user).for_rows()
    found = rows.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def list_context(
    request: HttpRequest, result: FilteredPage, rows: RequestQuerySet
) -> dict[str, Any]:
    words, filterset = vocabulary(), result.filterset
    chosen = {} if result.status != 200 else filterset.chosen
    sort = chosen.pop("sort", [next(iter(RequestFilterSet.sorts))])[0]
    facets = request_facets(words)
    counts = request_index(rows, words).counts(chosen)
    total = result.page.paginator.count
    export = request.GET.copy()
    export.pop("page", None)
    export["format"] = "csv"
    return {
        "facets": facet_groups(facets, counts, chosen),
        "filters": active_filters(
            request.GET, filterset, chosen, filter_words(facets, words)
        ),
        "errors": error_lines(result),
        "page": result.page,
        "total": total,
        "found_words": ngettext("%(n)d open request", "%(n)d open requests", total)
        % {"n": total},
        "sort": sort,
        "sorts": [(key, one[0]) for key, one in RequestFilterSet.sorts.items()],
        "countries": words.countries,
        "csv_url": f"?{export.urlencode()}",
        "kept": [
            (name, value)
            for name in ("region", "profile")
            for value in request.GET.getlist(name)
        ],
    }


def detail_response(
    request: HttpRequest,
    one: PartnerRequest,
    *,
    close_form: CloseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a request; whose it is sees whom it fits and who has answered."""
    words, user = vocabulary(), request.user
    is_own = acts_for(user, one.profile)
    may_write = is_own and acts_for(user, one.profile, *EDITING)
    context: dict[str, Any] = {
        "one": one,
        "topics": [words.topics[code] for code in _codes(one, words)],
        "is_own": is_own,
        "may_write": may_write,
    }
    if is_own:
        context |= {
            "fitting": queries.fitting_profiles(user, one) if one.is_open else [],
            "is_waiting": one.matched_run is None,
            "answers": queries.answers_of(one),
            "may_fill": may_write and one.state in (State.OPEN, State.EXPIRED),
            "choosable": CHOOSABLE,
            "close_form": close_form or CloseForm(),
        }
    elif user.is_authenticated:
        context["own_fits"] = queries.own_profiles_that_fit(user, one)
    return render(request, "partner_requests/detail.html", context, status=status)


def _codes(one: PartnerRequest, words: Any) -> list[str]:
    return sorted(topic.pk for topic in one.topics.all() if topic.pk in words.topics)
