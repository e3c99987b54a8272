"""Bring records of the tables into the database, and leave alone what people wrote."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field

from django.db import models

from regions.editing.bulk_parts import insert_records
from regions.models import (
    ActorRole,
    Cluster,
    Confidence,
    Facility,
    Priority,
    Profile,
    RecordKind,
    Strategy,
    Version,
)

BATCH = 500
# The kinds under which versions of a model's records are written down.
_KINDS: dict[type[models.Model], tuple[str, ...]] = {
    Strategy: (RecordKind.STRATEGY,),
    Priority: (RecordKind.PRIORITY,),
    Cluster: (RecordKind.CLUSTER,),
    Profile: (RecordKind.PRIORITY, RecordKind.CLUSTER),
    Facility: (RecordKind.FACILITY,),
}


@dataclass(frozen=True)
class Wanted:
    """One record as the tables have it.

    `fields` are compared and written; `once` are written when the record is new and
    belong to its people from then on; `topics` is None where there are none to set.
    """

    fields: Mapping[str, object]
    once: Mapping[str, object] = field(default_factory=dict)
    topics: frozenset[str] | None = None


@dataclass
class Tally:
    """What happened to the records of one kind.

    `kept`: somebody confirmed or edited them, so the tables did not touch them;
    `others`: in the register, not in the tables, and therefore left as they are.
    """

    added: int = 0
    changed: int = 0
    left: int = 0
    kept: int = 0
    others: int = 0
    # The records that were added or changed, for those who have to be told.
    written: list[models.Model] = field(default_factory=list, repr=False)

    @property
    def writes(self) -> int:
        return self.added + self.changed


def people_wrote(model: type[models.Model]) -> set[int]:
    """The keys of records of which a person has made a version.

    It stays known when the account is deleted, which the record itself forgets.
    """
    own = Version.objects.filter(kind__in=_KINDS.get(model, ()))
    return set(own.exclude(role=ActorRole.PORTAL).values_list("key", flat=True))


def is_touched(record: models.Model, written: Container[int]) -> bool:
    """Whether a person has confirmed or edited a record; see `people_wrote`."""
    return bool(
        record.pk in written
        or getattr(record, "confidence", "") == Confidence.CONFIRMED
        or getattr(record, "confirmed_at", None)
        or getattr(record, "updated_by_id", None)
    )


def upsert(
    model: type[models.Model],
    key: tuple[str, ...],
    wanted: Mapping[tuple, Wanted],
    among: models.QuerySet | None = None,
) -> Tally:
    """Add and change records of `model` so that they are as wanted; delete none.

    `key` names the attributes that tell records apart, as in the keys of `wanted`;
    `among` narrows which records are the tables' business at all.
    """
    records = model.objects.all() if among is None else among
    tally, new, changed, topics = Tally(), [], [], {}
    existing = {_key_of(record, key): record for record in records}
    written = people_wrote(model)
    current = _current_topics(model) if _has_topics(model) else {}
    for name, record_wanted in wanted.items():
        record = existing.get(name)
        if record is None:
            record = model(**record_wanted.once, **record_wanted.fields)
            new.append((record, record_wanted.topics))
        elif is_touched(record, written):
            tally.kept += 1
        elif _update(record, record_wanted, current.get(record.pk, set())):
            changed.append(record)
            topics[record.pk] = record_wanted.topics
    insert_records([record for record, _ in new])
    for record in changed:
        record.save()
    topics |= {record.pk: codes for record, codes in new}
    if _has_topics(model):
        _write_topics(model, topics, current)
    tally.added, tally.changed = len(new), len(changed)
    tally.written = [record for record, _ in new] + changed
    tally.left = len(wanted) - len(new) - len(changed) - tally.kept
    tally.others = len(existing.keys() - wanted.keys())
    return tally


def replace(
    model: type[models.Model], key: tuple[str, ...], wanted: Mapping[tuple, Wanted]
) -> Tally:
    """As `upsert`, for figures that only the tables make: what vanished goes too."""
    tally = Tally()
    existing = {_key_of(record, key): record for record in model.objects.all()}
    new, changed = [], []
    for name, record_wanted in wanted.items():
        record = existing.get(name)
        if record is None:
            new.append(model(**record_wanted.fields))
        elif _update(record, record_wanted, set()):
            changed.append(record)
    gone = [record.pk for name, record in existing.items() if name not in wanted]
    model.objects.bulk_create(new, batch_size=BATCH)
    if changed:
        fields = next(iter(wanted.values())).fields
        names = [name for name in fields if name not in key]
        model.objects.bulk_update(changed, names, batch_size=BATCH)
    for start in range(0, len(gone), BATCH):
        model.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    tally.added, tally.changed = len(new), len(changed) + len(gone)
    tally.left = len(wanted) - len(new) - len(changed)
    return tally


def _key_of(record: models.Model, key: tuple[str, ...]) -> tuple:
    return tuple(getattr(record, name) for name in key)


def _update(record: models.Model, wanted: Wanted, topics: set[str]) -> bool:
    """Set the wanted fields on a record; return whether anything was different."""
    different = wanted.topics is not None and wanted.topics != topics
    for name, value in wanted.fields.items():
        if getattr(record, name) != value:
            setattr(record, name, value)
            different = True
    return different


def _has_topics(model: type[models.Model]) -> bool:
    return any(one.name == "topics" for one in model._meta.many_to_many)


def _through(model: type[models.Model]) -> tuple[type[models.Model], str]:
    """Return the table between `model` and topics, and its column for the owner."""
    many = model._meta.get_field("topics")
    return many.remote_field.through, f"{many.m2m_field_name()}_id"


def _current_topics(model: type[models.Model]) -> dict[int, set[str]]:
    through, owner = _through(model)
    topics: dict[int, set[str]] = {}
    for pk, code in through.objects.values_list(owner, "topic_id"):
        topics.setdefault(pk, set()).add(code)
    return topics


def _write_topics(
    model: type[models.Model],
    wanted: Mapping[int, frozenset[str] | None],
    current: Mapping[int, set[str]],
) -> None:
    through, owner = _through(model)
    links = []
    for pk, codes in wanted.items():
        if codes is None or codes == current.get(pk, set()):
            continue
        stale = current.get(pk, set()) - codes
        if stale:
            through.objects.filter(**{owner: pk}, topic_id__in=stale).delete()
        fresh = sorted(codes - current.get(pk, set()))
        links += [through(**{owner: pk}, topic_id=code) for code in fresh]
    through.objects.bulk_create(links, batch_size=BATCH)
