"""Merges two records of one kind: which values the merged one has, and what follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from regions.editing.documents import SIDES, Document, document_of, fields_of
from regions.editing.wording_fields import LIST_FIELDS
from regions.models import Confidence, Profile, Status

# Whose value a field of the merged record has.
FIRST, SECOND, BOTH = "first", "second", "both"
UNITED_FIELDS = LIST_FIELDS | set(SIDES)


@dataclass(frozen=True)
class FieldChoice:
    """A field in which two records differ, and what is proposed for the merged one."""

    field: str
    first: Any
    second: Any
    proposed: str

    @property
    def can_be_united(self) -> bool:
        return self.field in UNITED_FIELDS


def better_of(first: Profile, second: Profile) -> Profile:
    """Which of two records should stay: published, then confirmed, then newer."""
    return max((first, second), key=_standing)


def _standing(record: Profile) -> tuple:
    is_confirmed = record.confidence == Confidence.CONFIRMED
    when = record.confirmed_at or record.updated_at
    is_published = record.status == Status.PUBLISHED
    return is_published, is_confirmed, when, -record.pk


def field_choices(first: Profile, second: Profile) -> list[FieldChoice]:
    """The fields in which they differ, in the order in which people read them."""
    kind = first.record_kind
    one, other = document_of(first), document_of(second)
    better = FIRST if better_of(first, second) == first else SECOND
    return [
        FieldChoice(name, one[name], other[name], _proposed(name, one, other, better))
        for name in fields_of(kind)
        if one[name] != other[name]
    ]


def _proposed(name: str, one: Document, other: Document, better: str) -> str:
    """Lists united; else what is said at all, and of two the better record's."""
    if not other[name]:
        return FIRST
    if not one[name]:
        return SECOND
    return BOTH if name in UNITED_FIELDS else better


def merged_document(
    kind: str, one: Document, other: Document, chosen: Mapping[str, str]
) -> Document:
    """The document of the merged record; what nobody chose is the first one's."""
    values = {}
    for name in fields_of(kind):
        choice = chosen.get(name, FIRST)
        if choice == BOTH and name in UNITED_FIELDS:
            extra = [value for value in other[name] if value not in one[name]]
            values[name] = [*one[name], *extra]
        else:
            values[name] = (other if choice == SECOND else one)[name]
    for name in ("topics", "target_regions"):
        if name in values:
            values[name] = sorted(values[name])
    return values
