"""Two people changed the same fields: the second chooses, and loses nothing."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from regions.editing.documents import document_of
from regions.editing.forms import FORMS
from regions.editing.services import EditConflict
from regions.editing.values import Values, values_of
from regions.editing.wording import said_lines
from regions.models import Owned

if TYPE_CHECKING:
    from regions.views.editing.flow import Page


def conflict_page(
    request: HttpRequest, record: Owned, conflict: EditConflict, page: "Page", back: str
) -> HttpResponse:
    """Who changed what, and per field the choice between mine and theirs."""
    mine = conflict.merge.document
    form = FORMS[record.record_kind](page.values)
    rows = [
        {
            "name": name,
            "label": form.label_of(name) or name,
            "mine": said_lines(name, mine[name]),
            "theirs": said_lines(name, conflict.theirs[name]),
        }
        for name in conflict.merge.conflicts
    ]
    context: dict[str, Any] = {
        "record": record,
        "rows": rows,
        "conflict": conflict,
        "taken": [form.label_of(name) or name for name in conflict.merge.taken],
        "values": values_of(mine),
        "page": page,
        "back": back,
    }
    return render(request, "editing/conflict.html", context, status=409)


def resolved_values(request: HttpRequest, record: Owned, mine: Values) -> Values:
    """The values with theirs where the person chose so."""
    theirs = document_of(record)
    chosen = [name for name in theirs if request.POST.get(f"_take-{name}") == "theirs"]
    taken = values_of({name: theirs[name] for name in chosen})
    rest = {
        name: texts
        for name, texts in mine.items()
        if not any(name == one or name.startswith(f"{one}-") for one in chosen)
    }
    return rest | taken
