"""Which records have reached a step of the ledger, and who is to be told."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from regions.editing.documents import MODELS
from regions.freshness.ledger import (
    FIRST_AFTER,
    LAPSES_AFTER,
    SECOND_AFTER,
    last_day_due,
)
from regions.models import Cluster, Facility, Owned, RecordKind, Region, Reminder
from regions.querysets import EDITING

Step = Reminder.Step
MONTHS: Mapping[str, int] = MappingProxyType(
    {
        Step.FIRST: FIRST_AFTER,
        Step.SECOND: SECOND_AFTER,
        Step.LAPSED: LAPSES_AFTER,
    }
)
# A record that has reached a later step is not told of an earlier one.
_NEXT = {Step.FIRST: SECOND_AFTER, Step.SECOND: LAPSES_AFTER}


@dataclass(frozen=True, order=True)
class Organisation:
    """Who answers for records: a region, or else a cluster."""

    region_id: str = ""
    cluster_id: int = 0

    @property
    def place(self) -> Region | Cluster:
        if self.cluster_id:
            return Cluster.objects.get(pk=self.cluster_id)
        return Region.objects.get(pk=self.region_id)

    def name(self) -> str:
        """Its name in the language that is active now."""
        place = self.place
        return place.title if isinstance(place, Cluster) else place.label

    def people(self) -> "QuerySet[Any]":
        """Who is told: its owners and editors of today."""
        people = get_user_model().objects
        one = {"cluster": self.place} if self.cluster_id else {"region": self.place}
        return people.acting_for(*EDITING, **one).order_by("pk")


def organisation_of(record: Owned) -> Organisation:
    """The cluster whose own record or facility it is, or else the region."""
    if isinstance(record, Cluster):
        return Organisation(cluster_id=record.pk)
    if isinstance(record, Facility) and record.cluster_id:
        return Organisation(cluster_id=record.cluster_id)
    return Organisation(record.region_id)


def due_records(kind: str, step: str, today: date) -> "QuerySet[Any]":
    """Listed records of a kind that have reached a step for which nothing was done."""
    told = Reminder.objects.filter(
        kind=kind, key=OuterRef("pk"), step=step, counted_from=OuterRef("_counted")
    )
    rows = MODELS[kind].objects.listed()
    rows = rows.counted_before(first_moment_after(last_day_due(today, MONTHS[step])))
    if step in _NEXT:
        later = first_moment_after(last_day_due(today, _NEXT[step]))
        passed = MODELS[kind].objects.counted_before(later)
        rows = rows.exclude(pk__in=passed.values("pk"))
    counted = Coalesce("confirmed_at", "created_at")
    return rows.annotate(_counted=counted).filter(~Exists(told)).order_by("pk")


def due_by_organisation(
    step: str, today: date
) -> dict[Organisation, list[tuple[str, int]]]:
    """Kind and key of what has reached a step, by who answers for it; four queries."""
    found: dict[Organisation, list[tuple[str, int]]] = defaultdict(list)
    for kind in RecordKind.values:
        for record in due_records(kind, step, today):
            found[organisation_of(record)].append((kind, record.pk))
    return {one: found[one] for one in sorted(found)}


def lock_due(keys: Iterable[tuple[str, int]], step: str, today: date) -> list[Owned]:
    """Those of these records that are still due, locked in the order of all."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for kind, key in keys:
        wanted[kind].append(key)
    found: list[Owned] = []
    for kind in RecordKind.values:
        if kind in wanted:
            rows = MODELS[kind].objects.filter(pk__in=wanted[kind]).order_by("pk")
            list(rows.select_for_update(of=("self",)))
            # Asked again under the lock: another worker may have been faster.
            due = due_records(kind, step, today)
            found += due.filter(pk__in=wanted[kind])
    return found


def first_moment_after(day: date) -> datetime:
    """The midnight of Brussels that ends this day, also when clocks change."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
