"""Calls as a table for spreadsheets: what everybody sees of them on the pages."""

import csv
from collections.abc import Iterable

from django.http import HttpResponse

from matching.calls.models import Call
from regions.sheets.cells import guarded

# Written as they are; empty where not known.
PLAIN = (
    *("slug", "title", "programme", "identifier", "link", "opens", "closes"),
    *("closing_time", "themes", "budget_eur", "grant_min_eur", "grant_max_eur"),
    *("rate_min", "rate_max", "min_trl", "months_min", "months_max", "summary"),
    *("conditions", "verification", "source_url", "source_date", "confidence"),
)
COLUMNS = (*PLAIN, "status", "topics")


def csv_response(calls: Iterable[Call]) -> HttpResponse:
    """One line a call; topics are parted by semicolons."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="calls.csv"'
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    for call in calls:
        writer.writerow([guarded(cell) for cell in _cells(call)])
    return response


def _cells(call: Call) -> list[str]:
    values = (getattr(call, name) for name in PLAIN)
    return [
        *("" if value is None else str(value) for value in values),
        str(call.status),
        "; ".join(sorted(topic.pk for topic in call.topics.all())),
    ]
