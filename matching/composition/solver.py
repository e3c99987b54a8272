"""Solves a programme with HiGHS, always in the same way."""

from dataclasses import dataclass
from enum import StrEnum

import highspy
import numpy as np

from matching.composition.programme import Programme

# Objectives are sums of a few points; what differs by less is a tie.
TIE = 1e-7


class Outcome(StrEnum):
    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    TIME = "time"


@dataclass(frozen=True)
class Solved:
    """Who is chosen (empty if nobody could be), and how much better any set can be."""

    outcome: Outcome
    chosen: tuple[int, ...]
    objective: float
    bound: float
    seconds: float


class _Silent(highspy.Highs):
    """HiGHS without its banner, which setting up callbacks prints before any option."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()
        self.setOptionValue("output_flag", False)


def solve(programme: Programme, seconds: float, *, optimise: bool = True) -> Solved:
    """The best choice, or any at all; one thread and one seed, so always the same."""
    highs = _Silent()
    for option, value in {
        "threads": 1,
        "random_seed": 0,
        "time_limit": max(seconds, 0.01),
        "mip_rel_gap": 0.0,
        "mip_abs_gap": TIE,
    }.items():
        highs.setOptionValue(option, value)
    highs.passModel(_model(programme, optimise))
    highs.run()
    status, info = highs.getModelStatus(), highs.getInfo()
    values = np.asarray(highs.getSolution().col_value[: len(programme.partners)])
    has_solution = info.primal_solution_status == int(
        highspy.SolutionStatus.kSolutionStatusFeasible
    )
    outcome = Outcome.TIME
    if status == highspy.HighsModelStatus.kOptimal:
        outcome = Outcome.OPTIMAL
    elif status in _NOTHING:
        outcome = Outcome.INFEASIBLE
    chosen = np.flatnonzero(values > 0.5) if has_solution else np.array([], int)
    return Solved(
        outcome,
        tuple(int(index) for index in chosen),
        -float(info.objective_function_value),
        -float(info.mip_dual_bound),
        highs.getRunTime(),
    )


_NOTHING = {
    highspy.HighsModelStatus.kInfeasible,
    # Every variable has bounds, so that this can mean one thing only.
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
}


def _model(programme: Programme, optimise: bool) -> highspy.HighsLp:
    """The programme as HiGHS takes it, a minimum, with its rows one after another."""
    size = len(programme.cost)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = size, len(programme.rows)
    cost = np.array(programme.cost)
    lp.col_cost_ = -cost if optimise else np.zeros(size)
    lp.col_lower_ = np.array(programme.lower)
    lp.col_upper_ = np.array(programme.upper)
    lp.row_lower_ = np.array([low for low, _high, _entries in programme.rows])
    lp.row_upper_ = np.array([high for _low, high, _entries in programme.rows])
    whole = len(programme.partners)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * whole + [
        highspy.HighsVarType.kContinuous
    ] * (size - whole)
    lengths = [len(entries) for _low, _high, entries in programme.rows]
    matrix = lp.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.num_col_, matrix.num_row_ = size, len(programme.rows)
    matrix.start_ = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    matrix.index_ = np.array(
        [column for *_, entries in programme.rows for column in entries], np.int32
    )
    matrix.value_ = np.array(
        [value for *_, entries in programme.rows for value in entries.values()], float
    )
    return lp
