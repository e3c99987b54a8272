"""Partnerships as a table for spreadsheets: what everybody sees of them."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import HttpResponse

from matching.partnerships.models import Partnership, PartnershipMember
from regions.sheets.responding import csv_response

COLUMNS = (
    *("slug", "title", "theme", "scope", "topics", "programme", "origin"),
    *("status", "phase", "began_in", "ended_on", "website"),
    *("leads", "members", "observers", "source_url", "confidence"),
)


def partnerships_csv(partnerships: "QuerySet[Partnership]") -> HttpResponse:
    """One line a partnership; lists are parted by semicolons."""
    rows = list(partnerships)
    seats = _seats([one.pk for one in rows])
    lines = (_cells(one, seats.get(one.pk, [])) for one in rows)
    return csv_response("partnerships.csv", COLUMNS, lines)


def _seats(keys: Iterable[int]) -> dict[int, list[PartnershipMember]]:
    found: dict[int, list[PartnershipMember]] = {}
    rows = PartnershipMember.objects.shown().filter(partnership__in=keys)
    for seat in rows.select_related("profile").order_by("region_id", "pk"):
        found.setdefault(seat.partnership_id, []).append(seat)
    return found


def _cells(one: Partnership, seats: list[PartnershipMember]) -> list[str]:
    return [
        one.slug,
        one.title,
        one.theme,
        one.scope,
        "; ".join(sorted(topic.pk for topic in one.topics.all())),
        one.programme,
        one.origin,
        one.status,
        one.phase,
        str(one.year or ""),
        one.ended_on.isoformat() if one.ended_on else "",
        one.website,
        *(
            "; ".join(f"{s.label} ({s.region_id})" for s in seats if s.role == role)
            for role in ("lead", "member", "observer")
        ),
        one.source_url,
        one.confidence,
    ]
