"""Calls as a table for spreadsheets: what everybody sees of them on the pages."""

from collections.abc import Iterable

from django.http import HttpResponse

from matching.calls.models import Call
from regions.sheets.responding import csv_response

# Written as they are; empty where not known.
PLAIN = (
    *("slug", "title", "programme", "identifier", "link", "opens", "closes"),
    *("closing_time", "themes", "budget_eur", "grant_min_eur", "grant_max_eur"),
    *("rate_min", "rate_max", "min_trl", "months_min", "months_max", "summary"),
    *("conditions", "verification", "source_url", "source_date", "confidence"),
)
COLUMNS = (*PLAIN, "status", "topics")


def calls_csv(calls: Iterable[Call]) -> HttpResponse:
    """One line a call; topics are parted by semicolons."""
    return csv_response("calls.csv", COLUMNS, map(_cells, calls))


def _cells(call: Call) -> list[str]:
    values = (getattr(call, name) for name in PLAIN)
    return [
        *("" if value is None else str(value) for value in values),
        str(call.status),
        "; ".join(sorted(topic.pk for topic in call.topics.all())),
    ]
