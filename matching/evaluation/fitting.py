"""Weights that rank known cooperation best, and how they do on what they have not seen.

Weights are whole thousandths. A search moves shares between parts as long as the mean
over projects of (AUC + nDCG@20) / 2 in the first two tasks rises. Folds are of
projects: each fold's weights come from a search that has seen the others only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.engine import COMPONENTS, Weights
from matching.evaluation.cases import Case
from matching.evaluation.judging import case_values
from matching.evaluation.metrics import METRICS, SEED, resamples, summary
from matching.evaluation.ours import EXCHANGE, PARTS, Ours, Values
from matching.evaluation.places import Places
from matching.evaluation.report import Exam, Progress
from portal.web.errors import PortalError

WHOLE = 1000
STEPS = (160, 80, 40, 20)  # thousandths; even, so that receive and give stay equal
STARTS = 24
GOAL = [METRICS.index("auc"), METRICS.index("ndcg20")]
TASKS = ("theme", "hidden_member")
Split = tuple[int, ...]  # thousandths of each of PARTS


@dataclass(frozen=True)
class Sample:
    """One case with its components: what every set of weights is tried on."""

    case: Case
    values: Values


class Trials:
    """Figures of each set of weights that was tried, for every case: (P, 2, 4)."""

    def __init__(self, samples: Sequence[Sample], places: Places):
        self._samples = samples
        self._places = places
        self._kept: dict[Split, np.ndarray] = {}

    def __len__(self) -> int:
        return len(self._samples)

    def figures(self, split: Split) -> np.ndarray:
        if split not in self._kept:
            weights = as_array(split)
            rows = [self._judge(sample, weights) for sample in self._samples]
            self._kept[split] = np.array(rows)
        return self._kept[split]

    def worth(self, split: Split, cases: np.ndarray) -> float:
        """Return what the search raises, over these cases."""
        return float(self.figures(split)[cases][:, :, GOAL].mean())

    def _judge(self, sample: Sample, weights: np.ndarray) -> tuple:
        scores = sample.values.scores(weights)
        members = [target.units for target in sample.case.targets]
        rest = max(len(members) - 1, 1)
        theme = self._figures(scores[0], members, ())
        hidden = [
            self._figures(
                (scores[1:].sum(axis=0) - own) / rest,
                [units],
                [u for other in members if other != units for u in other],
            )
            for own, units in zip(scores[1:], members, strict=True)
        ]
        found = [row for row in hidden if row]
        nothing = (0.5, 0.0, 0.0, 0.0)
        return theme or nothing, np.mean(found, axis=0) if found else nothing

    def _figures(self, scores: np.ndarray, sought, given) -> tuple | None:
        return self._places.figures(self._places.best(scores), sought, given)


def fit(
    exam: Exam,
    prior: Weights,
    *,
    version: str,
    folds: int = 5,
    keep: Sequence[str] = (),
    most: Mapping[str, float] | None = None,
    progress: Progress = lambda done, total: None,
) -> dict:
    """Return a weights file's content: version, weights, and metrics beside them.

    Parts that no question can see, and those in `keep`, keep the shares of `prior`;
    those in `most` get no more than the weight given there.
    """
    cases = exam.cases.cases
    if not 2 <= folds <= len(cases):
        raise PortalError(f"{len(cases)} projects cannot be put in {folds} folds")
    ours = Ours(exam.register.inputs, exam.cases.known)
    samples = [Sample(case, case_values(ours, case, exam.cases)) for case in cases]
    trials = Trials(samples, exam.places)
    limits = Limits(seen_parts(samples), keep, most or {})
    start = as_split(prior)
    if not limits.allow(start):
        raise PortalError("the prior gives a part more than is allowed")
    order = np.random.default_rng(SEED).permutation(len(cases))
    parts = np.array_split(order, folds)
    held_out = np.zeros((len(cases), len(TASKS), len(METRICS)))
    chosen = []
    for done, fold in enumerate(parts, start=1):
        others = np.setdiff1d(order, fold)
        best = search(trials, start, limits, others)
        held_out[fold] = trials.figures(best)[fold]
        chosen.append(best)
        progress(done, folds + 1)
    final = search(trials, start, limits, np.arange(len(cases)))
    progress(folds + 1, folds + 1)
    return {
        "version": version,
        "weights": _named(final),
        "metrics": {
            "cross_validated": _summaries(held_out),
            "on_all_projects": _summaries(trials.figures(final)),
            "prior": _summaries(trials.figures(start)),
            "gain_over_prior": _summaries(held_out - trials.figures(start)),
            "folds": [_named(split) for split in chosen],
            "projects": len(cases),
            "fitted": limits.free,
            "prior_version": prior.version,
        },
    }


def seen_parts(samples: Sequence[Sample]) -> list[str]:
    """Return the parts that are known for at least one pair of at least one case."""
    known = np.zeros(len(COMPONENTS), dtype=bool)
    for sample in samples:
        known |= (~np.isnan(sample.values.components)).any(axis=(1, 2))
    seen = dict(zip(COMPONENTS, known, strict=True))
    seen["exchange"] = any(seen[name] for name in EXCHANGE)
    return [part for part in PARTS if seen[part]]


class Limits:
    """What the search may do: the parts it may change, and the most of each."""

    def __init__(self, seen: list[str], keep: Sequence[str], most: Mapping[str, float]):
        self.free = [part for part in seen if part not in keep]
        self.places = [PARTS.index(part) for part in self.free]
        self._most = {PARTS.index(part): WHOLE * share for part, share in most.items()}

    def allow(self, split: Split) -> bool:
        return all(split[place] <= most for place, most in self._most.items())


def search(trials: Trials, prior: Split, limits: Limits, cases: np.ndarray) -> Split:
    """Return the best weights found for these cases, the same every time."""
    places = limits.places
    starts = [prior, *filter(limits.allow, _drawn(prior, places))]
    best = max(starts, key=lambda split: trials.worth(split, cases))
    for step in STEPS:
        while True:
            moves = [best, *filter(limits.allow, _moves(best, places, step))]
            better = max(moves, key=lambda split: trials.worth(split, cases))
            if better == best:
                break
            best = better
    return best


def _drawn(prior: Split, places: list[int]) -> list[Split]:
    """Draw starts whose free parts share what the prior's free parts hold."""
    random = np.random.default_rng(SEED)
    budget = sum(prior[place] for place in places)
    found = []
    for _ in range(STARTS if len(places) > 1 else 0):
        shares = random.dirichlet(np.ones(len(places)))
        even = STEPS[-1] * np.floor(shares * budget / STEPS[-1]).astype(int)
        even[int(np.argmax(even))] += budget - even.sum()
        split = list(prior)
        for place, share in zip(places, even.tolist(), strict=True):
            split[place] = share
        if split[PARTS.index("exchange")] % 2 == 0:
            found.append(tuple(split))
    return found


def _moves(split: Split, places: list[int], step: int) -> list[Split]:
    """Move a step, or what is left, from each free part to each other one."""
    found = []
    for source in places:
        amount = min(step, split[source] - split[source] % 2)
        for target in places:
            if amount and source != target:
                moved = list(split)
                moved[source] -= amount
                moved[target] += amount
                found.append(tuple(moved))
    return found


def as_split(weights: Weights) -> Split:
    """Return the weights in thousandths; what rounding leaves goes to the largest."""
    numbers = {name: getattr(weights, name) for name in COMPONENTS}
    numbers["exchange"] = 2 * numbers["receive"]
    split = [2 * round(numbers[part] * WHOLE / 2) for part in PARTS]
    alone = [place for place, part in enumerate(PARTS) if part != "exchange"]
    split[max(alone, key=split.__getitem__)] += WHOLE - sum(split)
    return tuple(split)


def as_array(split: Split) -> np.ndarray:
    return np.array(list(_named(split).values()))


def _named(split: Split) -> dict[str, float]:
    """Return a split as the weights of a file, in the order of the components."""
    found = dict(zip(PARTS, split, strict=True))
    half = found.pop("exchange") / 2
    found |= dict.fromkeys(EXCHANGE, half)
    return {name: found[name] / WHOLE for name in COMPONENTS}


def _summaries(figures: np.ndarray) -> dict:
    shares = resamples(len(figures))
    return {t: summary(figures[:, n], shares) for n, t in enumerate(TASKS)}
