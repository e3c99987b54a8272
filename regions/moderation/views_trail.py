"""Who changed what: the trail of one record, and the latest changes by owners."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.web.access import curators_see
from portal.web.errors import PortalError
from portal.web.filtering import filtered_page
from regions.editing.services import record_of
from regions.models import Owned, Status, Version
from regions.moderation import services, trail
from regions.moderation.filters import ChangeFilterSet
from regions.moderation.forms import START, MessageForm, ReasonsForm, phrases, started
from regions.moderation.hindrances import words_of_own
from regions.moderation.queries import cases_of
from regions.moderation.records import is_own, state_of
from regions.moderation.views_cases import listing_context, tried
from regions.queries.vocabulary import vocabulary

PAGE_SIZE = 20


@require_safe
@never_cache
@login_required
def history(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The versions of one record, for its organisation's people and curators."""
    record = trail.record_for(request.user, kind, slug)
    if record is None:
        raise Http404
    pages = Paginator(trail.versions_of(record), PAGE_SIZE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "record": record,
        "kind": record.record_kind,
        "page": page,
        "entries": trail.entries(record, list(page), request.user),
        "into": trail.merged_into(record),
        "merged": trail.merged_here(record),
        "cases": cases_of(record),
    }
    return render(request, "curation/history.html", context)


@require_safe
@curators_see
def change_list(request: HttpRequest) -> HttpResponse:
    found = filtered_page(request, ChangeFilterSet, trail.owners_changes())
    context = listing_context(found) | {
        "rows": trail.with_records(list(found.page)),
        "country_of": vocabulary().country_label,
    }
    return render(request, "curation/changes.html", context, status=found.status)


@require_http_methods(["GET", "HEAD", "POST"])
@curators_see
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """One change by an owner; a POST withdraws the record or asks its owner."""
    version = get_object_or_404(Version.objects.select_related("by"), pk=pk)
    record = record_of(version.kind, version.key)
    if record is None:
        raise Http404
    asking = MessageForm(prefix="ask")
    reasons = ReasonsForm(initial={"seen": state_of([record])})
    if START in request.POST:
        reasons = ReasonsForm(initial=started(request.POST))
    elif "withdraw" in request.POST:
        reasons = ReasonsForm(request.POST)
        if reasons.is_valid() and _withdrawn(request, record, reasons.cleaned_data):
            return redirect("change-list")
    elif request.method == "POST":
        asking = MessageForm(request.POST, prefix="ask")
        if asking.is_valid():
            return _asked(request, version, record, asking.cleaned_data["text"])
    status = 400 if reasons.errors or asking.errors else 200
    context = _change_context(request, version, record)
    context |= {"form": reasons, "message_form": asking}
    return render(request, "curation/change.html", context, status=status)


def _change_context(
    request: HttpRequest, version: Version, record: Owned
) -> dict[str, Any]:
    return {
        "entry": trail.change_entry(version, record, request.user),
        "record": record,
        "kind": record.record_kind,
        "is_latest": version.number == record.version,
        "is_public": record.status == Status.PUBLISHED,
        "hindrance": words_of_own() if is_own(record, request.user) else "",
        "phrases": phrases(),
        "country": vocabulary().country_label(record.region_id[:2]),
    }


def _withdrawn(request: HttpRequest, record: Owned, data: dict[str, Any]) -> bool:
    return tried(
        request,
        lambda: services.withdraw_record(record=record, by=request.user, **data),
        _("“%(title)s” is withdrawn. Its owner reads your reasons.")
        % {"title": record},
    )


def _asked(
    request: HttpRequest, version: Version, record: Owned, text: str
) -> HttpResponse:
    try:
        case = services.ask_back(record=record, text=text, by=request.user)
    except PortalError as error:
        messages.error(request, str(error))
        return redirect("change", pk=version.pk)
    messages.success(request, _("Your question is sent to the owner."))
    return redirect("case", pk=case.pk)
