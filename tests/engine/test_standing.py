"""One profile against everybody, as it is and changed: as a list of its own."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import (
    COMPONENTS,
    Change,
    Item,
    Weights,
    build_index,
    changed,
    score_if_known,
    score_pair,
    share_needed,
    standings,
    top_matches,
)
from tests.engine.registers import STAGES, TOPICS, registers, some

WEIGHTS = Weights("test", 0.28, 0.2, 0.08, 0.08, 0.06, 0.12, 0.1, 0.08)
PAIRS = some([("skill", topic) for topic in TOPICS], 2)
CHANGES = st.builds(
    Change,
    topics=some(TOPICS, 3),
    needs=PAIRS,
    offers=PAIRS,
    stages=some(STAGES, 2),
    confirmed=st.booleans(),
)


def listed(index, row) -> list[int]:
    found = top_matches(index, np.array([row]), len(index), WEIGHTS).keys[0]
    return [int(key) for key in found if key >= 0]


@settings(max_examples=40, deadline=None)
@given(registers())
def test_standing_gives_the_order_and_the_places_of_the_list(register):
    index = build_index(*register)
    for row, profile in enumerate(register[0]):
        (found,) = standings(index, [profile], WEIGHTS)
        assert list(found.best) == listed(index, row)
        places = [found.place(key) for key in found.best]
        assert places == list(range(1, len(places) + 1))
        others = {one.key for one in register[0]} - set(found.best)
        assert {found.place(key) for key in others} <= {None}


@settings(max_examples=60, deadline=None)
@given(registers(least=2), CHANGES)
def test_change_stands_where_the_changed_register_puts_it(register, change):
    profiles, topics, regions = register
    before = build_index(profiles, topics, regions)
    edited = [changed(profiles[0], change), *profiles[1:]]
    after = build_index(edited, topics, regions)
    plain, found = standings(before, [profiles[0], edited[0]], WEIGHTS)
    assert list(plain.best) == listed(before, 0)
    assert list(found.best) == listed(after, 0)
    for key in found.best:
        score = score_pair(after, profiles[0].key, key, WEIGHTS).score
        assert found.score(key) == pytest.approx(score, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(registers(least=2), CHANGES)
def test_change_of_the_other_side_moves_it_alone(register, change):
    profiles, topics, regions = register
    other = changed(profiles[1], change)
    before = build_index(profiles, topics, regions)
    after = build_index([profiles[0], other, *profiles[2:]], topics, regions)
    (mine,) = standings(before, [profiles[0]], WEIGHTS)
    (theirs,) = standings(before, [other], WEIGHTS)
    place = mine.place(other.key, theirs.score(profiles[0].key))
    found = listed(after, 0)
    assert place == (found.index(other.key) + 1 if other.key in found else None)


@settings(max_examples=60, deadline=None)
@given(registers(least=2), st.sampled_from([0.0, 0.3, 1.0]))
def test_unknown_component_is_scored_as_if_it_were_known(register, share):
    index = build_index(*register)
    first, second = register[0][:2]
    (found,) = standings(index, [first], WEIGHTS)
    pair = score_pair(index, first.key, second.key, WEIGHTS)
    for name in COMPONENTS:
        if pair.values[name] is not None:
            continue
        score = score_if_known(found, second.key, name, share, WEIGHTS)
        needed = share_needed(found, second.key, name, score, WEIGHTS)
        assert needed is not None
        assert needed <= share + 1e-9
        reached = score_if_known(found, second.key, name, needed, WEIGHTS)
        assert reached >= score
        most = score_if_known(found, second.key, name, 1.0, WEIGHTS)
        assert share_needed(found, second.key, name, most + 0.001, WEIGHTS) is None


@settings(max_examples=60, deadline=None)
@given(registers(least=2))
def test_best_of_unstated_needs_is_what_perfect_needs_bring(register):
    """Needs that ask for exactly what is offered cannot bring more than the limit."""
    profiles, topics, regions = register
    first, second = profiles[:2]
    offers = tuple(item for item in second.offers if item.topics)
    if any(item.topics for item in first.needs) or not offers:
        return
    index = build_index(profiles, topics, regions)
    (found,) = standings(index, [first], WEIGHTS)
    asked = tuple(Item(n, one.kind, one.topics) for n, one in enumerate(offers, 1))
    stated = [replace(first, needs=asked), *profiles[1:]]
    after = build_index(stated, topics, regions)
    reached = score_pair(after, first.key, second.key, WEIGHTS).score
    limit = score_if_known(found, second.key, "receive", 1.0, WEIGHTS)
    assert reached <= limit + 1e-9
    if all(item.stated for item in offers):
        assert reached == pytest.approx(limit, abs=1e-9)


def test_changes_join_without_repeating_anything():
    one = Change(topics=("13",), needs=(("skill", "62"),), stages=("pilot",))
    two = Change(topics=("13", "62"), offers=(("skill", "62"),), confirmed=True)
    assert one + two == Change(
        topics=("13", "62"),
        needs=(("skill", "62"),),
        offers=(("skill", "62"),),
        stages=("pilot",),
        confirmed=True,
    )
    assert (bool(Change()), bool(one)) == (False, True)
