"""The curators' queue of cases, and the page of one case."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal.web.access import curators_see
from portal.web.errors import PortalError
from portal.web.filtering import FilteredPage, filtered_page
from portal.web.listing import error_lines
from regions.editing.doubts import doubts_about
from regions.editing.services import why_not_public
from regions.models import Case, Outcome, Owned, Status
from regions.moderation import queries, services
from regions.moderation.duplicate_queries import likely_duplicates
from regions.moderation.filters import CaseFilterSet
from regions.moderation.forms import (
    START,
    DecisionForm,
    MessageForm,
    phrases,
    started,
)
from regions.moderation.hindrances import why_not_theirs
from regions.moderation.records import curators, records_of
from regions.moderation.rules import statement_of
from regions.queries.vocabulary import vocabulary

_DONE = {
    Outcome.PUBLISHED: gettext_lazy("“%(title)s” is published. Its owner is told."),
    Outcome.RETURNED: gettext_lazy(
        "“%(title)s” is returned. Its owner reads your reasons."
    ),
    Outcome.WITHDRAWN: gettext_lazy(
        "“%(title)s” is withdrawn. Its owner reads your reasons."
    ),
}


@require_safe
@curators_see
def landing(request: HttpRequest) -> HttpResponse:
    """Curators begin with what waits for a decision."""
    return redirect("case-queue")


@require_safe
@curators_see
def case_queue(request: HttpRequest) -> HttpResponse:
    found = filtered_page(request, CaseFilterSet, queries.queue_rows())
    context = listing_context(found) | {
        "numbers": queries.case_numbers(request.user),
        "country_of": vocabulary().country_label,
    }
    return render(request, "curation/cases.html", context, status=found.status)


def listing_context(found: FilteredPage) -> dict[str, Any]:
    """What the filters and the pages of a curators' list show."""
    return {
        "form": found.filterset.form,
        "errors": error_lines(found),
        "page": found.page,
        "total": found.page.paginator.count,
        "is_filtered": bool(found.filterset.chosen) if found.status == 200 else True,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@curators_see
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the submission; a POST decides, or puts a beginning into the reasons."""
    one = _case_or_404(pk)
    records = records_of(one)
    priorities = records[1:]
    form = DecisionForm(priorities=priorities)
    if request.method == "POST":
        if START in request.POST:
            form = DecisionForm(initial=started(request.POST), priorities=priorities)
        else:
            form = DecisionForm(request.POST, priorities=priorities)
            if form.is_valid() and _decided(request, one, form.decision()):
                return redirect("case-queue")
    status = 400 if form.is_bound and form.errors else 200
    context = case_context(request, one, form, records)
    return render(request, "curation/case.html", context, status=status)


def _decided(request: HttpRequest, one: Case, data: dict[str, Any]) -> bool:
    done = _DONE[Outcome(data["outcome"])] % {"title": one.title}
    return tried(
        request,
        lambda: services.decide_case(case=one, by=request.user, **data),
        done,
    )


def tried(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    """Do it and say so; what cannot be done is said instead."""
    try:
        act()
    except PortalError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, done)
    return True


def case_context(
    request: HttpRequest, one: Case, form: DecisionForm, records: list[Owned]
) -> dict[str, Any]:
    found = queries.case_page(one, request.user, records)
    record = found.record
    if not form.is_bound:
        form.initial.setdefault("seen", found.seen)
    return {
        "case": one,
        "found": found,
        "form": form,
        "phrases": phrases(),
        "message_form": MessageForm(),
        "curators": curators(),
        "statement": statement_of(one),
        "country": vocabulary().country_label(one.region.country),
        "likely": likely_duplicates(record) if record and not one.outcome else [],
        "doubts": doubts_about(records, request.user) if not one.outcome else [],
        "stays": bool(record and record.status == Status.PUBLISHED),
        "hindrance": _hindrance(one, found, request.user),
        "no_publishing": why_not_public(record) if record else "",
        "can_take_up": bool(
            one.outcome
            and record
            and record.status in (Status.RETURNED, Status.WITHDRAWN)
        ),
    }


def _hindrance(one: Case, found: queries.CasePage, user: Any) -> str:
    if found.record is None:
        return ""
    return why_not_theirs(one, found.record, user, is_own=found.is_own)


@require_POST
@curators_see
def case_assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a case, give it to another curator, or give it back."""
    one = _case_or_404(pk)
    to, seen = (_key(request.POST.get(name, "")) for name in ("to", "seen"))
    curator = get_object_or_404(curators(), pk=to) if to else None
    done = (
        _("“%(title)s” is assigned to %(who)s.") % {"title": one.title, "who": curator}
        if curator
        else _("“%(title)s” is nobody's again.") % {"title": one.title}
    )
    tried(
        request,
        lambda: services.assign_case(case=one, to=curator, seen=seen),
        done,
    )
    return redirect("case", pk=pk)


def _key(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 10 else None


@require_POST
@curators_see
def case_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to the owner."""
    one = _case_or_404(pk)
    form = MessageForm(request.POST)
    if form.is_valid():
        services.write_message(
            case=one, text=form.cleaned_data["text"], by=request.user, is_curator=True
        )
        messages.success(request, _("Your message is sent to the owner."))
    else:
        messages.error(request, " ".join(map(str, form.errors["text"])))
    return redirect("case", pk=pk)


@require_POST
@curators_see
def case_take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a new case about what was returned or withdrawn."""
    one = _case_or_404(pk)
    try:
        renewed = services.take_up_again(case=one, by=request.user)
    except PortalError as error:
        messages.error(request, str(error))
        return redirect("case", pk=pk)
    messages.success(request, _("The case is open again, and yours."))
    return redirect("case", pk=renewed.pk)


def _case_or_404(pk: int) -> Case:
    people = ("region", "submitted_by", "assigned_to", "decided_by")
    return get_object_or_404(Case.objects.select_related(*people), pk=pk)
