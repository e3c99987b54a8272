"""Practices as a table for spreadsheets, in the columns of the table they come from."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.utils import timezone

from portal.guide.practices.models import Practice
from portal.guide.practices.said import NAMES, as_json, said_of
from regions.sheets.responding import csv_response

COLUMNS = ("slug", "region", *NAMES, "confidence", "confirmed_on", "published_on")


def practices_csv(practices: Iterable[Practice]) -> HttpResponse:
    """One line a practice; codes in a list are parted by spaces."""
    return csv_response("practices.csv", COLUMNS, map(_cells, practices))


def _cells(one: Practice) -> list[object]:
    said = said_of(one)
    return [
        one.slug,
        one.region_id,
        *(_cell(getattr(said, name)) for name in NAMES),
        one.confidence,
        timezone.localdate(one.confirmed_at).isoformat() if one.confirmed_at else "",
        timezone.localdate(one.published_at).isoformat() if one.published_at else "",
    ]


def _cell(value: object) -> object:
    if isinstance(value, tuple):
        return " ".join(value)
    return "" if value is None else as_json(value)
