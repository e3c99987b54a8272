"""Facilities one can ask for as a table for spreadsheets, as everybody sees them."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.utils import timezone

from regions.models import Facility
from regions.sheets.responding import csv_response

COLUMNS = (
    *("slug", "name", "kind", "region", "host", "topics", "capabilities"),
    *("access", "price", "amount_euro", "stages", "trl_from", "trl_to"),
    *("hours_a_month", "users_at_once", "free_times", "confirmed_on"),
)


def facilities_csv(facilities: Iterable[Facility]) -> HttpResponse:
    """One line a facility; lists are parted by semicolons, unknown cells are empty."""
    return csv_response("facilities.csv", COLUMNS, map(_cells, facilities))


def _cells(one: Facility) -> list[str]:
    own = [
        one.slug,
        one.name,
        one.kind,
        one.region_id,
        one.host,
        "; ".join(sorted(topic.pk for topic in one.topics.all())),
    ]
    windows = [f"{each.starts_on}/{each.ends_on}" for each in one.windows.all()]
    times = "; ".join(windows)
    terms = getattr(one, "terms", None)
    if terms is None:
        return [*own, *[""] * 9, times, ""]
    numbers = (terms.trl_from, terms.trl_to, terms.hours_a_month, terms.users_at_once)
    return [
        *own,
        "; ".join(each.words for each in terms.capabilities.all()),
        terms.access,
        terms.price,
        "" if terms.amount is None else str(terms.amount),
        "; ".join(terms.stages),
        *("" if number is None else str(number) for number in numbers),
        times,
        timezone.localdate(terms.confirmed_at).isoformat()
        if terms.confirmed_at
        else "",
    ]
