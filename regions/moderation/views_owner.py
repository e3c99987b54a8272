"""A case as its owner reads it: the statement of reasons, and the answer to it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from regions.models import Case, Status
from regions.moderation import queries, services
from regions.moderation.forms import MessageForm
from regions.moderation.rules import statement_of
from regions.moderation.views_cases import tried
from regions.querysets import EDITING


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def case_owner(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a case of one's organisation; owners and editors write in it."""
    one = _case_or_404(request, pk)
    can_write = _can_write(request, one)
    form = MessageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and can_write and form.is_valid():
        services.write_message(
            case=one, text=form.cleaned_data["text"], by=request.user, is_curator=False
        )
        messages.success(request, _("Your answer is sent to the curators."))
        return redirect("case-owner", pk=pk)
    status = 200 if request.method != "POST" else 400 if can_write else 403
    context = _context(request, one, form, can_write)
    return render(request, "curation/case_owner.html", context, status=status)


def _context(
    request: HttpRequest, one: Case, form: MessageForm, can_write: bool
) -> dict[str, Any]:
    found = queries.case_page(one, request.user)
    record = found.record
    waits = record is not None and record.status == Status.SUBMITTED
    return {
        "case": one,
        "found": found,
        "record": record,
        "form": form,
        "can_write": can_write,
        "can_take_back": can_write and not one.outcome and waits,
        "statement": statement_of(one),
        "colleague": one.submitted_by if _is_colleague(one) else None,
    }


def _is_colleague(one: Case) -> bool:
    """Whether the case was opened by the owner's side, and not by a curator."""
    return one.submitted_by is not None and not one.submitted_by.is_staff


@require_POST
@never_cache
@login_required
def case_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Make what was submitted a draft again."""
    one = _case_or_404(request, pk)
    if _can_write(request, one):
        tried(
            request,
            lambda: services.take_back(case=one, by=request.user),
            _("“%(title)s” is a draft again.") % {"title": one.title},
        )
    else:
        messages.error(request, _("Only owners and editors may take it back."))
    return redirect("case-owner", pk=pk)


def _case_or_404(request: HttpRequest, pk: int) -> Case:
    rows = Case.objects.visible_to(request.user).select_related("region")
    return get_object_or_404(rows.select_related("submitted_by"), pk=pk)


def _can_write(request: HttpRequest, one: Case) -> bool:
    """As owner or editor; a curator writes on the curators' page."""
    own = Case.objects.answerable_by(request.user, *EDITING)
    return own.filter(pk=one.pk).exists()
