"""Solves a programme with HiGHS, always in the same way.

`solve_best` first solves the programme without asking for whole numbers. Its value is
a bound, and its reduced costs say by how much the bound falls if a candidate is taken.
So the whole-numbered search needs only the core, those whose reduced cost is small: if
the best of the core is nearer to the bound than every reduced cost outside, then nobody
outside can be in a better set, and the best is proven; if not, the core grows to just
those who could be. This is variable fixing by reduced costs, done twice.
"""

from dataclasses import dataclass
from enum import StrEnum

import highspy
import numpy as np
from numpy.typing import NDArray

from matching.composition.programme import Programme

# Objectives are sums of a few points; what differs by less is a tie.
TIE = 1e-7
# What the reduced costs may be wrong by.
CARE = 1e-6
CORE = 40


class Outcome(StrEnum):
    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    TIME = "time"


@dataclass(frozen=True)
class Solved:
    """Who is chosen (nobody if none is found), and how much better any set can be."""

    outcome: Outcome
    chosen: tuple[int, ...]
    bound: float
    seconds: float


def solve_any(programme: Programme, seconds: float) -> Solved:
    """Any choice that the demands allow, whatever it is worth."""
    model = _Model(programme, optimise=False)
    run = model.run(seconds, whole=True)
    return Solved(run.outcome, _chosen(run.values), -run.bound, run.seconds)


def solve_best(programme: Programme, seconds: float) -> Solved:
    """The best choice; at the end of the seconds the best so far, with a bound."""
    model = _Model(programme)
    root = model.run(seconds, whole=False)
    if root.outcome != Outcome.OPTIMAL:
        return Solved(root.outcome, (), np.inf, root.seconds)
    costs, spent, bound = root.reduced[: model.partners], root.seconds, root.value
    slack, best = _core_slack(costs, model), None
    while True:
        model.close(costs > slack + CARE)
        run = model.run(seconds - spent, whole=True, start=best)
        spent += run.seconds
        outside = root.value + slack if model.is_closed else np.inf
        bound = max(bound, min(run.bound, outside))
        if run.values is not None:
            best = run.values
        if run.outcome == Outcome.TIME or not model.is_closed:
            return Solved(run.outcome, _chosen(best), -bound, spent)
        if run.outcome == Outcome.OPTIMAL and run.value <= outside:
            return Solved(run.outcome, _chosen(best), -run.value, spent)
        slack = np.inf if best is None else run.value - root.value


def _core_slack(costs: NDArray[np.float64], model: "_Model") -> float:
    """The reduced cost up to which candidates are in the first core."""
    free = np.sort(costs[model.is_free])
    return float(max(free[CORE], 0.0)) if len(free) > CORE else np.inf


def _chosen(values: NDArray[np.float64] | None) -> tuple[int, ...]:
    if values is None:
        return ()
    return tuple(int(index) for index in np.flatnonzero(values > 0.5))


@dataclass(frozen=True)
class _Run:
    """What one run of HiGHS has found; values are of a minimum."""

    outcome: Outcome
    value: float
    bound: float
    values: NDArray[np.float64] | None  # of the partners
    reduced: NDArray[np.float64]
    seconds: float


class _Silent(highspy.Highs):
    """HiGHS without its banner, which setting up callbacks prints before any option."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()
        self.setOptionValue("output_flag", False)


class _Model:
    """A programme as HiGHS takes it, as a minimum; some partners may be closed."""

    def __init__(self, programme: Programme, *, optimise: bool = True) -> None:
        self.partners = len(programme.partners)
        self._upper = np.array(programme.upper)
        self.is_free = np.array(programme.lower[: self.partners]) < 0.5
        self.is_closed = False
        self._lp = _lp(programme, optimise)
        self._whole = [highspy.HighsVarType.kInteger] * self.partners + [
            highspy.HighsVarType.kContinuous
        ] * (len(self._upper) - self.partners)

    def close(self, closed: NDArray[np.bool_]) -> None:
        """Leave these partners out, but for those who are pinned."""
        upper = self._upper.copy()
        closed = closed & self.is_free & (upper[: self.partners] > 0)
        upper[: self.partners][closed] = 0.0
        self.is_closed = bool(closed.any())
        self._lp.col_upper_ = upper

    def run(
        self,
        seconds: float,
        *,
        whole: bool,
        start: NDArray[np.float64] | None = None,
    ) -> _Run:
        highs = _Silent()
        for option, value in _OPTIONS.items():
            highs.setOptionValue(option, value)
        highs.setOptionValue("time_limit", max(seconds, 0.0))
        self._lp.integrality_ = self._whole if whole else []
        highs.passModel(self._lp)
        if start is not None:
            highs.setSolution(
                self.partners, np.arange(self.partners, dtype=np.int32), start
            )
        highs.run()
        return self._read(highs)

    def _read(self, highs: highspy.Highs) -> _Run:
        info, solution = highs.getInfo(), highs.getSolution()
        feasible = int(highspy.SolutionStatus.kSolutionStatusFeasible)
        has_values = info.primal_solution_status == feasible
        outcome = _OUTCOMES.get(highs.getModelStatus(), Outcome.TIME)
        return _Run(
            outcome,
            float(info.objective_function_value) if has_values else np.inf,
            np.inf if outcome == Outcome.INFEASIBLE else float(info.mip_dual_bound),
            np.array(solution.col_value[: self.partners]) if has_values else None,
            np.array(solution.col_dual),
            highs.getRunTime(),
        )


# One thread and one seed: the same question has the same answer.
_OPTIONS = {
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": TIE,
    # Restarts cost more than they bring on programmes this small.
    "mip_allow_restart": False,
}
_OUTCOMES = {
    highspy.HighsModelStatus.kOptimal: Outcome.OPTIMAL,
    highspy.HighsModelStatus.kInfeasible: Outcome.INFEASIBLE,
    # Every variable has bounds, so that this can mean one thing only.
    highspy.HighsModelStatus.kUnboundedOrInfeasible: Outcome.INFEASIBLE,
}


def _lp(programme: Programme, optimise: bool) -> highspy.HighsLp:
    size, rows = len(programme.cost), programme.rows
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = size, len(rows)
    lp.col_cost_ = -np.array(programme.cost) if optimise else np.zeros(size)
    lp.col_lower_ = np.array(programme.lower)
    lp.col_upper_ = np.array(programme.upper)
    lp.row_lower_ = np.array([low for low, _high, _entries in rows])
    lp.row_upper_ = np.array([high for _low, high, _entries in rows])
    matrix = lp.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.num_col_, matrix.num_row_ = size, len(rows)
    lengths = [len(entries) for *_, entries in rows]
    matrix.start_ = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    columns = [column for *_, entries in rows for column in entries]
    matrix.index_ = np.array(columns, np.int32)
    values = [value for *_, entries in rows for value in entries.values()]
    matrix.value_ = np.array(values, float)
    return lp
