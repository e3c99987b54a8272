"""The funnel's numbers are those of the log, whatever happened in whatever order."""

import datetime
import random
from collections import Counter

import pytest

from matching.outcomes.funnel import (
    BEFORE,
    DIMENSIONS,
    NONE,
    Asked,
    read_divisions,
    read_funnel,
)
from matching.outcomes.models import JOINT, MatchEvent, Stage
from matching.outcomes.protection import FEW, HIDDEN, Figure, protect
from tests.outcomes.conftest import at, make_event, write

pytestmark = pytest.mark.django_db
START = datetime.date(2026, 1, 1)


def random_history(seed: int, number: int = 600) -> list[MatchEvent]:
    """Events of some forty profiles over a year, in no order, of uneven groups."""
    dice = random.Random(seed)
    events = {}
    for _ in range(number):
        one, other = dice.sample(range(1, 40), 2)
        what, turn = dice.choice(list(Stage)), dice.randrange(3)
        if what in JOINT and one > other:
            one, other = other, one
        day = START + datetime.timedelta(days=dice.randrange(360))
        event = make_event(
            what,
            one,
            other,
            turn,
            at=at(day.isoformat()),
            country=dice.choices(["ES", "FI", "DE", "MT"], [60, 30, 9, 1])[0],
            cohesion=dice.choices(["more", "less", ""], [60, 38, 2])[0],
            theme=dice.choice(["A", "C", "J", ""]),
            kind=dice.choice(["alike", "bridge", ""]),
        )
        events[event.key] = event
    return list(events.values())


def firsts(events: list[MatchEvent], asked: Asked) -> dict[tuple, MatchEvent]:
    """Of each stage and pair the event that was written first in the period."""
    found: dict[tuple, MatchEvent] = {}
    for event in events:
        day = event.at.date()
        if (asked.since and day < asked.since) or (asked.until and day > asked.until):
            continue
        found.setdefault((event.what, event.pair), event)
    return found


PERIODS = [
    Asked(),
    Asked(since=datetime.date(2026, 3, 1), until=datetime.date(2026, 6, 30)),
    Asked(until=datetime.date(2026, 2, 1)),
]


@pytest.mark.parametrize("seed", range(4))
def test_every_stage_equals_the_log(seed):
    events = random_history(seed)
    write(*events)
    for asked in PERIODS:
        found = firsts(events, asked)
        pairs = Counter(what for what, _ in found)
        funnel = read_funnel(asked)
        assert {row.stage.value: row.pairs for row in funnel.stages} == {
            stage: Figure(pairs[stage]) for stage in Stage.values
        }
        days = [one for one in events if _is_within(one, asked)]
        assert {row.stage: row.events for row in funnel.stages} == {
            stage: sum(one.what == stage for one in days) for stage in Stage
        }


def _is_within(event: MatchEvent, asked: Asked) -> bool:
    day = event.at.date()
    return (not asked.since or day >= asked.since) and (
        not asked.until or day <= asked.until
    )


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("by", DIMENSIONS)
def test_groups_are_those_of_the_log_and_small_ones_held_back(seed, by):
    events = random_history(seed)
    write(*events)
    for asked in PERIODS:
        found = firsts(events, asked)
        values = {getattr(one, by) or NONE for one in found.values()}
        groups = read_divisions(asked)[by]
        assert [group.value for group in groups] == sorted(values)
        for stage in Stage.values:
            counts = Counter(dict.fromkeys(sorted(values), 0))
            counts.update(
                getattr(one, by) or NONE
                for (what, _), one in found.items()
                if what == stage
            )
            wanted = protect(counts, Figure(sum(counts.values())))
            assert {one.value: one.pairs[stage] for one in groups} == wanted


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("by", DIMENSIONS)
def test_filter_tells_no_more_than_the_row_of_the_division(seed, by):
    write(*random_history(seed))
    for group in read_divisions(Asked())[by]:
        alone = read_funnel(Asked(only=((by, group.value),)))
        assert {row.stage.value: row.pairs for row in alone.stages} == group.pairs
        assert {row.events for row in alone.stages} == {None}


def test_group_that_is_held_back_is_not_divided_further():
    write(*random_history(1))
    funnel = read_funnel(Asked(only=(("country", "MT"),), by="theme"))
    held = [row.stage.value for row in funnel.stages if not row.pairs.is_told]
    assert held != []
    for stage in held:
        assert {group.pairs[stage] for group in funnel.groups} == {Figure(None, HIDDEN)}


def test_total_of_a_single_group_is_held_back_with_it():
    write(*(make_event(Stage.MET, 1, n) for n in (2, 3, 4)))
    [met] = [r for r in read_funnel(Asked(by="country")).stages if r.stage == "met"]
    assert met.pairs == Figure(None, HIDDEN)
    [met] = [row for row in read_funnel(Asked()).stages if row.stage == "met"]
    assert met.pairs == Figure(3)


def test_pair_counts_once_whichever_side_began():
    write(make_event(Stage.SHOWN, 1, 2), make_event(Stage.SHOWN, 2, 1))
    [shown, *_] = read_funnel(Asked()).stages
    assert (shown.pairs, shown.events) == (Figure(1), 2)


def test_share_of_the_stage_before_and_days_since():
    for number in range(8):
        write(make_event(Stage.INTRODUCED, 1, 10 + number, at=at("2026-03-01")))
    for number in range(6):
        day = at(f"2026-03-{3 + number:02}")
        write(make_event(Stage.ACCEPTED, 1, 10 + number, at=day))
    write(make_event(Stage.DECLINED, 1, 16, at=at("2026-03-02")))
    rows = {row.stage: row for row in read_funnel(Asked()).stages}
    assert (rows[Stage.ACCEPTED].per_100, rows[Stage.ACCEPTED].days) == (75, 4.5)
    # A median of fewer than five would be the number of somebody.
    assert (rows[Stage.DECLINED].per_100, rows[Stage.DECLINED].days) == (12, None)
    assert rows[Stage.INTRODUCED].per_100 is None


def test_neither_share_nor_days_tell_what_is_held_back():
    for number in range(8):
        write(make_event(Stage.INTRODUCED, 1, 10 + number, at=at("2026-03-01")))
    for number in range(7):
        country = "FI" if number < 3 else "ES"
        write(make_event(Stage.ACCEPTED, 1, 10 + number, country=country))
    rows = {r.stage: r for r in read_funnel(Asked(only=(("country", "FI"),))).stages}
    accepted = rows[Stage.ACCEPTED]
    assert accepted.pairs.mark in (FEW, HIDDEN)
    assert (accepted.per_100, accepted.days) == (None, None)


def test_every_stage_but_the_first_has_one_before_it():
    order = list(Stage)
    assert list(BEFORE) == order[1:]
    assert all(order.index(one) < order.index(stage) for stage, one in BEFORE.items())


def test_queries_do_not_grow_with_the_log(django_assert_num_queries):
    write(*random_history(1, 20))
    for number in (0, 300):
        write(*(one for one in random_history(2, number) if _is_new(one)))
        with django_assert_num_queries(4):
            read_funnel(Asked())


def _is_new(event: MatchEvent) -> bool:
    return not MatchEvent.objects.filter(key=event.key).exists()
