"""The example in docs/scoring.md is recomputed from the document itself."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from matching.engine import (
    COMPONENTS,
    Item,
    ProfileInput,
    Project,
    RegionSpace,
    TopicSpace,
    Weights,
    build_index,
    explain,
    score_pair,
    top_matches,
)
from tests.engine.oracle import Oracle

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "scoring.md").read_text(encoding="utf-8")
WEIGHTS = ROOT / "matching" / "weights"


def read_profile(row):
    sides = {
        side: tuple(
            Item(**item | {"topics": tuple(item["topics"])})
            for item in row.get(side, [])
        )
        for side in ("offers", "needs")
    }
    lists = {name: tuple(row.get(name, [])) for name in ("topics", "stages")}
    return ProfileInput(**row | sides | lists)


def without_none(values):
    return {name: np.nan if v is None else v for name, v in values.items()}


@pytest.fixture
def example():
    given, expected = map(json.loads, re.findall(r"```json\n(.*?)```", DOCUMENT, re.S))
    topics = TopicSpace.from_rows(
        given["topics"], given["related"], profile_count=given["profile_count"]
    )
    regions = RegionSpace.from_rows(
        given["regions"],
        given["strengths"],
        [
            Project(key, year, tuple(codes), tuple(themes), texts)
            for key, year, codes, themes, texts in given["projects"]
        ],
        as_of_year=given["as_of_year"],
    )
    profiles = [read_profile(row) for row in given["profiles"]]
    return (profiles, topics, regions), expected


def read_weights(name):
    content = json.loads((WEIGHTS / name).read_text(encoding="utf-8"))
    return Weights.from_mapping(content)


@pytest.fixture
def weights():
    """Those of the example, which stay when the default ones are fitted anew."""
    return read_weights("2026-11-hand.json")


def test_example_in_the_document_is_what_the_engine_computes(example, weights):
    register, expected = example
    pair = score_pair(build_index(*register), *expected["pair"], weights)
    close = {"rel": 0, "abs": 5e-5}
    assert without_none(pair.values) == pytest.approx(
        without_none(expected["components"]), nan_ok=True, **close
    )
    assert pair.contributions == pytest.approx(expected["contributions"], **close)
    assert pair.score == pytest.approx(expected["score"], **close)
    assert pair.fresh == pytest.approx(expected["fresh"], **close)
    assert pair.confidence == pytest.approx(expected["confidence"], **close)
    assert pair.kind.name.lower() == expected["kind"]


def test_example_in_the_document_is_what_the_oracle_computes(example, weights):
    register, expected = example
    oracle = Oracle(*register, weights)
    i, j = (p for p in register[0] if p.key in expected["pair"])
    close = {"rel": 0, "abs": 5e-5}
    assert without_none(oracle.components(i, j)) == pytest.approx(
        without_none(expected["components"]), nan_ok=True, **close
    )
    assert oracle.score(i, j) == pytest.approx(expected["score"], **close)
    assert oracle.kind(i, j) == expected["kind"]


def test_list_and_reasons_in_the_document_are_the_engines(example, weights):
    register, expected = example
    index = build_index(*register)
    matches = top_matches(index, np.array([0]), 5, weights)
    keys, scores = matches.keys[0].tolist(), matches.scores[0].round(4).tolist()
    listed = [list(entry) for entry in zip(keys, scores, strict=True)]
    assert listed == expected["list"] + 3 * [[-1, 0.0]]
    i, j = (p for p in register[0] if p.key in expected["pair"])
    found = explain(i, j, *register[1:])
    reasons = [[r.code, r.component, r.side, *r.subjects] for r in found.reasons]
    assert reasons == expected["reasons"]
    gaps = [[gap.code, gap.component, gap.side] for gap in found.unknown]
    assert gaps == expected["unknown"]


def test_weights_in_the_document_are_the_default_ones():
    weights = read_weights("default.json")
    named = re.search(
        r"^Weights, version (\S+) .*?: (.*?)\. They", DOCUMENT, re.S | re.M
    )
    numbers = re.findall(r"([a-z\s]+?)\s+(0\.\d+)", named[2])
    found = {"_".join(name.split()): float(number) for name, number in numbers}
    assert named[1] == weights.version
    assert found == {name: getattr(weights, name) for name in COMPONENTS}
