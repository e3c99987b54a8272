"""Pages on which a file is uploaded, checked and imported."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal.web.errors import PortalError
from regions.models import ImportJob
from regions.sheets import jobs
from regions.sheets.applying import submit_imported
from regions.sheets.forms import WHAT_WORDS, ApplyForm, UploadForm
from regions.sheets.queries import may_import, past_jobs, report_context
from regions.sheets.reading import too_large
from regions.sheets.uploads import limited_upload
from regions.views.editing.access import editing_page

STEP_WORDS = {
    "": gettext_lazy("Waits for a worker"),
    "reading": gettext_lazy("Reading the file"),
    "comparing": gettext_lazy("Comparing with the register"),
    "writing": gettext_lazy("Writing everything at once"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@limited_upload(lambda request: refuse_too_large(request))
@editing_page
def import_records(request: HttpRequest) -> HttpResponse:
    """Upload a file, or look after those that were uploaded before."""
    if request.method != "POST":
        return _page(request, UploadForm())
    if not may_import(request.user):
        context = {"reason": _("You do not act for a region or a cluster.")}
        return render(request, "403.html", context, status=403)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, 400)
    file = form.cleaned_data["file"]
    try:
        job = jobs.start_import(user=request.user, name=file.name, data=file.read())
    except PortalError as error:
        form.add_error(None, str(error))
        return _page(request, form, error.status)
    return redirect("import-job", job.pk)


@editing_page
def refuse_too_large(request: HttpRequest) -> HttpResponse:
    """The page again, with what is wrong beside the field."""
    form = UploadForm({}, {})
    form.errors.clear()
    form.add_error("file", too_large())
    return _page(request, form, 413)


def _page(request: HttpRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "may_import": may_import(request.user),
        "whats": list(WHAT_WORDS.items()),
        "jobs": past_jobs(request.user),
        "limit": settings.IMPORT_MOST_BYTES,
        "too_large": too_large(),
    }
    return render(request, "sheets/import.html", context, status=status)


def _job_or_404(request: HttpRequest, key: uuid.UUID) -> ImportJob:
    return get_object_or_404(ImportJob.objects.of(request.user).defer("file"), pk=key)


@require_safe
@editing_page
def import_job(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """What became of a file so far, and what can be done with it."""
    job = _job_or_404(request, key)
    return _job_page(request, job, ApplyForm(user=request.user))


def _job_page(
    request: HttpRequest, job: ImportJob, form: ApplyForm, status: int = 200
) -> HttpResponse:
    context = {"job": job, "form": form, "progress": progress_of(job)}
    context |= report_context(job)
    return render(request, "sheets/job.html", context, status=status)


@require_safe
@editing_page
def import_progress(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The progress as a part of the page; it reloads the page when there is news."""
    job = _job_or_404(request, key)
    if not request.htmx:
        return redirect("import-job", job.pk)
    response = render(request, "includes/_progress.html", progress_of(job))
    if not job.is_open:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@editing_page
def import_apply(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Have a checked file imported."""
    job = _job_or_404(request, key)
    form = ApplyForm(request.POST, user=request.user)
    if not form.is_valid():
        return _job_page(request, job, form, 400)
    try:
        jobs.ask_to_apply(job=job, then=form.cleaned_data["then"])
    except PortalError as error:
        messages.error(request, str(error))
    return redirect("import-job", job.pk)


@require_POST
@editing_page
def import_submit(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Hand new records of an import to the curators, as far as they are drafts."""
    job = _job_or_404(request, key)
    try:
        count = submit_imported(job=job)
    except PortalError as error:
        messages.error(request, str(error))
    else:
        text = ngettext(
            "%(n)d record has been submitted.",
            "%(n)d records have been submitted.",
            count,
        )
        messages.success(request, text % {"n": count})
    return redirect("import-job", job.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@editing_page
def import_cancel(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Ask first, then give the file up."""
    job = _job_or_404(request, key)
    if request.method != "POST":
        return render(request, "sheets/cancel.html", {"job": job})
    try:
        jobs.cancel_import(job=job)
    except PortalError as error:
        messages.error(request, str(error))
    return redirect("import-job", job.pk)


def progress_of(job: ImportJob) -> dict[str, Any]:
    """What includes/_progress.html shows; it asks again while the job is open."""
    url = reverse("import-progress", args=[job.pk]) if job.is_open else ""
    is_counted = job.step == "comparing" and job.total
    return {
        "id": "import-progress",
        "label": STEP_WORDS.get(job.step, job.step),
        "value": job.done,
        "max": job.total if is_counted else None,
        "poll_url": url,
    }
