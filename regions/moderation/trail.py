"""The trail of a record, and the curators' list of what owners changed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from regions.editing.documents import MODELS
from regions.editing.forgetting import forgotten_in
from regions.editing.visibility import hidden_in_trail
from regions.editing.wording_changes import FieldChange, word_changes
from regions.editing.wording_fields import field_label
from regions.models import ActorRole, OldAddress, Owned, Profile, Version
from regions.moderation.records import is_own
from regions.queries.vocabulary import Vocabulary, vocabulary


@dataclass(frozen=True)
class Entry:
    """One version: what was done, by whom, and what it changed.

    `changes` is None for the oldest version that is known. `name` is "" where the
    reader may not know it; the role is always known.
    """

    version: Version
    changes: list[FieldChange] | None
    name: str

    @property
    def forgotten(self) -> list[str]:
        """The names of contact fields that were taken out of it."""
        kind = self.version.kind
        names = forgotten_in(self.version.document)
        return [field_label(kind, name) for name in names]


def record_for(user: Any, kind: str, slug: str) -> Owned | None:
    """The record whose trail this person may read; None where there is none for him.

    That is the organisation's people and curators. Whoever acts for the record into
    which it was merged may read it too.
    """
    if kind not in MODELS or not user.is_authenticated:
        return None
    record = MODELS[kind].objects.filter(slug=slug).select_related("region").first()
    if record is None or user.is_staff or is_own(record, user):
        return record
    kept = OldAddress.objects.filter(kind=kind, slug=slug).values("profile")
    heirs = Profile.objects.owned_by(user).filter(pk__in=kept)
    return record if heirs.exists() else None


def versions_of(record: Owned) -> "QuerySet[Version]":
    """All versions of a record, the newest first, with who made them."""
    rows = Version.objects.of_record(record.record_kind, record.pk)
    return rows.select_related("by")


def entries(record: Owned, versions: Sequence[Version], user: Any) -> list[Entry]:
    """Neighbouring versions of a record, the newest first, in words."""
    if not versions:
        return []
    own, words = is_own(record, user), vocabulary()
    hidden = hidden_in_trail(record.record_kind, is_own=own)
    older = versions_of(record).filter(number__lt=versions[-1].number).first()
    befores = [*versions[1:], older]
    return [
        _entry(one, before, user, words, hidden)
        for one, before in zip(versions, befores, strict=True)
    ]


def change_entry(version: Version, record: Owned, user: Any) -> Entry:
    """One version of a record, and what it changed."""
    return entries(record, [version], user)[0]


def _entry(
    version: Version,
    before: Version | None,
    user: Any,
    words: Vocabulary,
    hidden: tuple[str, ...],
) -> Entry:
    changes = None
    if before is not None:
        old, new = before.document, version.document
        changes = word_changes(version.kind, old, new, words, hidden)
    # Colleagues know each other; a curator is known to curators only.
    knows = user.is_staff or version.role == ActorRole.OWNER
    name = str(version.by) if knows and version.by else ""
    return Entry(version, changes, name)


def merged_into(record: Owned) -> Profile | None:
    """The record to which this one's address leads since they were merged."""
    old = OldAddress.objects.filter(kind=record.record_kind, slug=record.slug)
    found = old.select_related("profile").first()
    return found.profile if found else None


def merged_here(record: Owned) -> list[OldAddress]:
    """The addresses that lead to this record since others were merged into it."""
    if not isinstance(record, Profile):
        return []
    return list(OldAddress.objects.filter(profile_id=record.pk).order_by("slug"))


def owners_changes() -> "QuerySet[Version]":
    """What owners did to published records, the latest first."""
    rows = Version.objects.seen_at_once().select_related("by")
    return rows.order_by("-at", "-pk")


def with_records(versions: Sequence[Version]) -> list[dict[str, Any]]:
    """Each version with its record as it is now; a query for each kind."""
    keys = defaultdict(set)
    for one in versions:
        keys[one.kind].add(one.key)
    found: dict[str, dict[int, Any]] = {}
    for kind, model in MODELS.items():
        wanted = keys.get(kind, set())
        rows = model.objects.select_related("region")
        found[kind] = rows.in_bulk(wanted) if wanted else {}
    rows = [
        {"version": one, "record": found[one.kind].get(one.key)} for one in versions
    ]
    return [row for row in rows if row["record"] is not None]
