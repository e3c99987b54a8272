"""How fresh and how complete the register is: a page for all, and its table as CSV."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.web.versioned import versioned_page
from regions.freshness.completeness import (
    SORTS,
    Counts,
    PlaceRow,
    country_rows,
    region_rows,
    regions_acted_for,
    total_of,
)
from regions.freshness.completeness_records import (
    RecordsRow,
    records_by_country,
    records_by_region,
)
from regions.queries.vocabulary import Vocabulary, vocabulary

COLUMNS = {
    "profiles": _("Profiles"),
    "confirmed": _("Confirmed"),
    "this_year": _("Confirmed within 12 months"),
    "last": _("Last confirmation"),
    "due": _("Due"),
    "lapsed": _("Out of the lists"),
    "topics": _("Topics"),
    "offers": _("Offers stated"),
    "needs": _("Needs stated"),
    "stages": _("Stages"),
    "summary": _("Summary"),
    "acting": _("Somebody acts for it"),
}
SHARES = ("topics", "offers", "needs", "stages", "summary")
CSV_COUNTS = ("confirmed", "this_year", "due", "untold", "lapsed", *SHARES)

# Strategies and facilities, in the order of RecordsRow.kinds().
CSV_KINDS = ("strategies", "facilities")
CSV_OF_A_KIND = ("number", "confirmed", "due", "last_confirmed_on", "oldest_state_on")


@require_safe
@versioned_page
def completeness(request: HttpRequest) -> HttpResponse:
    """All countries, or the regions of one; sorted as asked, as a page or a file."""
    words, code = vocabulary(), request.GET.get("country", "")
    if code and code not in words.countries:
        raise Http404
    regions = region_rows(code)
    if request.GET.get("format") == "csv":
        return _csv(regions, records_by_region(code), words, code)
    sort = _sort_of(request)
    rows = sorted_rows(regions if code else country_rows(regions), sort, words)
    context = {
        "country": words.countries.get(code),
        "countries": sorted(words.countries.values(), key=lambda one: one.label),
        "rows": [_shown(row, words, code) for row in rows],
        "total": _shown(total_of(regions), words, code) if regions else None,
        "records": _records(code, words),
        "untold": sum(row.counts.untold for row in regions),
        "columns": _headings(sort, code),
        "name_column": _heading("name", "", sort, code),
        "csv_url": f"?{urlencode({'country': code, 'format': 'csv'})}",
    }
    return render(request, "freshness/completeness.html", context)


def _records(code: str, words: Vocabulary) -> list[dict[str, Any]]:
    """Strategies and facilities by place, by name."""
    rows = records_by_region(code)
    shown = [
        {
            "code": row.code,
            "label": words.region_label(row.code),
            "url": "" if code else f"?{urlencode({'country': row.code})}",
            "kinds": list(row.kinds()),
        }
        for row in (rows if code else records_by_country(rows))
    ]
    return sorted(shown, key=lambda row: row["label"])


def sorted_rows(
    rows: Iterable[PlaceRow], sort: str, words: Vocabulary
) -> list[PlaceRow]:
    """In the order of a column ("-name" is downwards), equal ones by name."""
    by_name = sorted(rows, key=lambda row: words.region_label(row.code))
    name = sort.removeprefix("-")
    if name == "name":
        return by_name[::-1] if sort != name else by_name
    return sorted(by_name, key=SORTS[name], reverse=sort != name)


def _sort_of(request: HttpRequest) -> str:
    """What is asked for, or by name: an unknown column is no page."""
    sort = request.GET.get("sort", "name")
    if sort.removeprefix("-") not in {"name", *SORTS}:
        raise Http404
    return sort


def _headings(sort: str, country: str) -> list[dict[str, Any]]:
    return [_heading(name, label, sort, country) for name, label in COLUMNS.items()]


def _heading(name: str, label: Any, sort: str, country: str) -> dict[str, Any]:
    """A column with the address that sorts by it: figures begin with the largest."""
    first = name if name == "name" else f"-{name}"
    other = {name: f"-{name}", f"-{name}": name}
    is_sorted = sort.removeprefix("-") == name
    query = {"country": country} if country else {}
    return {
        "name": name,
        "label": label,
        "url": f"?{urlencode(query | {'sort': other[sort] if is_sorted else first})}",
        "order": ("descending" if sort[0] == "-" else "ascending") if is_sorted else "",
    }


def _shown(row: PlaceRow, words: Vocabulary, country: str) -> dict[str, Any]:
    counts = row.counts
    return {
        "code": row.code,
        "label": words.region_label(row.code),
        "url": f"?{urlencode({'country': row.code})}" if not country else "",
        "counts": counts,
        "confirmed": counts.share("confirmed"),
        "this_year": counts.share("this_year"),
        "last": row.last,
        "shares": [(COLUMNS[name], counts.share(name)) for name in SHARES],
        "acting": row.acting,
        "regions": row.regions,
    }


def _csv(
    rows: Iterable[PlaceRow],
    records: Iterable[RecordsRow],
    words: Vocabulary,
    country: str,
) -> HttpResponse:
    """One line a region; counts, not shares, so that all can be recomputed."""
    profiles = {row.code: row for row in rows}
    others = {row.code: row for row in records}
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"freshness-{country.lower()}.csv" if country else "freshness.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(response)
    writer.writerow(
        [
            "region",
            "name",
            "country",
            "profiles",
            *CSV_COUNTS,
            "last_confirmed_on",
            "somebody_acts_for_it",
            *(f"{kind}_{name}" for kind in CSV_KINDS for name in CSV_OF_A_KIND),
        ]
    )
    acted_for = set(regions_acted_for().values_list("code", flat=True))
    for code in sorted({*profiles, *others}):
        row = profiles.get(code) or PlaceRow(code, code[:2], Counts())
        writer.writerow(
            [
                code,
                words.region_label(code),
                row.country,
                row.counts.profiles,
                *(getattr(row.counts, name) for name in CSV_COUNTS),
                _day(row.last),
                "yes" if code in acted_for else "no",
                *_cells_of(others.get(code) or RecordsRow(code)),
            ]
        )
    return response


def _cells_of(row: RecordsRow) -> Iterator[Any]:
    for one in row.kinds():
        yield from (one.records, one.confirmed, one.due)
        yield from (_day(one.last), _day(one.oldest))


def _day(moment: datetime | None) -> str:
    return timezone.localdate(moment).isoformat() if moment else ""
