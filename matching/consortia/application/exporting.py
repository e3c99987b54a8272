"""The sheet as a table for spreadsheets: one line a partner, and one a piece."""

import csv
import io
from collections.abc import Iterable

from django.utils import timezone

from matching.consortia.application.queries import Sheet
from matching.consortia.models import ConsortiumMember
from matching.consortia.models_application import Letter, Task
from regions.sheets.cells import guarded

MEDIA_TYPE = "text/csv; charset=utf-8"
COLUMNS = (
    *("what", "application", "call", "stage", "partner", "profile", "region"),
    *("country", "state", "coordinator", "roles", "share_percent", "letter_signed_on"),
    *("piece", "due", "done_on"),
)


def csv_file(sheet: Sheet) -> bytes:
    """The file with a mark that spreadsheets know UTF-8 by."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, restval="")
    writer.writeheader()
    for row in _rows(sheet):
        writer.writerow({name: guarded(cell) for name, cell in row.items()})
    return buffer.getvalue().encode("utf-8-sig")


def _rows(sheet: Sheet) -> Iterable[dict[str, str]]:
    consortium = sheet.consortium
    common = {
        "application": consortium.title,
        "call": consortium.call.title,
        "stage": consortium.stage,
    }
    letters = {one.member.pk: one.letter for one in sheet.letters}
    for member in sheet.members:
        yield common | _partner(member, letters.get(member.pk))
    for line in sheet.tasks:
        yield common | _piece(line.task)


def _partner(member: ConsortiumMember, letter: Letter | None) -> dict[str, str]:
    profile = member.profile
    return {
        "what": "partner",
        "partner": member.label,
        "profile": profile.slug if profile else "",
        "region": profile.region_id if profile else member.region_code,
        "country": profile.region.country if profile else member.country,
        "state": member.state,
        "coordinator": "yes" if member.is_coordinator else "no",
        "roles": "; ".join(member.roles),
        "share_percent": "" if member.share is None else str(member.share),
        "letter_signed_on": letter.signed_on.isoformat() if letter else "",
    }


def _piece(task: Task) -> dict[str, str]:
    return {
        "what": "piece",
        "piece": task.label,
        "partner": task.member.label if task.member else "",
        "due": task.due.isoformat() if task.due else "",
        "done_on": timezone.localdate(task.done_at).isoformat() if task.done_at else "",
    }
