"""Submitting, taking back and withdrawing records, by those who write them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from portal.web.errors import PortalError
from regions.editing.documents import MODELS
from regions.editing.doubts import Doubt, doubts_about
from regions.models import Owned, Priority, Strategy
from regions.moderation.owning import (
    submit_waiting,
    take_back_record,
    to_be_submitted,
    withdraw_record,
)
from regions.moderation.services import submit_record
from regions.views.editing.access import editable_or_refuse, editing_page

# Sent by who has read what speaks against it.
ALL_THE_SAME = "_all_the_same"


def desk_of(record: Owned) -> str:
    """The page on which its people see a record and what to do next."""
    if isinstance(record, Priority):
        return reverse("editing:strategy", args=[record.strategy.slug])
    return reverse(f"editing:{record.record_kind}", args=[record.slug])


def _record(request: HttpRequest, kind: str, slug: str) -> Any:
    if kind not in MODELS:
        raise Http404
    return editable_or_refuse(request, MODELS[kind], slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
@editing_page
def submit(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Hand a record to the curators, a strategy with what waits in it.

    What is thin or too broad is asked about first; see `regions.editing.doubts`. Who
    comes back to that question by its address is led to where it is asked anew.
    """
    record = _record(request, kind, slug)
    if request.method != "POST":
        return redirect(desk_of(record))
    note = request.POST.get("note", "")[:2_000]
    if ALL_THE_SAME not in request.POST:
        doubts = doubts_about(to_be_submitted(record), request.user)
        if doubts:
            return _asked_back(request, record, doubts, note)
    try:
        if isinstance(record, Strategy):
            count = submit_waiting(strategy=record, by=request.user, note=note)
        else:
            submit_record(record=record, by=request.user, note=note)
            count = 1
    except PortalError as error:
        messages.error(request, str(error))
    else:
        told = ngettext(
            "%(n)d record is with the curators now. You read here what they decide.",
            "%(n)d records are with the curators now. You read here what they decide.",
            count,
        )
        messages.success(request, told % {"n": count})
    return redirect(desk_of(record))


def _asked_back(
    request: HttpRequest, record: Owned, doubts: list[Doubt], note: str
) -> HttpResponse:
    context = {
        "record": record,
        "doubts": doubts,
        "note": note,
        "back": desk_of(record),
        "flag": ALL_THE_SAME,
    }
    return render(request, "editing/submit_asks.html", context)


@require_POST
@editing_page
def take_back(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Make a submitted record a draft again."""
    record = _record(request, kind, slug)
    try:
        take_back_record(record=record, by=request.user)
    except PortalError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is a draft again; submit it when it is ready."))
    return redirect(desk_of(record))


@require_http_methods(["GET", "HEAD", "POST"])
@editing_page
def withdraw(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Ask why, say what follows, and take the record out of sight."""
    record = _record(request, kind, slug)
    reasons = request.POST.get("reasons", "")[:2_000]
    fault = ""
    if request.method == "POST":
        try:
            withdraw_record(record=record, by=request.user, reasons=reasons)
        except PortalError as error:
            fault = str(error)
        else:
            told = _("“%(record)s” is withdrawn. You can edit and submit it again.")
            messages.success(request, told % {"record": record})
            return redirect(desk_of(record))
    context = {
        "record": record,
        "reasons": reasons,
        "fault": fault,
        "back": desk_of(record),
        "parts": record.priorities.published().count() if kind == "strategy" else 0,
    }
    status = 400 if fault else 200
    return render(request, "editing/withdraw.html", context, status=status)
