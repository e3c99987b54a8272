"""Two runs compared: every figure against one counted by hand or the slow way."""

import random

import numpy as np
import pytest

from matching.comparison import Change, ListChange, compare_rows


def rows(lists: dict[int, list[tuple[int, int]]], kind: int = 0) -> np.ndarray:
    """Lists as {profile: [(partner, score), …]} in the order of the columns."""
    found = [
        (profile, rank, partner, score, kind)
        for profile, partners in lists.items()
        for rank, (partner, score) in enumerate(partners, start=1)
    ]
    return np.array(found, dtype=np.int64).reshape(-1, 5)


def test_equal_runs_change_nothing():
    both = rows({1: [(2, 900), (3, 800)], 2: [(1, 900)]})
    found = compare_rows(both, both, {2}, 5)
    assert found.whole == Change(2, 0, 0, 1.0, 1.0, 0.0, 0.0, 0.0)
    assert found.by_type["cluster"].lists == found.by_type["priority"].lists == 1
    assert found.most_changed == ()


def test_one_partner_replaced_and_two_swapped():
    before = rows({1: [(2, 900), (3, 800)], 2: [(1, 900), (3, 700)]})
    after = rows({1: [(2, 900), (4, 850)], 2: [(3, 950), (1, 880)]}, kind=2)
    found = compare_rows(before, after, {2}, 5)
    # Those who stay: 2 in the list of 1 (±0), 1 (-0.2) and 3 (+2.5) in the list of 2.
    assert found.whole == Change(
        2, 2, 2, 0.75, 0.75, pytest.approx(2.3 / 3), 2.5, 2 / 3
    )
    assert found.by_type["cluster"] == Change(
        1, 1, 1, 1, 1, pytest.approx(1.15), 2.5, 1
    )
    assert found.kinds == {"alike": (4, 0), "complementary": (0, 0), "bridge": (0, 4)}
    assert found.most_changed == (ListChange(1, 1, 1, 0.0), ListChange(2, 0, 0, 1.0))


def test_list_that_is_new_or_gone_has_no_overlap():
    found = compare_rows(rows({1: [(2, 900)]}), rows({2: [(1, 900)]}), set(), 5)
    assert found.whole == Change(2, 2, 2, 0.0, 0.0, 0.0, 0.0, 0.0)
    assert found.most_changed == (ListChange(1, 0, 1, 0.0), ListChange(2, 1, 0, 0.0))


def test_runs_without_any_list_are_compared_without_a_fault():
    found = compare_rows(rows({}), rows({}), {1}, 5)
    assert found.whole == Change(0, 0, 0, 0.0, 0.0, 0.0, 0.0, 0.0)


@pytest.mark.parametrize("seed", range(5))
def test_random_runs_give_the_figures_of_the_slow_way(seed):
    dice = random.Random(seed)
    before, after = random_lists(dice), random_lists(dice)
    found = compare_rows(rows(before), rows(after), set(), 3)
    slow = [slowly(before.get(key, []), after.get(key, [])) for key in range(1, 31)]
    slow = [one for one in slow if one]
    for size in (10, 20):
        overlaps = [one[f"overlap_{size}"] for one in slow]
        assert getattr(found.whole, f"overlap_{size}") == pytest.approx(
            sum(overlaps) / len(slow)
        )
        changed = sum(one[f"changed_{size}"] for one in slow)
        assert getattr(found.whole, f"changed_{size}") == changed
    moves = [move for one in slow for move in one["moves"]]
    scores = [score for one in slow for score in one["scores"]]
    assert found.whole.rank_shift == pytest.approx(sum(moves) / len(moves))
    assert found.whole.score_change == pytest.approx(sum(scores) / len(scores) / 100)
    assert abs(found.whole.score_change_most) == max(map(abs, scores)) / 100
    assert len(found.most_changed) == 3


def random_lists(dice: random.Random) -> dict[int, list[tuple[int, int]]]:
    return {
        key: [
            (partner, dice.randrange(9999))
            for partner in dice.sample(range(100, 130), dice.randint(1, 20))
        ]
        for key in range(1, 31)
        if dice.random() < 0.9
    }


def slowly(old: list, new: list) -> dict | None:
    if not (old or new):
        return None
    was, now = dict(old), dict(new)
    old_keys, new_keys = list(was), list(now)
    both = set(old_keys) & set(new_keys)
    found = {
        "moves": [abs(old_keys.index(key) - new_keys.index(key)) for key in both],
        "scores": [now[key] - was[key] for key in both],
    }
    for size in (10, 20):
        first, second = old_keys[:size], new_keys[:size]
        longer = max(len(first), len(second))
        found[f"overlap_{size}"] = len(set(first) & set(second)) / longer
        found[f"changed_{size}"] = first != second
    return found
