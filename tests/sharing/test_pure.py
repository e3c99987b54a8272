"""Booking, fitting and quorum against slow oracles of their own."""

import datetime
import random
from fractions import Fraction

import pytest

from matching.sharing.booking import Booking, Capacity, Clash, first_clash
from matching.sharing.fitting import (
    ACCESS,
    POINTS,
    READINESS,
    STAGES,
    Offered,
    Wanted,
    best_fits,
    common_words,
    distance_km,
    fit,
)
from matching.sharing.quorum import least_together, quorum_of

START = datetime.date(2030, 1, 10)
DAY = datetime.timedelta(days=1)


def day(number: int) -> datetime.date:
    return START + number * DAY


def rules_broken(new: Booking, others: list[Booking], capacity: Capacity) -> set[str]:
    """The three rules day by day and month by month, without any cleverness."""
    broken = set()
    days = [new.first + n * DAY for n in range((new.last - new.first).days + 1)]
    if capacity.windows and not all(
        any(first <= one <= last for first, last in capacity.windows) for one in days
    ):
        broken.add("window")
    places = capacity.users_at_once
    if places is None and capacity.hours_a_month is None:
        places = 1
    if places is not None:
        for one in days:
            if sum(each.first <= one <= each.last for each in others) + 1 > places:
                broken.add("users")
    if capacity.hours_a_month is not None:
        used: dict = {}
        for each in [*others, new]:
            length = (each.last - each.first).days + 1
            for n in range(length):
                one = each.first + n * DAY
                month = (one.year, one.month)
                used[month] = used.get(month, 0) + Fraction(each.hours, length)
        own = {(one.year, one.month) for one in days}
        if any(used[month] > capacity.hours_a_month for month in own):
            broken.add("hours")
    return broken


def test_booking_at_random_is_refused_as_the_oracle_refuses():
    chance = random.Random(6)
    seen = set()
    for _ in range(1500):
        capacity = Capacity(
            chance.choice([None, 20, 60]),
            chance.choice([None, 1, 2]),
            [
                (day(n), day(n + chance.randint(5, 40)))
                for n in chance.sample(range(60), 2)
            ]
            if chance.random() < 0.5
            else [],
        )
        rows = [
            Booking(day(n), day(n + chance.randint(0, 40)), chance.randint(1, 40))
            for n in (chance.randint(-20, 60) for _ in range(4))
        ]
        new, others = rows[0], rows[1 : chance.randint(1, 4)]
        clash, broken = (
            first_clash(new, others, capacity),
            rules_broken(new, others, capacity),
        )
        order = [one for one in ("window", "users", "hours") if one in broken]
        assert (clash.rule if clash else None) == next(iter(order), None)
        seen.add(clash.rule if clash else "free")
    assert seen == {"window", "users", "hours", "free"}


def test_the_first_day_that_clashes_is_named():
    taken = [Booking(day(5), day(9), 10)]
    assert first_clash(Booking(day(1), day(7)), taken, Capacity()) == Clash(
        "users", day(5)
    )


def test_windows_that_touch_are_one():
    capacity = Capacity(windows=[(day(0), day(4)), (day(5), day(9))])
    assert first_clash(Booking(day(3), day(7)), [], capacity) is None


RELATED = {("a", "a"): 1.0, ("b", "b"): 1.0, ("a", "b"): 0.5, ("b", "a"): 0.5}


def related(one: str, other: str) -> float:
    return RELATED.get((one, other), 0.0)


def oracle(wanted: Wanted, offered: Offered) -> dict[str, float]:
    """The documented formula once more, in points."""
    best = [
        max([related(w, o) for o in offered.topics], default=0) for w in wanted.topics
    ]
    ranges = [READINESS[one] for one in wanted.stages]
    gaps = [
        max(low, offered.readiness[0]) - min(high, offered.readiness[1])
        for low, high in ranges
        if offered.readiness
    ]
    steps = [
        abs(STAGES.index(one) - STAGES.index(other))
        for one in wanted.stages
        for other in offered.stages
    ]
    km = distance_km(wanted.place, offered.place)
    return {
        "topics": 35 * (sum(best) / len(best) if best else 0),
        "words": 20 * (1 - 2.0 ** -len(wanted.words & offered.words)),
        "stage": 12 * (1 if 0 in steps else 0.5 if 1 in steps else 0),
        "readiness": 8
        * (1 if any(one <= 0 for one in gaps) else 0.5 if 1 in gaps else 0),
        "distance": 0 if km is None else 12 * max(0, 1 - km / 2000),
        "access": 6 * ACCESS[wanted.actor].get(offered.access, 0),
        "window": 7 * bool(offered.windows),
    }


def test_fit_at_random_equals_the_formula():
    chance = random.Random(7)

    def some(names):
        return frozenset(one for one in names if chance.random() < 0.5)

    def place():
        spot = (chance.uniform(35, 65), chance.uniform(-10, 30))
        return chance.choice([None, spot, spot])

    compared = 0
    for key in range(400):
        wanted = Wanted(
            some("ab"), some("xyz"), some(STAGES), None, place(),
            chance.choice(["authority", "cluster"]),
        )  # fmt: skip
        low = chance.randint(1, 9)
        offered = Offered(
            key, some("ab"), some("xyz"), some(STAGES),
            chance.choice([None, (low, chance.randint(low, 9))]), place(),
            chance.choice(["", *ACCESS["cluster"]]),
            chance.choice([[], [(day(0), day(3))]]),
        )  # fmt: skip
        found, expected = fit(wanted, offered, related), oracle(wanted, offered)
        if not (expected["topics"] or expected["words"]):
            assert found is None
            continue
        compared += 1
        assert found.parts == {
            name: pytest.approx(100 * points, abs=0.51)
            for name, points in expected.items()
        }
        assert found.score == sum(found.parts.values())
    assert compared > 200


def test_points_are_a_hundred():
    assert sum(POINTS.values()) == 100


def test_words_of_many_facilities_do_not_count():
    offers = [Offered(n, words=frozenset({"rese", f"w{n}"})) for n in range(40)]
    assert common_words(offers) == {"rese"}
    found = best_fits(Wanted(words=frozenset({"rese", "w3"})), offers, related)
    assert [(one.key, one.words) for one in found] == [(3, ("w3",))]


def test_distance_between_known_places():
    # Barcelona and Helsinki are about 2,600 km apart.
    assert distance_km((41.39, 2.17), (60.17, 24.94)) == pytest.approx(2610, abs=30)


def test_quorum_counts_level_2_regions_and_countries():
    codes = ["ES511", "ES512", "FI1C", "SE11"]
    found = quorum_of(codes, 3, 3)
    assert (found.members, found.regions, found.countries) == (4, 3, 3)
    assert found.is_reached
    assert not quorum_of(codes[:3], 3, 3).is_reached
    assert quorum_of(["ES51", "ES52", "FI1C"], 3, 3).countries_missing == 1


@pytest.mark.parametrize(
    ("shares", "least"),
    [
        (["over5m", "over5m"], None),
        (["to1m", "to1m", "open"], 500_000),
        (["to50k", "open", "open"], 0),
        (["over5m", "over5m", "to50k"], 10_000_000),
    ],
)
def test_sum_of_shares_is_said_in_steps_from_three_on(shares, least):
    assert least_together(shares) == least
