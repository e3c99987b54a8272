"""What differs between two documents, and how two edits of one are put together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from regions.editing.documents import Document, fields_of


@dataclass(frozen=True)
class Difference:
    """One field that changed, with its values before and after."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Merge:
    """Two people's edits of one document, put together.

    `document` has all that only one of them changed, and in `conflicts` the value of
    mine; `taken` are the fields that came from theirs.
    """

    document: Document
    conflicts: tuple[str, ...]
    taken: tuple[str, ...]


def differences(kind: str, before: Document, after: Document) -> list[Difference]:
    """The fields that changed, in the order in which people read them."""
    return [
        Difference(name, before.get(name), after.get(name))
        for name in fields_of(kind)
        if before.get(name) != after.get(name)
    ]


def merge_documents(
    kind: str, base: Document, mine: Document, theirs: Document
) -> Merge:
    """Put my edit of `base` onto theirs, field by field.

    Fields are whole: two edits of one text, or of one list, are a conflict.
    """
    merged, conflicts, taken = dict(mine), [], []
    for name in fields_of(kind):
        old, own, other = base.get(name), mine.get(name), theirs.get(name)
        if own == other or other == old:
            continue
        if own == old:
            merged[name] = other
            taken.append(name)
        else:
            conflicts.append(name)
    return Merge(merged, tuple(conflicts), tuple(taken))


def united(base: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any]) -> list:
    """Two edits of one list put together, mine first.

    What either of us added is in it, and nothing that one of us took out; an offer
    that both have changed is in it twice.
    """
    kept = [one for one in mine if one in theirs or one not in base]
    return kept + [one for one in theirs if one not in mine and one not in base]
