"""What speaks against submitting a record as it is: it is thin, or too broad.

Nothing is forbidden by a doubt. Who submits is asked once more, and the curator reads
the same. What is missing comes from `completeness`; the rooms above add what they see
(`regions.signals.records_weighed`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from regions.editing.completeness import completeness
from regions.editing.documents import Document
from regions.editing.many import documents_of
from regions.models import Owned, Priority, RecordKind, Status, Strategy
from regions.signals import records_weighed

Documents = dict[tuple[str, int], Document]


@dataclass(frozen=True)
class Doubt:
    """One sentence about one record; `word` says in a word what it is.

    `target` is the id in the record's form at which it is amended; "priorities" are
    written in forms of their own.
    """

    record: Owned
    word: Any
    text: Any
    target: str


THIN, BROAD = _("thin"), _("broad")
PRIORITIES = "priorities"
_NO_TOPICS = _("It has no topics: nobody will find it.")
_NO_MEMBERS = _("It does not say how many members it has: partners look for that.")
_NO_PRIORITIES = _("It has no priority: there is nothing for which anybody is found.")
# Of the parts of a record, those without which it is of no use; and where they stand.
_NEEDED: dict[str, dict[str, tuple[Any, str]]] = {
    RecordKind.STRATEGY: {},
    RecordKind.PRIORITY: {"topics": (_NO_TOPICS, "field-topics")},
    RecordKind.CLUSTER: {
        "topics": (_NO_TOPICS, "field-topics"),
        "members_total": (_NO_MEMBERS, "id_members_total"),
    },
    RecordKind.FACILITY: {"topics": (_NO_TOPICS, "field-topics")},
}


def doubts_about(records: Sequence[Owned], by: Any) -> list[Doubt]:
    """What speaks against these records, in their order; as many queries for many."""
    if not records:
        return []
    documents = _documents(records)
    found = [one for record in records for one in _thin(record, records, documents)]
    answers: Any = records_weighed.send(
        Doubt, records=list(records), documents=documents, by=by
    )
    for _receiver, doubts in answers:
        found += doubts
    place = {_key(record): number for number, record in enumerate(records)}
    return sorted(found, key=lambda one: place[_key(one.record)])


def _key(record: Owned) -> tuple[str, int]:
    return str(record.record_kind), record.pk


def _documents(records: Sequence[Owned]) -> Documents:
    found: Documents = {}
    for kind in RecordKind.values:
        some = [one for one in records if one.record_kind == kind]
        found |= {(kind, key): one for key, one in documents_of(some).items()}
    return found


def _thin(
    record: Owned, records: Sequence[Owned], documents: Documents
) -> Iterable[Doubt]:
    kind = record.record_kind
    if isinstance(record, Strategy) and not _has_priorities(record, records):
        yield Doubt(record, THIN, _NO_PRIORITIES, PRIORITIES)
    for part in completeness(kind, documents[_key(record)]).missing:
        if part.field in _NEEDED[kind]:
            text, target = _NEEDED[kind][part.field]
            yield Doubt(record, THIN, text, target)


def _has_priorities(strategy: Strategy, records: Iterable[Owned]) -> bool:
    """Whether any goes with it, is public or waits for a curator."""
    if any(isinstance(one, Priority) for one in records):
        return True
    states = (Status.PUBLISHED, Status.SUBMITTED)
    return strategy.priorities.filter(status__in=states).exists()
