"""A list as a file for spreadsheets, straight from its page."""

import csv
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from regions.sheets.cells import guarded


def csv_response(
    name: str, columns: Sequence[str], rows: Iterable[Iterable[object]]
) -> HttpResponse:
    """The rows under their columns, as a file of this name; no cell is a formula."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(response)
    writer.writerow(columns)
    for cells in rows:
        writer.writerow([guarded(str(cell)) for cell in cells])
    return response
