"""Files to take away: templates, faults, what one may change, the public register."""

import uuid
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from portal.web.versioned import versioned_page
from regions.models import ImportJob
from regions.queries.version import register_version
from regions.sheets.explaining import template_grids
from regions.sheets.exporting import FORMATS, export_records, write_file
from regions.sheets.forms import ExportForm
from regions.sheets.public import kept_register
from regions.sheets.queries import may_import, places_of
from regions.sheets.tables import WHATS
from regions.sheets.writing import csv_line
from regions.views.editing.access import editing_page

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "csv": "text/csv; charset=utf-8",
}


def _file(data: bytes, name: str, format: str) -> HttpResponse:
    return HttpResponse(data, content_type=TYPES[format], headers=_attached(name))


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


@require_safe
@editing_page
def template_file(request: HttpRequest, what: str, format: str) -> HttpResponse:
    """An empty file to begin with; what stands in it are examples."""
    if what not in WHATS or format not in FORMATS:
        raise Http404
    data = write_file(what, format, template_grids(what))
    return _file(data, f"{what}-template.{format}", format)


@require_safe
@editing_page
def import_faults(request: HttpRequest, key: uuid.UUID) -> StreamingHttpResponse:
    """All faults of a file as CSV."""
    job = get_object_or_404(ImportJob.objects.of(request.user).defer("file"), pk=key)
    columns = ("sheet", "row", "column", "value", "reason")

    def lines() -> Iterator[str]:
        yield "\ufeff" + csv_line(columns)
        for one in job.report.get("faults", []):
            yield csv_line([str(one[name]) for name in columns])

    return StreamingHttpResponse(
        lines(), content_type=TYPES["csv"], headers=_attached("faults.csv")
    )


@require_safe
@editing_page
def export_page(request: HttpRequest) -> HttpResponse:
    """Choose what to export."""
    form = ExportForm(places=places_of(request.user))
    context = {"form": form, "may_import": may_import(request.user)}
    return render(request, "sheets/export.html", context)


@require_safe
@editing_page
def export_file(request: HttpRequest) -> HttpResponse:
    """The chosen records, all fields, ready to be imported again."""
    if not may_import(request.user):
        context = {"reason": _("You do not act for a region or a cluster.")}
        return render(request, "403.html", context, status=403)
    form = ExportForm(request.GET, places=places_of(request.user))
    if not form.is_valid():
        context: dict[str, Any] = {"form": form, "may_import": True}
        return render(request, "sheets/export.html", context, status=400)
    chosen = form.cleaned_data
    data = export_records(user=request.user, **chosen)
    day = timezone.localdate().isoformat()
    name = "-".join(filter(None, (chosen["what"], chosen["region"].lower(), day)))
    return _file(data, f"{name}.{chosen['format']}", chosen["format"])


@require_safe
@versioned_page
def open_data(request: HttpRequest) -> HttpResponse:
    """What the public files hold, and where they are."""
    return render(request, "sheets/open_data.html", {"formats": FORMATS})


def _etag(request: HttpRequest, format: str) -> str:
    return f'"{register_version()}-{format}-{request.LANGUAGE_CODE}"'


@require_safe
@condition(etag_func=_etag)
def open_data_file(request: HttpRequest, format: str) -> HttpResponse:
    """The public register, for everybody."""
    if format not in FORMATS:
        raise Http404
    data = kept_register(register_version(), format, request.LANGUAGE_CODE)
    response = _file(data, f"register.{format}", format)
    response["Cache-Control"] = "no-cache"
    return response
