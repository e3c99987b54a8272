"""An organisation's checklists as a file for spreadsheets."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.guide.checklists.models import Mark, Standing
from portal.guide.checklists.people import Keeper
from portal.guide.checklists.queries import dropped_chapters, overview_of
from regions.sheets.responding import csv_response


def checklist_file(user: Any, keeper: Keeper) -> HttpResponse:
    """Each point of the guide, and what the organisation says of it."""
    columns = (
        _("Chapter"),
        _("Point"),
        _("State"),
        _("Done on"),
        _("Note"),
        _("Changed by"),
        _("Changed on"),
        _("In the guide"),
    )
    return csv_response(f"checklists-{keeper.key}.csv", columns, _rows(user, keeper))


def _rows(user: Any, keeper: Keeper) -> Iterator[tuple[object, ...]]:
    for checklist in overview_of(user, keeper.organisation):
        title = checklist.chapter.title
        for line in checklist.lines:
            yield (title, line.item.text, *_said(line.mark), _("yes"))
        for mark in checklist.dropped:
            yield (title, mark.text or mark.item, *_said(mark), _("no"))
    for mark in dropped_chapters(user, keeper.organisation):
        yield (mark.chapter, mark.text or mark.item, *_said(mark), _("no"))


def _said(mark: Mark | None) -> tuple[object, ...]:
    if mark is None:
        return (capfirst(str(Standing.OPEN.label)), "", "", "", "")
    return (
        capfirst(mark.get_standing_display()),
        mark.done_on or "",
        mark.note,
        mark.changed_by or "",
        timezone.localdate(mark.changed_at),
    )
