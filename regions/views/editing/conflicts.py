"""Two people changed the same fields: the second chooses, and loses nothing."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from regions.editing.comparing import united
from regions.editing.documents import SIDES, Document, document_of
from regions.editing.services import EditConflict
from regions.editing.values import Values, values_of
from regions.editing.visibility import hidden_in_form
from regions.editing.wording_changes import FieldChange, word_changes
from regions.editing.wording_fields import LIST_FIELDS, field_label, word_field
from regions.models import Owned, Version
from regions.queries.vocabulary import Vocabulary, vocabulary

if TYPE_CHECKING:
    from regions.views.editing.flow import Page

# What the person takes where two texts stand beside each other; else it is his own.
THEIRS, BOTH = "theirs", "both"
# Fields of which both people's members can be kept.
UNITED_FIELDS = LIST_FIELDS | set(SIDES)


def conflict_page(
    request: HttpRequest, record: Owned, conflict: EditConflict, page: "Page", back: str
) -> HttpResponse:
    """Who changed what, and per field the choice between mine and theirs."""
    kind = record.record_kind
    hidden = hidden_in_form(record, request.user)
    mine = {
        name: value
        for name, value in conflict.merge.document.items()
        if name not in hidden
    }
    names = [name for name in conflict.merge.conflicts if name not in hidden]
    base = _base_of(record, page.base_version)
    rows = _rows(kind, names, base, mine, conflict.theirs)
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


def _base_of(record: Owned, number: int) -> Document:
    """What both began with; nothing where no version was written down."""
    found = Version.objects.about(record).filter(number=number).first()
    return found.document if found else {}


def _rows(
    kind: str, names: Sequence[str], base: Document, mine: Document, theirs: Document
) -> list[dict[str, Any]]:
    """Each field that both changed, in words, with what each of the two changed."""
    words = vocabulary()
    changes = [_changes(kind, names, base, side, words) for side in (mine, theirs)]
    rows = []
    for name in names:
        both = None
        if name in UNITED_FIELDS:
            both = united(*(side.get(name) or [] for side in (base, mine, theirs)))
        rows.append(
            {
                "name": name,
                "label": field_label(kind, name),
                "mine": word_field(kind, name, mine[name], words),
                "mine_change": changes[0].get(name),
                "theirs": word_field(kind, name, theirs[name], words),
                "theirs_change": changes[1].get(name),
                "both": both and word_field(kind, name, both, words),
                "both_values": values_of({name: both}) if both else {},
            }
        )
    return rows


def _changes(
    kind: str, names: Sequence[str], base: Document, side: Document, words: Vocabulary
) -> dict[str, FieldChange]:
    """What one side changed in these fields; nothing where it is not known."""
    if not base:
        return {}
    before, after = ({name: one.get(name) for name in names} for one in (base, side))
    return {one.field: one for one in word_changes(kind, before, after, words)}


def resolved_values(request: HttpRequest, record: Owned, mine: Values) -> Values:
    """The values with theirs, or with both together, where the person chose so."""
    hidden = hidden_in_form(record, request.user)
    present = document_of(record)
    theirs = {name: present[name] for name in present if name not in hidden}
    chosen = {name: request.POST.get(f"_take-{name}") for name in theirs}
    taken = values_of({name: theirs[name] for name in theirs if chosen[name] == THEIRS})
    for name in theirs:
        if chosen[name] == BOTH:
            taken |= _sent_together(request, name)
    rest = {
        name: texts
        for name, texts in mine.items()
        if not any(
            name == one or name.startswith(f"{one}-")
            for one in theirs
            if chosen[one] in (THEIRS, BOTH)
        )
    }
    return rest | taken


def _sent_together(request: HttpRequest, name: str) -> Values:
    """The two lists put together, as the page has shown and sent them."""
    prefix = "_both-"
    return {
        key.removeprefix(prefix): request.POST.getlist(key)
        for key in request.POST
        if key == f"{prefix}{name}" or key.startswith(f"{prefix}{name}-")
    }
