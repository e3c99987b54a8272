"""Reports of abuse: for who reports, for who is reported, and at the curators' desk."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from matching.introductions.models import Introduction
from matching.introductions.models_talk import Message, Report
from matching.introductions.people import acts_for
from matching.introductions.talk import reports
from matching.introductions.talk.forms import DecisionForm, ReportForm, WordsForm
from matching.introductions.talk.notices import profile_of
from matching.introductions.talk.queries import report_page, report_queue
from matching.introductions.views import introduction_or_404
from portal.accounts.views_common import done, signed_in
from portal.web.access import curators_see
from regions.querysets import EDITING


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report_introduction(request: HttpRequest, pk: int) -> HttpResponse:
    """Report an introduction to the curators."""
    return _report(request, introduction_or_404(request, pk), None)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Report one message of the other side to the curators."""
    rows = Message.objects.visible_to(request.user).shown()
    message = get_object_or_404(rows, pk=pk)
    introduction = introduction_or_404(request, message.introduction_id)
    return _report(request, introduction, message)


def _report(
    request: HttpRequest, introduction: Introduction, message: Message | None
) -> HttpResponse:
    form = ReportForm(request.POST if request.method == "POST" else None)
    made: list[Report] = []

    def make() -> None:
        made.append(
            reports.report_abuse(
                introduction=introduction,
                by=request.user,
                message=message,
                **form.cleaned_data,
            )
        )

    if request.method == "POST" and form.is_valid() and done(form, make):
        messages.success(request, _("We have your report. A curator reads it."))
        return redirect("report", pk=made[0].pk)
    context = {"introduction": introduction, "message": message, "form": form}
    status = 400 if form.errors else 200
    return render(request, "introductions/report_new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """A report and what was decided, as a side reads it; a POST appeals."""
    rows = Report.objects.visible_to(request.user).select_related("introduction")
    found = get_object_or_404(rows, pk=pk)
    reported = profile_of(found.introduction, found.reported_side)
    reporting = profile_of(found.introduction, found.side)
    acts_there = acts_for(request.user, reporting)
    is_reported = acts_for(request.user, reported)
    can_appeal = found.may_be_appealed and acts_for(request.user, reported, *EDITING)
    form = WordsForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: reports.appeal(
                report=found, by=request.user, text=form.cleaned_data["words"]
            ),
        )
    ):
        messages.success(request, _("Your answer is sent to the curators."))
        return redirect("report", pk=pk)
    context = report_page(found) | {
        # Who has left the organisation still reads what became of his report.
        "is_reporter": acts_there or found.by_id == request.user.pk,
        "is_reported": is_reported,
        "may_open": acts_there or is_reported,
        "can_appeal": can_appeal,
        "form": form,
    }
    status = 400 if form.errors else 200
    return render(request, "introductions/report.html", context, status=status)


@require_safe
@curators_see
def queue(request: HttpRequest) -> HttpResponse:
    """Reports and appeals that wait, and the last decisions."""
    return render(request, "curation/reports.html", {"queue": report_queue()})


@require_http_methods(["GET", "HEAD", "POST"])
@curators_see
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """What was reported, and the decision; of an appeal too."""
    rows = Report.objects.select_related("introduction", "decided_by", "message")
    found = get_object_or_404(rows, pk=pk)
    if refusal := reports.why_not_decide(request.user, found.introduction):
        # Who reports, and in which words, is not for the side that is reported.
        raise PermissionDenied(refusal)
    data = request.POST if request.method == "POST" else None
    form: Any = (
        DecisionForm(data, is_about_message=found.message is not None)
        if found.is_open
        else WordsForm(data)
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: _decide(request, found, form.cleaned_data))
    ):
        messages.success(request, _("Your decision was kept, and both sides told."))
        return redirect("report-queue")
    context = report_page(found) | {"form": form}
    status = 400 if form.errors else 200
    return render(request, "curation/report.html", context, status=status)


def _decide(request: HttpRequest, found: Report, data: dict[str, Any]) -> None:
    grants = request.POST.get("decision") == "uphold"
    if found.is_open:
        reports.decide_report(report=found, by=request.user, upholds=grants, **data)
    else:
        reports.decide_appeal(
            report=found, by=request.user, lifts=grants, answer=data["words"]
        )
