"""Fitting weights: what is fitted, what is kept, and that it can be done again."""

import json
from io import StringIO

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from matching.engine import COMPONENTS, Weights
from matching.evaluation.fitting import Limits, as_array, as_split, search
from matching.evaluation.ours import PARTS
from matching.services import DEFAULT_WEIGHTS, read_weights
from tests.matching.known import make_register, write_truth

WEIGHTS_DIR = DEFAULT_WEIGHTS.parent
KEPT = ("receive", "give", "chain")


PRIOR = as_split(read_weights(WEIGHTS_DIR / "2026-11-hand.json"))
WANTED = dict(zip(PARTS, PRIOR, strict=True)) | {
    "focus": 100,
    "words": 300,
    "strength": 200,
}


class Peak:
    """Trials whose worth falls with the distance from a known best split."""

    def __init__(self, best):
        self._best = np.array(best)

    def worth(self, split, cases):
        return -float(np.abs(np.array(split) - self._best).sum())


def test_search_finds_the_best_split_and_moves_free_parts_only():
    assert sum(WANTED.values()) == 1000
    free = Limits(["focus", "words", "strength"], [], {})
    found = search(Peak(tuple(WANTED.values())), PRIOR, free, np.arange(3))
    assert found == tuple(WANTED.values())


def test_search_gives_no_part_more_than_its_limit():
    limits = Limits(["focus", "words", "strength"], [], {"words": 0.24})
    found = search(Peak(tuple(WANTED.values())), PRIOR, limits, np.arange(3))
    parts = dict(zip(PARTS, found, strict=True))
    assert parts["words"] == 240
    assert parts["focus"] + parts["strength"] == 360


def test_split_of_weights_and_back_gives_the_same_weights():
    weights = read_weights()
    assert as_array(as_split(weights)) == pytest.approx(weights.as_array())


def test_split_of_uneven_weights_is_whole_and_mutual():
    names = dict.fromkeys(COMPONENTS, 1 / 8)
    found = as_array(as_split(Weights(version="even", **names)))
    assert found.sum() == pytest.approx(1)
    assert found[COMPONENTS.index("receive")] == found[COMPONENTS.index("give")]


@pytest.fixture
def fitted(db, tmp_path):
    make_register()
    folder = write_truth(tmp_path)

    def run(*options, name="fitted.json"):
        out = tmp_path / name
        words = ("fit_weights", "--truth", folder, "--out", out, "--folds", "3")
        call_command(*words, *options, stdout=StringIO())
        return out

    return run


def test_file_is_a_weights_file_with_its_metrics(fitted):
    out = fitted("--version-name", "2031-02")
    weights = read_weights(out)
    content = json.loads(out.read_text(encoding="utf-8"))
    assert weights.version == "2031-02"
    assert content["metrics"]["projects"] == 3
    assert len(content["metrics"]["folds"]) == 3
    assert content["metrics"]["prior_version"] == read_weights().version
    assert "/" not in content["metrics"]["command"]


def test_what_no_question_can_see_keeps_the_prior_share(fitted):
    weights, prior = read_weights(fitted()), read_weights()
    assert [getattr(weights, n) for n in KEPT] == [getattr(prior, n) for n in KEPT]
    free = [name for name in COMPONENTS if name not in KEPT]
    assert sum(getattr(weights, n) for n in free) == pytest.approx(
        sum(getattr(prior, n) for n in free)
    )


def test_part_that_is_to_be_kept_is_kept(fitted):
    weights, prior = read_weights(fitted("--keep", "reach")), read_weights()
    assert weights.reach == prior.reach


def test_same_register_gives_the_same_file(fitted):
    first = fitted().read_bytes()
    assert fitted().read_bytes() == first


def test_more_folds_than_projects_are_refused_and_nothing_is_written(fitted, tmp_path):
    with pytest.raises(CommandError, match="3 projects cannot be put in 4 folds"):
        fitted("--folds", "4", name="none.json")
    assert not (tmp_path / "none.json").exists()


@pytest.mark.parametrize(
    ("limit", "fault"),
    [("size=0.2", "'size' is none of"), ("focus=much", "'much' is not a number")],
)
def test_limit_that_cannot_be_read_is_named(fitted, limit, fault):
    with pytest.raises(CommandError, match=fault):
        fitted("--most", limit)


def test_prior_above_a_limit_is_refused(fitted):
    with pytest.raises(CommandError, match="more than is allowed"):
        fitted("--most", "words=0.01")
