"""The engine and the slow reading of the document agree."""

import numpy as np
import pytest
from hypothesis import given, settings

from matching.engine import (
    COMPONENTS,
    Kind,
    Weights,
    build_index,
    match_profile,
    score_rows,
    top_matches,
)
from tests.engine.oracle import Oracle
from tests.engine.registers import profiles, registers

WEIGHTS = Weights("test", 0.28, 0.2, 0.08, 0.08, 0.06, 0.12, 0.1, 0.08)
CLOSE = {"rel": 0, "abs": 1e-6}


def expected_values(oracle, i, j):
    return [
        np.nan if value is None else value
        for value in (oracle.components(i, j)[name] for name in COMPONENTS)
    ]


@settings(max_examples=60, deadline=None)
@given(registers())
def test_every_component_is_the_oracles(register):
    index = build_index(*register)
    oracle = Oracle(*register, WEIGHTS)
    found = score_rows(index, np.arange(len(index)), WEIGHTS)
    for row, i in enumerate(oracle.profiles):
        for column, j in enumerate(oracle.profiles):
            assert found.eligible[row, column] == oracle.eligible(i, j)
            if not oracle.eligible(i, j):
                continue
            assert found.values[:, row, column].tolist() == pytest.approx(
                expected_values(oracle, i, j), nan_ok=True, **CLOSE
            )
            parts = dict(
                zip(COMPONENTS, found.contributions[:, row, column], strict=True)
            )
            assert parts == pytest.approx(oracle.contributions(i, j), **CLOSE)


@settings(max_examples=60, deadline=None)
@given(registers())
def test_order_scores_and_kinds_are_the_oracles(register):
    index = build_index(*register)
    oracle = Oracle(*register, WEIGHTS)
    by_key = {profile.key: profile for profile in oracle.profiles}
    matches = top_matches(index, np.arange(len(index)), 4, WEIGHTS)
    for row, profile in enumerate(oracle.profiles):
        ranking = oracle.ranking(profile, 4)
        keys = [key for key, _ in ranking]
        assert matches.keys[row].tolist() == keys + [-1] * (4 - len(keys))
        scores = matches.scores[row, : len(keys)].tolist()
        assert scores == pytest.approx([score for _, score in ranking], **CLOSE)
        kinds = [Kind(kind).name.lower() for kind in matches.kinds[row, : len(keys)]]
        for kind, key in zip(kinds, keys, strict=True):
            assert {kind} <= oracle.kinds(profile, by_key[key])


@settings(max_examples=30, deadline=None)
@given(registers(), profiles())
def test_profile_from_outside_is_scored_like_the_oracle_does(register, idea):
    index = build_index(*register)
    oracle = Oracle(*register, WEIGHTS)
    matches = match_profile(index, idea, 3, WEIGHTS)
    keys = [key for key, _ in oracle.ranking(idea, 3)]
    assert matches.keys[0].tolist() == keys + [-1] * (3 - len(keys))
