"""The funnel: how many pairs came how far, and how many of which group.

A pair is two profiles, whichever side began. At each stage it counts once in a period,
with the countries, theme and kind of its first event there, so that the groups of a
division add up to the total and the totals to the log.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.utils import timezone

from matching.outcomes.models import MatchEvent, Stage
from matching.outcomes.protection import LEAST, Figure, protect

# By what the funnel is divided and filtered, in the order in which filters are applied.
DIMENSIONS = ("country", "cohesion", "theme", "kind")
# What stands for an event of which the log says nothing.
NONE = "none"
# To which stage before it a stage is compared.
BEFORE = {
    Stage.OPENED: Stage.SHOWN,
    Stage.SHORTLISTED: Stage.OPENED,
    Stage.DISMISSED: Stage.OPENED,
    Stage.INTRODUCED: Stage.OPENED,
    Stage.ACCEPTED: Stage.INTRODUCED,
    Stage.DECLINED: Stage.INTRODUCED,
    Stage.EXPIRED: Stage.INTRODUCED,
    Stage.WITHDRAWN: Stage.INTRODUCED,
    Stage.MET: Stage.ACCEPTED,
    Stage.PARTNERED: Stage.MET,
    Stage.APPLIED: Stage.PARTNERED,
    Stage.FUNDED: Stage.APPLIED,
    Stage.REFUSED: Stage.APPLIED,
}
DAY = datetime.timedelta(days=1)

Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Asked:
    """A period (both days included), values to keep to, and by what to divide."""

    since: datetime.date | None = None
    until: datetime.date | None = None
    only: tuple[tuple[str, str], ...] = ()
    by: str = ""

    @property
    def is_protected(self) -> bool:
        """Only the totals of all are told as they are."""
        return bool(self.only or self.by)


@dataclass(frozen=True)
class StageRow:
    """One stage. Events are told of the whole only; days are a median."""

    stage: Stage
    pairs: Figure
    events: int | None
    per_100: int | None
    days: float | None


@dataclass(frozen=True)
class GroupRow:
    """One group of a division, at each stage."""

    value: str
    pairs: dict[str, Figure]


@dataclass(frozen=True)
class Funnel:
    asked: Asked
    stages: list[StageRow]
    groups: list[GroupRow]


def read_funnel(asked: Asked) -> Funnel:
    """Read what is asked for; a fixed number of queries."""
    events = events_of(asked)
    cube = _read_cube(events)
    pairs = cube.figures(asked.only)
    groups = cube.divided(asked.only, asked.by) if asked.by else []
    if len(groups) == 1:
        # The total of a single group is its number.
        pairs = groups[0].pairs
    totals = None if asked.is_protected else _count_events(events)
    days = _median_days(events, asked)
    rows = [
        StageRow(
            stage=stage,
            pairs=pairs[stage],
            events=totals[stage] if totals is not None else None,
            per_100=_per_100(pairs, stage),
            days=days.get(stage) if pairs[stage].is_told else None,
        )
        for stage in Stage
    ]
    return Funnel(asked, rows, groups)


def read_divisions(asked: Asked) -> dict[str, list[GroupRow]]:
    """The groups of every division that is not filtered by, or of the one asked for."""
    cube = _read_cube(events_of(asked))
    fixed = dict(asked.only)
    wanted = [asked.by] if asked.by else [d for d in DIMENSIONS if d not in fixed]
    return {by: cube.divided(asked.only, by) for by in wanted}


def events_of(asked: Asked) -> QuerySet:
    """The events of the period."""
    events = MatchEvent.objects.order_by()
    if asked.since:
        events = events.filter(at__gte=_start_of(asked.since))
    if asked.until:
        events = events.filter(at__lt=_start_of(asked.until + DAY))
    return events


def _start_of(day: datetime.date) -> datetime.datetime:
    zone = timezone.get_current_timezone()
    return datetime.datetime.combine(day, datetime.time(), zone)


@dataclass(frozen=True)
class Cube:
    """How many pairs of each combination of values reached each stage."""

    cells: Sequence[tuple[str, Mapping[str, str], int]]

    def figures(self, only: Sequence[tuple[str, str]]) -> dict[str, Figure]:
        """What may be told of the pairs with these values, stage by stage.

        Each value is the row of a division of what the values before it leave, so a
        filter tells no more than the table in which this row stands.
        """
        found = {stage: Figure(self._counts((), stage)) for stage in Stage.values}
        for number, (name, value) in enumerate(only):
            divided = self._protected(only[:number], name, found)
            found = {
                stage: divided[stage].get(value, Figure(0)) for stage in Stage.values
            }
        return found

    def divided(self, only: Sequence[tuple[str, str]], by: str) -> list[GroupRow]:
        """What may be told of each group; groups in the order of their values."""
        columns = self._protected(only, by, self.figures(only))
        return [
            GroupRow(value, {stage: columns[stage][value] for stage in Stage.values})
            for value in self._values(by)
        ]

    def _protected(
        self,
        only: Sequence[tuple[str, str]],
        by: str,
        totals: Mapping[str, Figure],
    ) -> dict[str, dict[str, Figure]]:
        found = {}
        for stage in Stage.values:
            counts: Counter[str] = Counter(dict.fromkeys(self._values(by), 0))
            for values, number in self._matching(only, stage):
                counts[values[by]] += number
            found[stage] = protect(counts, totals[stage])
        return found

    def _values(self, by: str) -> list[str]:
        """Those that occur anywhere: which rows there are tells nothing of a cell."""
        return sorted({values[by] for _, values, _ in self.cells})

    def _counts(self, only: Sequence[tuple[str, str]], stage: str) -> int:
        return sum(number for _, number in self._matching(only, stage))

    def _matching(
        self, only: Sequence[tuple[str, str]], stage: str
    ) -> Iterator[tuple[Mapping[str, str], int]]:
        for what, values, number in self.cells:
            if what == stage and all(values[name] == value for name, value in only):
                yield values, number


def _firsts(events: QuerySet) -> QuerySet:
    """Of each pair the first event at each stage, as it came into the log."""
    first = events.values("what", "pair").annotate(first=Min("pk")).values("first")
    return MatchEvent.objects.filter(pk__in=first).order_by()


def _read_cube(events: QuerySet) -> Cube:
    rows = _firsts(events).values("what", *DIMENSIONS).annotate(number=Count("pk"))
    return Cube(
        [
            (
                row["what"],
                {name: row[name] or NONE for name in DIMENSIONS},
                row["number"],
            )
            for row in rows
        ]
    )


def _count_events(events: QuerySet) -> Counter[str]:
    return Counter(dict(events.values_list("what").annotate(number=Count("pk"))))


def _per_100(pairs: Mapping[str, Figure], stage: Stage) -> int | None:
    """How many came so far for every 100 at the stage before; both must be told."""
    before = pairs[BEFORE[stage]] if stage in BEFORE else Figure(None)
    own = pairs[stage]
    if not before.value or own.value is None:
        return None
    return round(100 * own.value / before.value)


def _median_days(events: QuerySet, asked: Asked) -> dict[str, float]:
    """Days from the stage before, of pairs that came to this one in the period.

    Only of five pairs or more. The time until a partner is opened says more of visits
    than of partners, and is left out.
    """
    later = _firsts(events).exclude(what__in=[Stage.SHOWN, Stage.OPENED])
    reached: dict[str, list[tuple[str, datetime.datetime]]] = defaultdict(list)
    for row in later.values("what", "pair", "at", *DIMENSIONS):
        if all((row[name] or NONE) == value for name, value in asked.only):
            reached[row["what"]].append((row["pair"], row["at"]))
    if not reached:
        return {}
    began = _first_times({BEFORE[Stage(what)] for what in reached})
    found: dict[str, float] = {}
    for what, pairs in reached.items():
        before = BEFORE[Stage(what)]
        times: list[Any] = [
            (at - began[before, pair]) / DAY
            for pair, at in pairs
            if (before, pair) in began and began[before, pair] <= at
        ]
        if len(times) >= LEAST:
            found[what] = median(times)
    return found


def _first_times(stages: set[Stage]) -> dict[tuple[str, str], datetime.datetime]:
    events = MatchEvent.objects.filter(what__in=stages).order_by()
    rows = events.values_list("what", "pair").annotate(first=Min("at"))
    return {(what, pair): at for what, pair, at in rows}
