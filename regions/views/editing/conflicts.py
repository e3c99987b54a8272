"""Two people changed the same fields: the second chooses, and loses nothing."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from regions.editing.documents import document_of
from regions.editing.services import EditConflict
from regions.editing.values import Values, values_of
from regions.editing.visibility import hidden_in_form
from regions.editing.wording_fields import field_label, word_field
from regions.models import Owned
from regions.queries.vocabulary import vocabulary

if TYPE_CHECKING:
    from regions.views.editing.flow import Page


def conflict_page(
    request: HttpRequest, record: Owned, conflict: EditConflict, page: "Page", back: str
) -> HttpResponse:
    """Who changed what, and per field the choice between mine and theirs."""
    kind, words = record.record_kind, vocabulary()
    hidden = hidden_in_form(record, request.user)
    mine = {
        name: value
        for name, value in conflict.merge.document.items()
        if name not in hidden
    }
    rows = [
        {
            "name": name,
            "label": field_label(kind, name),
            "mine": word_field(kind, name, mine[name], words),
            "theirs": word_field(kind, name, conflict.theirs[name], words),
        }
        for name in conflict.merge.conflicts
        if name not in hidden
    ]
    context: dict[str, Any] = {
        "record": record,
        "rows": rows,
        "conflict": conflict,
        "taken": [field_label(kind, name) for name in conflict.merge.taken],
        "values": values_of(mine),
        "page": page,
        "back": back,
    }
    return render(request, "editing/conflict.html", context, status=409)


def resolved_values(request: HttpRequest, record: Owned, mine: Values) -> Values:
    """The values with theirs where the person chose so."""
    hidden = hidden_in_form(record, request.user)
    present = document_of(record)
    theirs = {name: present[name] for name in present if name not in hidden}
    chosen = [name for name in theirs if request.POST.get(f"_take-{name}") == "theirs"]
    taken = values_of({name: theirs[name] for name in chosen})
    rest = {
        name: texts
        for name, texts in mine.items()
        if not any(name == one or name.startswith(f"{one}-") for one in chosen)
    }
    return rest | taken
