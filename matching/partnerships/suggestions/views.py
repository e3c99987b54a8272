"""The curators' pages of suggestions: the list, one of them, and the decision."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from matching.partnerships.suggestions import queries, services
from matching.partnerships.suggestions.filters import SuggestionFilterSet
from matching.partnerships.suggestions.forms import AdoptForm, DismissForm
from matching.partnerships.suggestions.models import PartnershipSuggestion
from portal.web.access import curators_see
from portal.web.errors import PortalError
from portal.web.filtering import filtered_page
from portal.web.listing import error_lines
from regions.queries.vocabulary import vocabulary


@require_safe
@curators_see
def suggestion_list(request: HttpRequest) -> HttpResponse:
    found = filtered_page(request, SuggestionFilterSet, queries.suggestion_rows())
    chosen = found.filterset.chosen if found.status == 200 else {"state": [""]}
    context = {
        "form": found.filterset.form,
        "errors": error_lines(found),
        "page": found.page,
        "total": found.page.paginator.count,
        "is_filtered": bool(chosen),
        "numbers": queries.suggestion_numbers(),
        "last_round": queries.last_round(),
    }
    path = "partnerships/suggestions/list.html"
    return render(request, path, context, status=found.status)


@require_safe
@curators_see
def suggestion(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _suggestion_or_404(request, pk))


@require_POST
@curators_see
def suggestion_adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """Set up a partnership of it, and invite whom the curator has chosen."""
    one = _suggestion_or_404(request, pk)
    form = AdoptForm(request.POST, seats=queries.seats_of(one))
    if not form.is_valid():
        return _page(request, one, adopt=form, status=400)
    try:
        partnership = services.adopt_suggestion(
            by=request.user, suggestion=one, **form.said()
        )
    except PortalError as error:
        messages.error(request, str(error))
        return redirect(one)
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            form.add_error(name if name in form.fields else None, texts)
        return _page(request, one, adopt=form, status=400)
    messages.success(
        request, _("The partnership is set up, and whom you chose is invited.")
    )
    return redirect(partnership)


@require_POST
@curators_see
def suggestion_dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    one = _suggestion_or_404(request, pk)
    form = DismissForm(request.POST)
    if not form.is_valid():
        return _page(request, one, dismiss=form, status=400)
    try:
        services.dismiss_suggestion(
            by=request.user, suggestion=one, **form.cleaned_data
        )
    except PortalError as error:
        messages.error(request, str(error))
        return redirect(one)
    messages.success(request, _("“%(title)s” is dismissed.") % {"title": one.title})
    return redirect("suggestions")


@require_POST
@curators_see
def suggestion_take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a dismissed one wait again."""
    one = _suggestion_or_404(request, pk)
    try:
        services.take_up_suggestion(by=request.user, suggestion=one)
    except PortalError as error:
        messages.error(request, str(error))
    return redirect(one)


def _suggestion_or_404(request: HttpRequest, pk: int) -> PartnershipSuggestion:
    rows = PartnershipSuggestion.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("decided_by", "partnership"), pk=pk)


def _page(
    request: HttpRequest,
    one: PartnershipSuggestion,
    *,
    adopt: AdoptForm | None = None,
    dismiss: DismissForm | None = None,
    status: int = 200,
) -> HttpResponse:
    found = queries.suggestion_page(one, vocabulary())
    context: dict[str, Any] = {"one": one, "found": found}
    if one.is_new:
        context["adopt"] = adopt or _started(one, found)
        context["dismiss"] = dismiss or DismissForm()
    path = "partnerships/suggestions/detail.html"
    return render(request, path, context, status=status)


def _started(one: PartnershipSuggestion, found: queries.SuggestionPage) -> AdoptForm:
    seats = [*found.members, *found.supporters]
    initial = {
        "title": one.title,
        "profiles": [str(seat.profile_id) for seat in found.members],
    }
    return AdoptForm(None, seats=seats, initial=initial)
