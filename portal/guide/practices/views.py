"""The list of practices, one of them, and one's own."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from portal.accounts.models import User
from portal.accounts.views_common import signed_in
from portal.guide.practices import queries, services
from portal.guide.practices.exporting import practices_csv
from portal.guide.practices.facets import practice_facets, practice_index
from portal.guide.practices.filters import PracticeFilterSet
from portal.guide.practices.fitting import profiles_it_fits
from portal.guide.practices.forms import WithdrawForm
from portal.guide.practices.models import Practice
from portal.guide.practices.people import acts_in, is_keeper, organisations_of
from portal.web.filtering import FilteredPage, filtered_page
from portal.web.listing import active_filters, error_lines, facet_groups
from portal.web.versioned import versioned_page
from regions.models import Status
from regions.queries.vocabulary import vocabulary
from regions.views.listing import filter_words


@require_safe
@gzip_page
@versioned_page
def practice_list(request: HttpRequest) -> HttpResponse:
    """Published practices with filters; as a table with `format=csv`."""
    rows = Practice.objects.published()
    result = filtered_page(request, PracticeFilterSet, rows.for_rows())
    if request.GET.get("format") == "csv" and result.status == 200:
        return practices_csv(result.filterset.qs)
    template = "_listing" if getattr(request, "htmx", False) else "list"
    context = _list_context(request, result)
    path = f"guide/practices/{template}.html"
    return render(request, path, context, status=result.status)


@require_safe
@gzip_page
@versioned_page
def practice_detail(request: HttpRequest, slug: str) -> HttpResponse:
    return detail_response(request, practice_or_404(request, slug))


@require_safe
@signed_in
def own_list(request: HttpRequest) -> HttpResponse:
    """The practices for which one acts, in whatever state."""
    context = {
        "rows": queries.own_practices(request.user),
        "organisations": organisations_of(request.user),
    }
    return render(request, "guide/practices/mine.html", context)


def practice_or_404(request: HttpRequest, slug: str) -> Practice:
    """The practice at this address, if this person may see it."""
    rows = Practice.objects.visible_to(request.user).for_rows()
    found = rows.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def detail_response(
    request: HttpRequest,
    one: Practice,
    *,
    withdraw_form: WithdrawForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a practice; its people and curators see where it stands."""
    user = request.user
    context = facts_of(one)
    context["fits"] = profiles_it_fits(user, one) if one.is_published else []
    if isinstance(user, User):
        context |= rights_of(user, one)
        context["withdraw_form"] = withdraw_form or WithdrawForm()
    return render(request, "guide/practices/detail.html", context, status=status)


def facts_of(one: Practice) -> dict[str, Any]:
    """What the facts beside a practice name: its country, and its topics in words."""
    words = vocabulary()
    topics = sorted(topic.pk for topic in one.topics.all())
    return {
        "one": one,
        "country": words.country_label(one.region.country),
        "topics": [words.topics[code] for code in topics if code in words.topics],
    }


def rights_of(user: User, one: Practice) -> dict[str, Any]:
    """What this person may do with it now, and the log for those who may read it."""
    may_keep, is_own = is_keeper(user, one), acts_in(user, one)
    sees_log = is_own or user.is_staff
    return {
        "is_own": is_own,
        "may_edit": user.is_staff or (may_keep and one.status != Status.SUBMITTED),
        "may_submit": may_keep and one.status in services.SUBMITTABLE,
        "may_take_back": may_keep and one.status == Status.SUBMITTED,
        "may_confirm": may_keep and one.is_published,
        "may_withdraw": one.is_published and (may_keep or user.is_staff),
        "may_delete": may_keep
        and one.status in (Status.DRAFT, Status.RETURNED)
        and one.published_at is None,
        "may_decide": user.is_staff and one.status == Status.SUBMITTED,
        "events": queries.events_of(one) if sees_log else [],
    }


def _list_context(request: HttpRequest, result: FilteredPage) -> dict[str, Any]:
    words, filterset = vocabulary(), result.filterset
    chosen = {} if result.status != 200 else filterset.chosen
    sort = chosen.pop("sort", [next(iter(PracticeFilterSet.sorts))])[0]
    typed = chosen.get("q", [])
    facets = practice_facets(words)
    among = None
    if typed:
        found = PracticeFilterSet({"q": typed[0]}, Practice.objects.published()).qs
        among = set(found.order_by().values_list("pk", flat=True))
    index = practice_index(Practice.objects.published(), words)
    counts = index.counts(chosen, among)
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
        "found_words": ngettext("%(n)d practice", "%(n)d practices", total)
        % {"n": total},
        "sort": sort,
        "sorts": [(key, one[0]) for key, one in PracticeFilterSet.sorts.items()],
        "words": typed[0] if typed else "",
        "countries": words.countries,
        "csv_url": f"?{export.urlencode()}",
        "kept": [("region", value) for value in request.GET.getlist("region")],
    }
