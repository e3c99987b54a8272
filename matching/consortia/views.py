"""The list of consortia, and the page of one as its lead, members or others see it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from matching.calls.models import Status as CallStatus
from matching.consortia import queries
from matching.consortia.facets import consortium_facets, consortium_index
from matching.consortia.filters import ConsortiumFilterSet
from matching.consortia.models import Consortium
from matching.consortia.querysets import ConsortiumQuerySet
from matching.consortia.services import may_edit
from matching.consortia.sight import sight_of
from matching.consortia.standing import standing_of
from matching.consortia.tables import member_rows
from portal.web.filtering import FilteredPage, filtered_page
from portal.web.listing import active_filters, error_lines, facet_groups
from regions.queries.vocabulary import vocabulary
from regions.views.addresses import follows_mergers

# What candidates and proposals ask of a consortium more than once.
ASKED_FOR = ("call__topics", "call__rules", "lead__topics")


@require_safe
@follows_mergers
@never_cache
def consortium_list(request: HttpRequest) -> HttpResponse:
    """Consortia that one may see, with filters."""
    rows = Consortium.objects.visible_to(request.user)
    result = filtered_page(request, ConsortiumFilterSet, rows.for_rows())
    template = "_listing" if request.htmx else "list"
    context = list_context(request, result, rows)
    path = f"consortia/{template}.html"
    return render(request, path, context, status=result.status)


@require_safe
@never_cache
def consortium_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Composition and rules for who belongs to it, an invitation for who is asked."""
    one = consortium_or_404(request, slug)
    sight = sight_of(request.user, one)
    standing = standing_of(one)
    context: dict[str, Any] = {
        "one": one,
        "sight": sight,
        "rows": member_rows(standing, sight),
        "is_closed": one.call.status == CallStatus.CLOSED,
        "standing": standing,
    }
    if not sight.reads:
        seen = {member.pk for member in sight.members(standing.members)}
        context["others"] = sum(
            each.is_present and each.pk not in seen for each in standing.members
        )
        return render(request, "consortia/outside_view.html", context)
    may_change = sight.edits and one.is_changeable
    closers = queries.closers_of(request.user, standing) if may_change else {}
    context |= {
        "may_change": may_change,
        "lines": queries.rule_lines(standing, closers),
        "away": [each for each in context["rows"] if not each.member.is_present],
    }
    return render(request, "consortia/detail.html", context)


def consortium_or_404(request: HttpRequest, slug: str) -> Consortium:
    """The consortium at this address, if this person may see it."""
    rows = Consortium.objects.visible_to(request.user)
    joined = rows.select_related("call", "lead__region", "lead__cluster")
    found = joined.prefetch_related(*ASKED_FOR).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def editable_or_404(request: HttpRequest, slug: str) -> Consortium:
    """The same for who changes it; who only reads it is told so."""
    one = consortium_or_404(request, slug)
    if not may_edit(request.user, one):
        raise PermissionDenied(
            _("Only owners and editors of the organisation that leads may do this.")
        )
    return one


def list_context(
    request: HttpRequest, result: FilteredPage, rows: ConsortiumQuerySet
) -> dict[str, Any]:
    filterset, words = result.filterset, vocabulary()
    chosen = {} if result.status != 200 else filterset.chosen
    sort = chosen.pop("sort", [next(iter(ConsortiumFilterSet.sorts))])[0]
    facets = consortium_facets(filterset.calls, request.user)
    counts = consortium_index(rows, request.user).counts(chosen)
    labels = {facet.name: facet.labels for facet in facets}
    total = result.page.paginator.count
    return {
        "facets": facet_groups(facets, counts, chosen),
        "filters": active_filters(request.GET, filterset, chosen, labels),
        "errors": error_lines(result),
        "page": result.page,
        "total": total,
        "found_words": ngettext("%(n)d consortium", "%(n)d consortia", total)
        % {"n": total},
        "sort": sort,
        "sorts": [(key, one[0]) for key, one in ConsortiumFilterSet.sorts.items()],
        "countries": words.countries,
        "kept": [("profile", value) for value in request.GET.getlist("profile")],
    }
