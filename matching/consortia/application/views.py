"""The page of an application, and its papers, tables and calendars."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from matching.consortia.application import calendar, exporting, papers, services
from matching.consortia.application.access import application_or_404, member_or_404
from matching.consortia.application.queries import (
    Sheet,
    consortium_days,
    sheet_of,
    signs_letter,
    stage_steps,
)
from matching.consortia.models import Consortium
from matching.consortia.models_application import CalendarFeed, Task
from portal.accounts.views_common import signed_in, tried
from portal.mail.rendering import absolute_url
from portal.web.downloads import as_download
from portal.web.typesetting import MEDIA_TYPE as PDF


@require_safe
@signed_in
def application(request: HttpRequest, slug: str) -> HttpResponse:
    """Composition and rules, missing pieces, letters, stage and result."""
    consortium = application_or_404(request, slug)
    sheet = sheet_of(request.user, consortium)
    context = {
        "sheet": sheet,
        "consortium": consortium,
        "steps": stage_steps(consortium),
        "next_stages": services.STEPS.get(consortium.stage, ()),
    }
    return render(request, "consortia/application/page.html", context)


@require_safe
@signed_in
def sheet_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    sheet = _sheet(request, slug)
    name = f"{sheet.consortium.slug}.pdf"
    return as_download(papers.sheet_pdf(sheet), PDF, name)


@require_safe
@signed_in
def partner_pdf(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The data of one partner as a paper."""
    sheet = _sheet(request, slug)
    member = member_or_404(sheet.consortium, pk)
    return as_download(papers.partner_pdf(sheet, member), PDF, f"{member.key}.pdf")


@require_safe
@signed_in
def letter_pdf(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The letter of intent, to be signed by hand."""
    member = member_or_404(application_or_404(request, slug), pk)
    if not signs_letter(member):
        raise Http404
    name = _("letter-of-intent-%(key)s.pdf") % {"key": member.key}
    return as_download(papers.letter_pdf(member), PDF, name)


@require_safe
@signed_in
def sheet_csv(request: HttpRequest, slug: str) -> HttpResponse:
    sheet = _sheet(request, slug)
    name = f"{sheet.consortium.slug}.csv"
    return as_download(exporting.csv_file(sheet), exporting.MEDIA_TYPE, name)


@require_safe
@signed_in
def deadlines(request: HttpRequest, slug: str) -> HttpResponse:
    """The days of one application, as they are now."""
    consortium = application_or_404(request, slug)
    content = calendar.calendar_file([consortium], _tasks(consortium))
    return as_download(content, calendar.MEDIA_TYPE, "deadlines.ics")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def feed_page(request: HttpRequest) -> HttpResponse:
    """One's own calendar address: made, renewed, ended."""
    if request.method == "POST":
        acts = {
            "make": (services.make_feed, _("Your calendar address is ready.")),
            "renew": (services.renew_feed, _("You have a new address.")),
            "end": (services.end_feed, _("The address leads nowhere any more.")),
        }
        if act := acts.get(request.POST.get("act", "")):
            tried(request, lambda: act[0](user=request.user), act[1])
        return redirect("consortia:calendar")
    feed = CalendarFeed.objects.filter(user=request.user).first()
    context = {"feed": feed, "address": _address(feed) if feed else ""}
    return render(request, "consortia/application/calendar.html", context)


@require_safe
@never_cache
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """What a calendar program fetches; whoever has the address needs no password."""
    rows = CalendarFeed.objects.filter(user__is_active=True).select_related("user")
    found = rows.filter(token=token).first()
    if found is None:
        raise Http404
    content = calendar.calendar_file(*consortium_days(found.user))
    response = as_download(content, calendar.MEDIA_TYPE, "applications.ics")
    response["X-Robots-Tag"] = "noindex"
    return response


def _sheet(request: HttpRequest, slug: str) -> Sheet:
    return sheet_of(request.user, application_or_404(request, slug))


def _tasks(consortium: Consortium) -> "QuerySet[Task]":
    return consortium.tasks.open().with_who().select_related("consortium")


def _address(feed: CalendarFeed) -> str:
    return absolute_url(reverse("consortia:calendar-feed", args=[feed.token]))
