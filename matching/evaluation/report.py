"""The evaluation from end to end: from two tables to the figures that are published."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from matching.engine import EngineError, Weights
from matching.evaluation.baselines import BASELINES
from matching.evaluation.cases import Cases, build_cases, split_year
from matching.evaluation.judging import (
    ABLATED,
    CANDIDATES,
    OURS,
    RANKINGS,
    TABLES,
    TASKS,
    Judge,
    Rows,
    Verdict,
)
from matching.evaluation.metrics import resamples, summary, unevenness
from matching.evaluation.places import Places
from matching.evaluation.register import Register, read_register
from matching.evaluation.truth import Truth
from portal.web.errors import PortalError

WITHOUT_TRACK = "ours_without_track_record"
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Exam:
    """Everything that is asked and everything that may be known, ready to be judged."""

    register: Register
    places: Places
    cases: Cases

    def digest(self) -> str:
        """A hash that changes when anything in the register that counts changes."""
        known = [
            (sorted(one.names), one.year, one.regions, one.topics, one.texts)
            for one in self.cases.known
        ]
        facts = self.register.population, self.register.changes, self.register.clusters
        return self.register.inputs.digest(known, *facts)


def prepare(truth: Truth) -> Exam:
    """Read the register and place the truth in it.

    Time stands still at the newest project's year, so that the same register gives the
    same figures next year.
    """
    try:
        register = read_register()
    except EngineError as error:
        raise PortalError(str(error)) from error
    inputs = register.inputs
    places = Places(inputs.regions, inputs.profiles, register.changes)
    cases = build_cases(truth, register, places)
    if not any(
        places.figures(np.zeros(len(places.units)), [t.units for t in c.targets])
        for c in cases.cases
    ):
        raise PortalError("no project has enough members among the candidate regions")
    year = cases.last_year or inputs.regions.as_of_year
    fixed = replace(inputs, regions=replace(inputs.regions, as_of_year=year))
    return Exam(replace(register, inputs=fixed), places, cases)


def evaluate(
    truth: Truth,
    weights: Weights,
    *,
    split: int | None = None,
    progress: Progress = lambda done, total: None,
) -> dict:
    """Judge our ranking and its baselines; docs/evaluation.md explains the result."""
    exam = prepare(truth)
    split = split or split_year(exam.cases)
    notes = list(exam.cases.notes)
    judge = Judge(exam.register, exam.places, exam.cases, weights)
    verdict = judge.judge(split, progress)
    if not verdict.rows[CANDIDATES]["forward"]:
        notes.append("no dated project begins after the split year: no third task")
    main = verdict.rows[CANDIDATES]
    return {
        "tasks": _task_figures(main, RANKINGS),
        "projects": len(exam.cases.cases),
        "members": sum(len(case.targets) for case in exam.cases.cases),
        "differences": _differences(main),
        "ablation": _ablation(main),
        "fairness": _fairness(verdict),
        "tables": {
            table: _task_figures(verdict.rows[table], RANKINGS)
            for table in TABLES
            if table != CANDIDATES
        },
        "counts": _counts(verdict, exam.places),
        "split_year": split,
        "weights": weights.as_mapping(),
        "truth_hash": truth.digest,
        "input_hash": exam.digest(),
        "notes": notes,
    }


def _task_figures(rows: Mapping[str, Rows], names: tuple[str, ...]) -> dict:
    """For each task that had a question, each ranking's figures with intervals."""
    found = {}
    for task in TASKS:
        if figures := rows[task]:
            shares = resamples(len(figures[OURS]))
            found[task] = {n: summary(np.array(figures[n]), shares) for n in names}
    return found


def _differences(rows: Mapping[str, Rows]) -> dict:
    """How far ours is ahead of each baseline, paired by project."""
    return {
        task: {name: _ahead(figures, OURS, name) for name in BASELINES}
        for task in TASKS
        if (figures := rows[task])
    }


def _ablation(rows: Mapping[str, Rows]) -> dict:
    """What each part is worth: the full score's figures less those without it."""
    return {
        task: {part: _ahead(figures, OURS, name) for part, name in ABLATED.items()}
        for task in TASKS
        if (figures := rows[task])
    }


def _ahead(figures: Rows, first: str, second: str) -> Mapping:
    shares = resamples(len(figures[first]))
    return summary(np.array(figures[first]) - np.array(figures[second]), shares)


def _fairness(verdict: Verdict) -> dict:
    """How unevenly the first 20 places of all rankings fall on the candidates."""
    label = {ABLATED["track_record"]: WITHOUT_TRACK}
    order = (OURS, ABLATED["track_record"], *BASELINES)
    found: dict[str, dict] = {}
    for task in TASKS:
        turns, rows = verdict.turns[task], verdict.rows[CANDIDATES][task]
        if not rows:
            continue
        found[task] = {
            label.get(name, name): unevenness(turns[name])
            | {"never": int((turns[name] == 0).sum())}
            for name in order
        }
        without = np.array(rows[ABLATED["track_record"]])
        found[task][WITHOUT_TRACK] |= summary(without, resamples(len(without)))
    return found


def _counts(verdict: Verdict, places: Places) -> dict:
    found = {
        table: {
            "projects": {
                task: len(rows[OURS])
                for task, rows in verdict.rows[table].items()
                if rows
            },
            "questions": {
                task: verdict.questions[table, task]
                for task in TASKS
                if verdict.questions[table, task]
            },
        }
        for table in TABLES
    }
    found[CANDIDATES]["candidates"] = int(places.candidates.sum())
    found["all_nuts2"]["candidates"] = len(places.units)
    return found
