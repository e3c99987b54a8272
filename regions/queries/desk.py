"""What those who write for a region have before them: records, states, what is next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from regions.editing.completeness import Completeness, completeness
from regions.editing.many import documents_of
from regions.models import (
    Case,
    Draft,
    Outcome,
    Owned,
    Priority,
    RecordKind,
    Region,
    Status,
    Strategy,
)
from regions.moderation.leaving import left_together
from regions.moderation.services import SUBMITTABLE


@dataclass(frozen=True)
class DeskRow:
    """One record on somebody's desk. `reasons` are those of its last return."""

    record: Owned
    completeness: Completeness
    reasons: str = ""
    has_draft: bool = False


@dataclass(frozen=True)
class StrategyDesk:
    """A strategy with its priorities, and what can be done with it now."""

    strategy: Strategy
    row: DeskRow
    priorities: list[DeskRow]
    drafts: list[Draft]
    case: Case | None
    last_case: Case | None
    # Priorities that were withdrawn together with it.
    left: list[Owned]

    @property
    def can_submit(self) -> bool:
        return self.strategy.status in SUBMITTABLE

    @property
    def waiting(self) -> list[Owned]:
        """Priorities that go with the strategy, or can be submitted by themselves."""
        states = (Status.DRAFT, Status.RETURNED)
        own = [one.record for one in self.priorities if one.record.status in states]
        return [*own, *self.left]


@dataclass(frozen=True)
class RegionDesk:
    """All strategies of a region, and what was begun and never saved."""

    strategies: list[tuple[DeskRow, int]]
    drafts: list[Draft]


def region_desk(region: Region, user: Any) -> RegionDesk:
    """What a region has registered."""
    rows = Strategy.objects.editable_by(user).filter(region=region)
    counted = rows.annotate(priority_count=Count("priorities"))
    strategies = list(counted.order_by("-period", "pk"))
    counts = [one.priority_count for one in strategies]
    drafts = user.drafts.filter(
        kind=RecordKind.STRATEGY, record_key=None, owner=region.code
    )
    return RegionDesk(
        list(zip(desk_rows(strategies, user), counts, strict=True)),
        list(drafts),
    )


def strategy_desk(strategy: Strategy, user: Any) -> StrategyDesk:
    """One strategy with its priorities."""
    priorities = Priority.objects.filter(strategy=strategy).order_by("title", "pk")
    drafts = user.drafts.filter(
        kind=RecordKind.PRIORITY, record_key=None, owner=strategy.slug
    )
    return StrategyDesk(
        strategy=strategy,
        row=desk_rows([strategy], user)[0],
        priorities=desk_rows(list(priorities), user),
        drafts=list(drafts),
        case=open_case(strategy),
        last_case=last_case(strategy),
        left=left_together(strategy),
    )


def desk_rows(records: list[Any], user: Any) -> list[DeskRow]:
    """The records of one kind with what is told about each."""
    if not records:
        return []
    kind = records[0].record_kind
    keys = [one.pk for one in records]
    drafts = set(
        user.drafts.filter(kind=kind, record_key__in=keys).values_list(
            "record_key", flat=True
        )
    )
    documents, reasons = documents_of(records), reasons_of_all(records)
    return [
        DeskRow(
            record=one,
            completeness=completeness(kind, documents[one.pk]),
            reasons=reasons[one.pk],
            has_draft=one.pk in drafts,
        )
        for one in records
    ]


def open_case(record: Owned) -> Case | None:
    """The case in which the record waits for a curator."""
    return Case.objects.open().about(record).first()


def last_case(record: Owned) -> Case | None:
    """The case in which it waits, or the last one that was decided."""
    if waiting := open_case(record):
        return waiting
    cases = Case.objects.about(record)
    return cases.order_by("-decided_at", "-pk").first()


def reasons_of(record: Owned) -> str:
    """Why a curator returned or withdrew the record, or the strategy it belongs to."""
    return reasons_of_all([record])[record.pk]


def reasons_of_all(records: Sequence[Owned]) -> dict[int, str]:
    """The same for many records of one kind, by key; "" where there are none."""
    states = (Status.RETURNED, Status.WITHDRAWN)
    asked = {one.pk: _homes(one) for one in records if one.status in states}
    wanted = Q(pk__in=[])
    for kind, key in {home for homes in asked.values() for home in homes}:
        wanted |= Q(kind=kind, key=key)
    decided = (Outcome.RETURNED, Outcome.WITHDRAWN)
    cases = Case.objects.filter(wanted, outcome__in=decided) if asked else ()
    last: dict[tuple[str, int], Case] = {}
    for case in sorted(cases, key=lambda one: (one.decided_at, one.pk)):
        last[case.kind, case.key] = case
    found = {one.pk: "" for one in records}
    for pk, homes in asked.items():
        kind = homes[0][0]
        told = (last[home].reasons_for(kind, pk) for home in homes if home in last)
        found[pk] = next(told, "")
    return found


def _homes(record: Owned) -> list[tuple[str, int]]:
    """What a decision about the record may have been about: itself, or its strategy."""
    homes: list[tuple[str, int]] = [(record.record_kind, record.pk)]
    if isinstance(record, Priority):
        homes.append((RecordKind.STRATEGY, record.strategy_id))
    return homes
