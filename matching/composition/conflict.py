"""Explains why there is no consortium: a smallest set of demands that contradict.

The set is found by QuickXplain: U. Junker, "QUICKXPLAIN: Preferred Explanations and
Relaxations for Over-Constrained Problems", AAAI 2004. It asks of parts of the demands
whether they can be met together; each question is a programme without objective.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from matching.composition.problem import Problem
from matching.composition.solver import Outcome, solve_any
from matching.composition.wishes import Cause, Demand, Infeasible

LEAST_SECONDS = 1.0


def find_conflict(problem: Problem, seconds: float) -> Infeasible:
    """A set of demands that cannot be met together, none of which can be spared."""
    if not problem.candidates:
        return Infeasible((Demand(Cause.SIZE_LOW),))
    asker = _Asker(problem, max(seconds, LEAST_SECONDS))
    demands = problem.demands
    conflict = asker.explain((), False, demands)
    order = {demand: place for place, demand in enumerate(demands)}
    return Infeasible(
        tuple(sorted(conflict, key=lambda demand: -order[demand])),
        is_minimal=not asker.is_unsure,
    )


@dataclass
class _Asker:
    problem: Problem
    seconds: float
    is_unsure: bool = False

    def explain(
        self, kept: Sequence[Demand], is_new: bool, demands: Sequence[Demand]
    ) -> tuple[Demand, ...]:
        """Those of the demands that a conflict needs beside the kept ones."""
        if is_new and self._contradict(kept):
            return ()
        if len(demands) <= 1:
            return tuple(demands)
        half = len(demands) // 2
        first, second = demands[:half], demands[half:]
        of_first = self.explain((*kept, *second), bool(second), first)
        of_second = self.explain((*kept, *of_first), bool(of_first), second)
        return (*of_first, *of_second)

    def _contradict(self, demands: Sequence[Demand]) -> bool:
        """Whether nobody can meet these together; False, and noted, if time is up."""
        if self.seconds <= 0:
            self.is_unsure = True
            return False
        programme = self.problem.programme(demands)
        programme.lead()
        solved = solve_any(programme, self.seconds)
        self.seconds -= solved.seconds
        if solved.outcome == Outcome.TIME:
            self.is_unsure = True
        return solved.outcome == Outcome.INFEASIBLE
