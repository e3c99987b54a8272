"""Two colleagues, or two workers, at the same moment: one row, one notice."""

import datetime

from matching.commitments import services
from matching.commitments.models import Commitment
from tests.commitments.story import LETTER, rows, state, told
from tests.introductions.story import make_member
from tests.together import TOGETHER, at_once

pytestmark = TOGETHER


def test_two_colleagues_state_the_same_step(met):
    colleague = make_member("colleague", "owner", "ES51")
    at_once(lambda: state(met), lambda: state(met, by=colleague))
    assert rows() == [("here", 1, "")]
    assert told() == [("answerer", "stated")]


def test_two_colleagues_state_it_with_different_proofs(met):
    colleague = make_member("colleague", "owner", "ES51")
    answers = at_once(
        lambda: state(met, **LETTER),
        lambda: state(met, by=colleague, **LETTER | {"proof": "Another letter"}),
    )
    assert sorted(map(bool, answers)) == [False, True]
    assert rows() == [("here", 4, "")]


def test_two_workers_end_it_once(met):
    state(met)
    Commitment.objects.update(valid_until=datetime.date(2026, 1, 1))
    at_once(services.expire_due, services.expire_due)
    assert told() == [("answerer", "stated"), ("asker", "expired")]
