"""Random calls and registers: what is proposed, beside every set there is."""

from dataclasses import dataclass
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.composition import (
    Aims,
    Candidate,
    Infeasible,
    Proof,
    Proposals,
    Rule,
    Size,
    Status,
    Weights,
    check,
    propose,
    solver,
)
from matching.composition.wishes import Ended
from tests.composition.brute import Question, allowed, best
from tests.composition.making import AIMS, CALLS, VALUES, WEIGHTS, registers

EXAMPLES = settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
NEAR = 1e-6


@dataclass(frozen=True)
class Ask:
    question: Question
    apart: int | None
    core: int

    def answer(self) -> Proposals | Infeasible:
        asked = self.question
        # So few candidates are all in the first core; a small one must be enlarged.
        with patch.object(solver, "CORE", self.core):
            return self._answer(asked)

    def _answer(self, asked: Question) -> Proposals | Infeasible:
        return propose(
            asked.rules,
            asked.candidates,
            pinned=asked.pinned,
            excluded=asked.excluded,
            coordinator=asked.coordinator,
            aims=asked.aims,
            weights=asked.weights,
            size=Size(asked.low, asked.high),
            pairs=asked.pairs,
            seconds=30,
            apart=self.apart,
        )


@st.composite
def asks(draw, most: int = 9) -> Ask:
    candidates: list[Candidate] = draw(registers(most))
    keys = [candidate.key for candidate in candidates]
    pinned = draw(st.lists(st.sampled_from(keys), max_size=2, unique=True))
    free = [key for key in keys if key not in pinned]
    excluded = draw(st.lists(st.sampled_from(free), max_size=2)) if free else []
    left = [key for key in keys if key not in excluded]
    low = draw(st.integers(1, 4))
    rules: list[Rule] = draw(CALLS)
    aims: Aims = draw(AIMS)
    weights: Weights = draw(WEIGHTS)
    pairs = {(one, other): draw(VALUES) for one in pinned for other in keys[:4]}
    return Ask(
        Question(
            rules,
            candidates,
            pinned,
            excluded,
            draw(st.sampled_from([None, None, None, *left[:1]])),
            low,
            low + draw(st.integers(0, 3)),
            aims,
            weights,
            pairs if draw(st.booleans()) else None,
        ),
        draw(st.sampled_from([None, 1, 3])),
        draw(st.sampled_from([0, 2, 40])),
    )


@EXAMPLES
@given(asks())
def test_proposals_equal_brute_force_and_meet_what_they_claim(ask):
    question, answer = ask.question, ask.answer()

    if isinstance(answer, Infeasible):
        assert best(question) is None
        return
    cuts: list[tuple[set[str], int]] = []
    for proposal in answer.items:
        found = check(question.rules, proposal.composition)
        assert found == list(proposal.findings)
        for position, finding in enumerate(found):
            assert finding.status == Status.MET or position in proposal.open
        assert proposal.proof == Proof.OPTIMAL
        assert proposal.objective == pytest.approx(best(question, cuts), abs=NEAR)
        assert sum(proposal.parts.values()) == pytest.approx(proposal.objective)
        free = set(proposal.keys) - set(question.pinned)
        cuts.append((free, min(answer.apart, len(free))))
    if answer.ended == Ended.NONE_LEFT:
        assert not cuts[-1][0] or best(question, cuts) is None
    else:
        assert len(answer.items) == 3


@EXAMPLES
@given(asks(most=6))
def test_conflict_is_infeasible_and_minimal(ask):
    question, answer = ask.question, ask.answer()
    if isinstance(answer, Proposals):
        return

    assert answer.is_minimal
    assert answer.conflict
    assert not any(allowed(question.only(answer.conflict)))
    for spared in answer.conflict:
        rest = [demand for demand in answer.conflict if demand != spared]
        assert any(allowed(question.only(rest)))
