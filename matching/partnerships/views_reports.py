"""Half-yearly reports: read by whoever may, written by leads."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from matching.partnerships import services
from matching.partnerships.activity import activity_of
from matching.partnerships.forms import ReportForm
from matching.partnerships.models import Report
from matching.partnerships.people import leads
from matching.partnerships.views import partnership_or_404
from matching.partnerships.views_common import GET_OR_POST
from portal.accounts.views_common import done, signed_in


@require_safe
@never_cache
def report_detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One report; its figures are those of the day on which it was submitted."""
    report = _report_or_404(request, slug, pk)
    context = {
        "one": report.partnership,
        "report": report,
        "facts": report.facts if report.is_submitted else activity_of(report),
    }
    return render(request, "partnerships/report.html", context)


@require_http_methods(GET_OR_POST)
@signed_in
def report_write(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write a report, save it, and submit it (`submit` is 1)."""
    report = _report_or_404(request, slug, pk)
    if report.is_submitted:
        return redirect("partnerships:report", slug, pk)
    if not leads(request.user, report.partnership):
        raise PermissionDenied(_("Only owners and editors of a lead may do this."))
    first = {name: getattr(report, name) for name in services.REPORT_TEXTS}
    first["is_public"] = report.is_public
    form = ReportForm(request.POST or None, initial=first)
    submits = request.POST.get("submit") == "1"
    if request.method == "POST" and form.is_valid():
        texts = dict(form.cleaned_data)
        is_public = texts.pop("is_public")

        def act() -> None:
            services.save_report(
                by=request.user,
                report=report,
                texts=texts,
                is_public=is_public,
                submits=submits,
            )

        if done(form, act):
            words = _("The report is submitted.") if submits else _("It is saved.")
            messages.success(request, words)
            name = "partnerships:report" if submits else "partnerships:report-write"
            return redirect(name, slug, pk)
    context = {
        "one": report.partnership,
        "report": report,
        "facts": activity_of(report),
        "form": form,
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "partnerships/report_form.html", context, status=status)


def _report_or_404(request: HttpRequest, slug: str, pk: int) -> Report:
    one = partnership_or_404(request, slug)
    rows = one.reports.visible_to(request.user).select_related("partnership")
    return get_object_or_404(rows, pk=pk)
