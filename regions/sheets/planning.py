"""Compares a file with the register: what is new, what differs, and what is wrong.

Nothing is written. The outcome is made of records that are ready to be saved.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from regions.editing.bulk import Prepared, prepare_change, prepare_new
from regions.editing.comparing import Difference, differences, merge_documents
from regions.editing.documents import Document, complete_document
from regions.editing.many import normal_document
from regions.models import RecordKind
from regions.queries.vocabulary import Vocabulary, vocabulary
from regions.sheets.faults import Fault, fault
from regions.sheets.holdings import Holdings, holdings_for
from regions.sheets.parsing import KINDS, Entry, Parsed, parse_file
from regions.sheets.placing import Placing
from regions.sheets.raw import RawFile
from regions.sheets.rows import document_from

STEP = 100
Live = Callable[[int, int], None]


@dataclass(frozen=True)
class Change:
    """A record of the register that the file changes, and how.

    `taken` are fields that colleagues changed since the export; they are kept.
    """

    entry: Entry
    title: str
    differences: list[Difference]
    taken: tuple[str, ...]


@dataclass
class Plan:
    """What importing the file would do; with faults, nothing is done."""

    faults: list[Fault] = field(default_factory=list)
    prepared: list[Prepared] = field(default_factory=list)
    new: list[Entry] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)

    def count(self, kind: str, what: str) -> None:
        empty = {"new": 0, "changed": 0, "unchanged": 0}
        self.counts.setdefault(kind, empty)[what] += 1

    @property
    def digest(self) -> str:
        """A fingerprint: the same as long as importing would do the same."""
        said = [
            [one.kind, one.record.pk, one.record.version, one.before, one.document]
            for one in self.prepared
        ]
        text = json.dumps(said, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


def plan_import(raw: RawFile, user: Any, live: Live = lambda done, total: None) -> Plan:
    """Find out what the file would do if this person imported it now.

    `live(done, total)` is told of the records that have been looked at; of none while
    the cells are read.
    """
    words = vocabulary()
    parsed = parse_file(raw, words, lambda: live(0, 0))
    return _Planner(parsed, user, words, live).run()


class _Planner:
    """One comparison; strategies come before the priorities that name them."""

    def __init__(
        self, parsed: Parsed, user: Any, words: Vocabulary, live: Live
    ) -> None:
        self.plan = Plan(faults=parsed.faults)
        self.parsed, self.user, self.words, self.live = parsed, user, words, live
        self.held: Holdings = holdings_for(parsed, user)
        self.placing = Placing(self.held, self.plan.faults, user)
        self.new_strategies: dict[str, Prepared] = {}

    def run(self) -> Plan:
        entries = [
            entry
            for kind in KINDS
            for entry in self.parsed.entries
            if entry.kind == kind
        ]
        entries += self.parsed.loose.values()
        for done, entry in enumerate(entries):
            if done % STEP == 0:
                self.live(done, len(entries))
            if entry.is_new and entry.row != 0:
                self.add_new(entry)
            else:
                self.add_present(entry)
        self.live(len(entries), len(entries))
        self.plan.faults.sort(key=lambda one: (one.sheet, one.row))
        return self.plan

    def say(self, entry: Entry, column: str, value: object, reason: str) -> None:
        self.plan.faults.append(
            fault(entry.sheet, entry.row or 1, column, value, reason)
        )

    def add_new(self, entry: Entry) -> None:
        before = len(self.plan.faults)
        strategy, region = self.placing.place_new(entry, self.new_strategies)
        document = document_from(entry.kind, entry.values, None, self.words)
        document |= entry.items or {}
        self.placing.check_items(entry, None)
        try:
            prepared = prepare_new(
                kind=entry.kind,
                document=document,
                region=region,
                strategy=strategy,
                words=self.words,
            )
        except ValidationError as error:
            self.note(entry, error)
            return
        if len(self.plan.faults) > before or not entry.is_sound:
            return
        if entry.kind == RecordKind.STRATEGY and entry.key:
            self.new_strategies[entry.key] = prepared
        self.plan.prepared.append(prepared)
        self.plan.new.append(entry)
        self.plan.count(entry.kind, "new")

    def add_present(self, entry: Entry) -> None:
        record = self.held.record(entry)
        if record is None:
            self.say(entry, "id" if entry.row else "of", entry.key, _not_yours(entry))
            return
        entry.kind = entry.kind or record.record_kind
        before_count = len(self.plan.faults)
        self.placing.check_present(entry, record)
        before = self.held.documents[entry.kind][record.pk]
        said = document_from(entry.kind, entry.values, before, self.words)
        said |= entry.items or {}
        for name in self.held.hidden_of(record):
            # Not to be read in the differences either.
            said.pop(name, None)
        self.placing.check_items(entry, before)
        mine, taken = self.merged(entry, record, before, said)
        if mine == before and entry.is_sound and len(self.plan.faults) == before_count:
            self.plan.count(entry.kind, "unchanged")
            return
        try:
            prepared = prepare_change(
                record=record, before=before, document=mine, words=self.words
            )
        except ValidationError as error:
            self.note(entry, error)
            return
        if len(self.plan.faults) > before_count or not entry.is_sound:
            return
        found = differences(entry.kind, before, prepared.document)
        self.plan.prepared.append(prepared)
        title = before.get("title") or entry.key
        self.plan.changes.append(Change(entry, title, found, taken))
        self.plan.count(entry.kind, "changed")

    def merged(
        self, entry: Entry, record: Any, before: Document, said: Document
    ) -> tuple[Document, tuple[str, ...]]:
        """The document that the row asks for, on top of what others changed since."""
        version = entry.values.get("version")
        if version is None or version == record.version:
            return normal_document(entry.kind, before | said), ()
        if not 0 < version < record.version:
            reason = _("This record has no such version. Export it again.")
            self.say(entry, "version", version, reason)
            return before, ()
        base = self.held.versions.get((entry.kind, record.pk, version), {})
        mine = complete_document(entry.kind, before | base | said)
        merge = merge_documents(entry.kind, base, mine, before)
        for name in merge.conflicts:
            reason = _(
                "Somebody else has changed this since your export. Export the record"
                " again and repeat your change."
            )
            self.say(entry, name, entry.values.get(name, ""), reason)
        return normal_document(entry.kind, merge.document), merge.taken

    def note(self, entry: Entry, error: ValidationError) -> None:
        """Put what is wrong with a document where it stands in the file."""
        for name, messages in error.message_dict.items():
            sheet, row, column = self.placing.place_of(entry, name)
            value = self.placing.value_of(entry, name)
            for message in messages:
                self.plan.faults.append(fault(sheet, row, column, value, message))


def _not_yours(entry: Entry) -> str:
    if entry.is_new:
        return _("No priority and no cluster of this file has this id.")
    return _(
        "This is not the address of a record that you may change. For a new record,"
        " write new: and a word of your own."
    )
