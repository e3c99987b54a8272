"""Requests as a table for spreadsheets: what everybody sees of them on the pages."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.utils import timezone

from matching.partner_requests.models import PartnerRequest
from regions.sheets.responding import csv_response

COLUMNS = (
    *("slug", "title", "text", "profile", "profile_title", "region"),
    *("topics", "kinds", "stages", "roles", "call", "call_url"),
    *("deadline", "audience", "published_on"),
)


def requests_csv(requests: Iterable[PartnerRequest]) -> HttpResponse:
    """One line a request; lists are parted by semicolons."""
    return csv_response("partner-requests.csv", COLUMNS, map(_cells, requests))


def _cells(one: PartnerRequest) -> list[str]:
    return [
        one.slug,
        one.title,
        one.text,
        one.profile.slug,
        one.profile.title,
        one.profile.region_id,
        "; ".join(sorted(topic.pk for topic in one.topics.all())),
        "; ".join(one.kinds),
        "; ".join(one.stages),
        "; ".join(one.roles),
        one.call,
        one.call_url,
        one.deadline.isoformat(),
        one.audience,
        timezone.localdate(one.created_at).isoformat(),
    ]
