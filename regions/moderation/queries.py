"""What the curators' pages about cases show, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from regions.editing.visibility import hidden_in_trail
from regions.editing.wording_changes import FieldChange, word_changes
from regions.editing.wording_fields import FieldWords, word_document
from regions.models import Act, Case, CaseMessage, Owned, Status, Version
from regions.moderation.records import is_own, records_of, state_of
from regions.queries.vocabulary import vocabulary


@dataclass(frozen=True)
class Part:
    """One record of a case: all it says, and what differs from what was known."""

    record: Owned
    fields: list[FieldWords]
    # None where nobody has seen the record before.
    changes: list[FieldChange] | None
    baseline: Version | None


@dataclass(frozen=True)
class CasePage:
    """A case with the records it is about, as this person may read them."""

    case: Case
    parts: list[Part]
    messages: list[CaseMessage]
    is_own: bool
    seen: str

    @property
    def record(self) -> Owned | None:
        return self.parts[0].record if self.parts else None


def queue_rows() -> "QuerySet[Case]":
    """All cases with what a row of the queue shows."""
    people = ("region", "submitted_by", "assigned_to")
    return Case.objects.select_related(*people).with_last_word()


def case_numbers(user: Any) -> dict[str, Any]:
    """What waits for curators: open, unassigned and own cases, answers, the oldest."""
    numbers = Case.objects.open().aggregate(
        open=Count("pk"),
        unassigned=Count("pk", filter=Q(assigned_to=None)),
        mine=Count("pk", filter=Q(assigned_to=user)),
    )
    oldest = Case.objects.open().order_by("submitted_at", "pk").first()
    numbers["oldest"] = oldest.submitted_at if oldest else None
    numbers["answers"] = Case.objects.waiting_for_answer().count()
    return numbers


def case_page(
    case: Case, user: Any, records: Sequence[Owned] | None = None
) -> CasePage:
    """The case as this person may read it; the access to it is checked before.

    `records` are `records_of` the case, where they have been asked for already.
    """
    if records is None:
        records = records_of(case)
    own = bool(records) and is_own(records[0], user)
    trails = _trails_of(records)
    words = vocabulary()
    parts = []
    for record in records:
        trail = trails[record.record_kind, record.pk]
        parts.append(_part(case, record, trail, own, words))
    messages = list(case.messages.select_related("by"))
    return CasePage(case, parts, messages, own, state_of(records))


def _trails_of(records: Sequence[Owned]) -> dict[tuple[str, int], list[Version]]:
    """The versions of each record, the newest first, in one query."""
    wanted = Q(pk__in=[])
    for record in records:
        wanted |= Q(kind=record.record_kind, key=record.pk)
    found: dict[tuple[str, int], list[Version]] = defaultdict(list)
    for version in Version.objects.filter(wanted).order_by("-number"):
        found[version.kind, version.key].append(version)
    return found


def _part(
    case: Case, record: Owned, trail: Iterable[Version], own: bool, words: Any
) -> Part:
    kind = record.record_kind
    hidden = hidden_in_trail(kind, is_own=own)
    until = case.decided_at
    known = [one for one in trail if until is None or one.at <= until]
    before = [one for one in known if one.at < case.submitted_at]
    baseline = next((one for one in before if _was_read(one)), None)
    document = known[0].document if known else {}
    changes = None
    if baseline is not None:
        changes = word_changes(kind, baseline.document, document, words, hidden)
    fields = word_document(kind, document, words, hidden)
    return Part(record, fields, changes, baseline)


def _was_read(version: Version) -> bool:
    """Whether others than its owner have read the record as it was then."""
    return version.act == Act.RETURNED or version.status == Status.PUBLISHED


def cases_of(record: Owned) -> "QuerySet[Case]":
    """All cases of one record, the newest first."""
    rows = Case.objects.about(record)
    return rows.order_by("-submitted_at", "-pk")


def open_cases_of(user: Any) -> "QuerySet[Case]":
    """Open cases of the organisations that this person acts for, oldest first."""
    return Case.objects.open().answerable_by(user).select_related("region")
