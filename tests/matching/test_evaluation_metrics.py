"""The four figures: by hand, against scikit-learn, and with ties in every place."""

from itertools import permutations
from math import log2

import numpy as np
import pytest
from sklearn.metrics import ndcg_score, roc_auc_score

from matching.evaluation.metrics import (
    METRICS,
    measure,
    resamples,
    summary,
    unevenness,
)


def figures(found, others):
    values = measure(np.array(found, dtype=float), np.array(others, dtype=float))
    return dict(zip(METRICS, values, strict=True))


def test_figures_by_hand_without_ties():
    """Members stand at places 1 and 3 of four."""
    found = figures([0.9, 0.5], [0.7, 0.1])
    assert found == pytest.approx(
        {
            "auc": 3 / 4,
            "ndcg20": (1 + 1 / log2(4)) / (1 + 1 / log2(3)),
            "recall20": 1,
            "mrr": 1,
        }
    )


def test_only_the_first_twenty_count_for_recall_and_gain():
    found = figures([0.5], np.linspace(0.6, 1, 20))
    assert found == pytest.approx({"auc": 0, "ndcg20": 0, "recall20": 0, "mrr": 1 / 21})


def test_equal_scores_give_the_mean_over_all_their_orders():
    """Two members and three others, all equal but one other, which stands first."""
    labels = (1, 1, 0, 0)
    orders = set(permutations(labels))
    firsts = [2 + order.index(1) for order in orders]
    found = figures([0.5, 0.5], [0.9, 0.5, 0.5])
    assert found["mrr"] == pytest.approx(np.mean([1 / place for place in firsts]))
    assert found["auc"] == pytest.approx((0 + 0.5 + 0.5) / 3)
    assert found["recall20"] == 1


def test_ranking_without_any_order_is_chance():
    found = figures([0.0] * 4, [0.0] * 36)
    assert (found["auc"], found["recall20"]) == (0.5, 20 / 40)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("levels", [3, 40, 10**6])
def test_figures_agree_with_scikit_learn(seed, levels):
    random = np.random.default_rng(seed)
    size = int(random.integers(2, 120))
    members = int(random.integers(1, size))
    scores = random.integers(0, levels, size) / levels
    labels = np.arange(size) < members
    found = figures(scores[:members], scores[members:])
    assert found["auc"] == pytest.approx(roc_auc_score(labels, scores))
    assert found["ndcg20"] == pytest.approx(
        ndcg_score(labels[None, :].astype(float), scores[None, :], k=20)
    )


def test_interval_holds_the_mean_and_narrows_with_more_projects():
    random = np.random.default_rng(5)
    few, many = random.random((10, 4)), random.random((400, 4))
    wide, narrow = (summary(v, resamples(len(v)))["auc"] for v in (few, many))
    assert wide["low"] < wide["value"] < wide["high"]
    assert narrow["high"] - narrow["low"] < (wide["high"] - wide["low"]) / 3


def test_each_resample_draws_as_many_projects_as_there_are():
    shares = resamples(7)
    assert np.allclose(shares.sum(axis=1), 1)
    assert np.array_equal(shares, resamples(7))


@pytest.mark.parametrize(
    ("counts", "gini", "top"),
    [
        ([5] * 10, 0, 0.1),
        ([0] * 9 + [4], 0.9, 1),
        ([0, 0, 0, 0], 0, 0),
        ([1, 3], 0.25, 0.75),
    ],
)
def test_unevenness_by_hand(counts, gini, top):
    assert unevenness(np.array(counts)) == {"gini": gini, "top_tenth": top}
