"""Contact data that no longer hold: they are taken out of the versions of a record."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import transaction

from regions.editing.documents import MODELS, Document
from regions.editing.visibility import CONTACT_FIELDS
from regions.models import Version

# In the document of a version: the fields that were taken out of it.
FORGOTTEN = "forgotten"


def forgotten_in(document: Document) -> list[str]:
    """The contact fields that were taken out of a version's document."""
    return list(document.get(FORGOTTEN, ()))


def forget_old_contacts(before: datetime) -> int:
    """Take out of versions what a later one had replaced by then; return how many.

    Who reads a version still sees that there was something, and all else that it says.
    What the record said at that moment stays, whatever it says now: it is that much
    younger. Of a record that is gone nothing stays.
    """
    return sum(
        _forget(kind, fields, before)
        for kind, fields in CONTACT_FIELDS.items()
        if fields
    )


def _forget(kind: str, fields: tuple[str, ...], before: datetime) -> int:
    rows = Version.objects.filter(kind=kind, at__lt=before).order_by("key", "number")
    names = [f"document__{name}" for name in fields]
    said = rows.values_list("key", "pk", *names).iterator()
    present = set(MODELS[kind]._default_manager.values_list("pk", flat=True))
    stale = {
        pk: gone
        for key, versions in groupby(said, key=lambda row: row[0])
        for pk, gone in _stale(versions, fields, is_there=key in present)
    }
    return sum(_take_out(pk, gone) for pk, gone in stale.items())


def _stale(
    versions: Iterable[tuple[Any, ...]], fields: tuple[str, ...], *, is_there: bool
) -> Iterator[tuple[int, list[str]]]:
    """The versions of one record, with the fields that say what holds no more."""
    rows = list(versions)
    last = rows[-1][2:] if is_there else [None] * len(fields)
    for _key, pk, *values in rows:
        gone = [
            name
            for name, value, holds in zip(fields, values, last, strict=True)
            if value and value != holds
        ]
        if gone:
            yield pk, gone


@transaction.atomic
def _take_out(pk: int, fields: list[str]) -> bool:
    version = Version.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if version is None:
        return False
    left = {name: said for name, said in version.document.items() if name not in fields}
    left[FORGOTTEN] = sorted({*forgotten_in(left), *fields})
    Version.objects.filter(pk=pk).update(document=left)
    return True
