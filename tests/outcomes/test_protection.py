"""No number that is held back can be worked out from those that are told."""

from itertools import product

from hypothesis import example, given, settings
from hypothesis import strategies as st

from matching.outcomes.protection import FEW, HIDDEN, LEAST, Figure, lone, protect

columns = st.lists(st.integers(0, 12), min_size=2, max_size=5)


def told(numbers: list[int], total: Figure | None = None) -> list[str]:
    """What is shown of a column, as a reader sees it."""
    total = total or Figure(sum(numbers))
    found = protect(dict(enumerate(numbers)), total)
    return [
        str(one.value) if one.is_told else {FEW: "<5", HIDDEN: "x"}[one.mark]
        for one in found.values()
    ]


def test_small_numbers_that_hide_each_other():
    assert told([1, 2, 30]) == ["<5", "<5", "30"]


def test_single_small_number_takes_the_smallest_other_with_it():
    assert told([3, 30, 20, 0]) == ["<5", "30", "x", "0"]


def test_sum_that_leaves_one_way_only_takes_another_with_it():
    assert told([1, 1, 9, 30]) == ["<5", "<5", "x", "30"]
    assert told([4, 4, 9, 30]) == ["<5", "<5", "x", "30"]
    assert told([1, 5, 6, 30]) == ["<5", "x", "x", "30"]


def test_column_that_cannot_be_helped_is_left_out_whole():
    assert told([3, 0, 0]) == ["x", "x", "x"]
    assert told([1, 1, 0]) == ["x", "x", "x"]


def test_nothing_is_held_back_without_small_numbers():
    assert told([0, 5, 100]) == ["0", "5", "100"]


def test_total_that_is_not_told_is_not_divided():
    assert told([2, 30, 0], Figure(None, HIDDEN)) == ["x", "x", "x"]


def test_lone_number():
    assert [lone(n).value for n in (0, 1, 4, 5)] == [0, None, None, 5]
    assert lone(4).mark == FEW


def ways(shown: list[str], total: int) -> list[set[int]]:
    """The values that each cell may have, for who knows the rule and the total.

    "<5" is 1 to 4. "x" is 5 or more, or anything where the whole column is left out.
    """
    is_whole = set(shown) == {"x"}
    ranges = []
    for one in shown:
        if one == "<5":
            ranges.append(range(1, LEAST))
        elif one == "x":
            ranges.append(range(0 if is_whole else LEAST, total + 1))
        else:
            ranges.append(range(int(one), int(one) + 1))
    *firsts, last = ranges
    possible: list[set[int]] = [set() for _ in shown]
    for values in product(*firsts):
        rest = total - sum(values)
        if rest in last:
            for place, value in enumerate((*values, rest)):
                possible[place].add(value)
    return possible


@given(columns)
@example([1, 5, 5])
@example([4, 4])
@settings(deadline=None, max_examples=150)
def test_no_cell_that_is_held_back_can_be_computed(numbers):
    shown = told(numbers)
    for number, one, possible in zip(
        numbers, shown, ways(shown, sum(numbers)), strict=True
    ):
        if one in ("<5", "x"):
            assert len(possible) > 1
            assert number in possible
        else:
            assert number == int(one)
            assert not 1 <= number < LEAST
