"""The order of peers: points that add up, what is not known, and fairness."""

import random
from pathlib import Path

import pytest
from django.conf import settings

from matching.exposure import Why
from portal.guide.peers.order import (
    MARGIN,
    MOST,
    Asking,
    Peer,
    Shown,
    propose,
    score,
)
from tests.guide.peers import slow

ASKING = Asking(stage=1, population=2_000_000, category="less")
DOCS = Path(settings.BASE_DIR, "docs", "peers.md")


def peer(number: int = 1, **fields) -> Peer:
    return Peer(("region", f"AA{number}"), **{"place": f"AA{number}"} | fields)


def test_example_of_the_docs_comes_out():
    example = DOCS.read_text().partition("### Example")[2]
    rows = {
        cells[0]: cells[2]
        for line in example.splitlines()
        if line.startswith("| ")
        and len(cells := [one.strip() for one in line.strip("| ").split("|")]) == 3
    }
    found = score(
        ASKING,
        peer(
            practices=(Shown(1, 0.75, stage=2), Shown(2, 0.5)),
            likeness=9.4,
            projects=3,
            population=7_000_000,
            category="less",
        ),
    )
    said = {name: rows[name] for name in MOST if name in rows}
    assert said == {
        "practice": str(found.points["practice"]),
        "stage": str(found.points["stage"]),
        "theme": str(found.points["theme"]),
        "projects": str(found.points["projects"]),
        "size": str(found.points["size"]),
        "category": str(found.points["category"]),
        "answers": "not known",
    }
    assert (rows["together"], found.unknown) == (str(found.total), ("answers",))
    assert found.total == 59


def test_most_points_are_a_hundred():
    best = peer(
        practices=(Shown(1, 1.0, stage=1), Shown(2, 1.0)),
        likeness=50,
        projects=9,
        population=2_000_000,
        category="less",
        answers=1.0,
    )
    assert score(ASKING, best).points == {
        name: most for name, most in MOST.items() if most
    }
    assert sum(MOST.values()) == 100


@pytest.mark.parametrize(
    ("population", "points"),
    [(4_000_000, 8), (4_000_001, 4), (500_000, 4), (499_999, 0), (None, None)],
)
def test_size_counts_by_factors_of_two_and_four(population, points):
    found = score(ASKING, peer(population=population))
    assert found.points.get("size") == points
    assert ("size" in found.unknown) == (points is None)


def test_what_is_preferred_counts_double_and_a_language_only_then():
    other = peer(population=2_000_000, category="less", languages=frozenset({"de"}))
    wishes = Asking(
        population=2_000_000,
        category="less",
        languages=frozenset({"de", "fr"}),
        preferred=frozenset({"size", "category", "language"}),
    )
    found = score(wishes, other).points
    assert (found["size"], found["category"], found["language"]) == (16, 14, 8)
    assert "language" not in score(ASKING, other).points


def test_likeness_to_the_asker_alone_is_no_reason_to_be_asked():
    like = peer(population=2_000_000, category="less", answers=1.0)
    proven = peer(2, projects=1)
    assert [one.peer for one in propose(ASKING, [like, proven])] == [proven]


def test_practice_that_is_not_near_has_no_stage():
    far = score(ASKING, peer(practices=(Shown(1, 0.0, stage=1),)))
    assert "stage" in far.unknown


def test_seldom_proposed_comes_first_within_the_margin_only():
    often = peer(1, likeness=10, proposed=8)
    seldom = peer(2, likeness=8)
    far = peer(3, likeness=6)
    found = propose(Asking(), [often, seldom, far])
    assert [one.peer for one in found] == [seldom, often, far]
    assert [one.total for one in found] == [8, 10, 6]
    assert (found[0].bonus, found[1].bonus) == (MARGIN, 0.0)
    assert (found[0].why, found[1].why) == (Why.SELDOM_SHOWN, 0)


def test_newcomers_and_lagging_regions_get_a_quarter_of_the_margin_each():
    new = peer(1, likeness=5, why=int(Why.NEWCOMER | Why.OUTERMOST))
    assert propose(Asking(), [new])[0].bonus == MARGIN / 2


def test_third_of_a_region_waits_until_all_others_had_their_turn():
    same = [Peer(("cluster", n), place="ITC4", likeness=20 - n) for n in (1, 2, 3, 4)]
    other = peer(9, likeness=1)
    keys = [one.peer.key[1] for one in propose(Asking(), [*same, other])]
    assert keys == [1, 2, "AA9", 3, 4]


def test_no_more_than_ten_are_proposed():
    many = [peer(n, likeness=5) for n in range(15)]
    assert len(propose(Asking(), many)) == 10


@pytest.mark.parametrize("seed", range(40))
def test_order_is_that_of_a_slow_and_plain_one(seed):
    dice = random.Random(seed)
    asking = Asking(
        stage=dice.choice([None, 0, 2, 4]),
        population=dice.choice([None, 300_000, 2_000_000]),
        category=dice.choice(["", "less", "more"]),
        languages=frozenset(dice.sample(["de", "fr", "en"], dice.randint(0, 2))),
        preferred=frozenset(
            dice.sample(["size", "category", "language"], dice.randint(0, 3))
        ),
    )
    peers = [_random_peer(dice, n) for n in range(dice.choice([0, 1, 5, 25]))]
    found = propose(asking, peers)
    assert [one.peer.key for one in found] == slow.order(asking, peers)
    for one in found:
        parts = slow.points(asking, one.peer)
        assert one.points == {k: v for k, v in parts.items() if v is not None}
        assert set(one.unknown) == {k for k, v in parts.items() if v is None}


def _random_peer(dice: random.Random, number: int) -> Peer:
    stages = [None, 0, 1, 2, 3, 4]
    return Peer(
        (dice.choice(["region", "cluster"]), number),
        place=dice.choice(["AT12", "DE21", "FI1C", "PL91"]),
        practices=tuple(
            Shown(key, dice.choice([0.0, 0.1, 0.35, 0.8, 1.0]), dice.choice(stages))
            for key in range(dice.randint(0, 3))
        ),
        likeness=dice.choice([0.0, 3.2, 9.5, 30.0]),
        projects=dice.choice([0, 0, 2, 7]),
        population=dice.choice([None, 150_000, 600_000, 5_000_000]),
        category=dice.choice(["", "less", "more"]),
        languages=frozenset(dice.sample(["de", "fr", "en"], dice.randint(0, 2))),
        answers=dice.choice([None, 0.0, 0.5, 1.0]),
        proposed=dice.choice([0, 0, 1, 6]),
        why=dice.choice([0, 2, 4, 8, 6]),
    )
