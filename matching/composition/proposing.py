"""Proposes consortia: the best one, then the best that differ clearly from it."""

import math
from collections.abc import Collection, Sequence
from dataclasses import replace

from matching.composition.checking import check
from matching.composition.conflict import find_conflict
from matching.composition.problem import Pairs, Problem
from matching.composition.programme import Programme
from matching.composition.rule import Rule, Status
from matching.composition.solver import TIE, Outcome, Solved, solve_best
from matching.composition.types import Composition
from matching.composition.wishes import (
    Aims,
    Candidate,
    Ended,
    Infeasible,
    Proof,
    Proposal,
    Proposals,
    Size,
    Weights,
)

PROPOSALS = 3
SECONDS = 1.6  # with what is around the solver, under two
# Of the seconds left, what a proposal may take that is not the last.
PART_OF_TIME = 0.6
LEAST_APART = 2
PART_APART = 3
NOBODY = Composition()


def propose(
    rules: Sequence[Rule],
    candidates: Sequence[Candidate],
    *,
    pinned: Collection[str] = (),
    excluded: Collection[str] = (),
    coordinator: str | None = None,
    aims: Aims = Aims(),  # noqa: B008 - frozen
    weights: Weights = Weights(),  # noqa: B008
    size: Size = Size(),  # noqa: B008
    pairs: Pairs | None = None,
    project: Composition = NOBODY,
    seconds: float = SECONDS,
    count: int = PROPOSALS,
    apart: int | None = None,
) -> Proposals | Infeasible:
    """Up to `count` consortia, best first, or the demands that contradict each other.

    Each later one lacks at least `apart` of the free partners of every earlier one; if
    it is not said, a third of those of the first, but at least two. `pairs` holds match
    strengths with pinned partners, `project` what is said of the project. `seconds` is
    the solver's time for all proposals together.
    """
    problem = Problem.read(
        rules,
        candidates,
        pinned=pinned,
        excluded=excluded,
        coordinator=coordinator,
        size=size,
        aims=aims,
        weights=weights,
        pairs=pairs,
        project=project,
    )
    return _propose(problem, seconds, count, apart)


def _propose(
    problem: Problem, seconds: float, count: int, apart: int | None
) -> Proposals | Infeasible:
    if not problem.candidates:
        return find_conflict(problem, seconds)
    found: list[Proposal] = []
    sets: list[tuple[int, ...]] = []
    while len(found) < count:
        programme = _programme(problem, sets, apart or LEAST_APART)
        is_last = len(found) == count - 1
        solved = solve_best(programme, seconds * (1 if is_last else PART_OF_TIME))
        seconds -= solved.seconds
        if not solved.chosen:
            return _nothing(problem, solved, found, apart, seconds)
        found.append(_proposal(problem, programme, solved))
        sets.append(_free(problem, solved.chosen))
        if apart is None:
            apart = max(LEAST_APART, math.ceil(len(sets[0]) / PART_APART))
        if not sets[-1]:
            return Proposals(tuple(found), apart, Ended.NONE_LEFT)
        if seconds <= 0 and len(found) < count:
            return Proposals(tuple(found), apart, Ended.TIME)
    return Proposals(tuple(found), apart or LEAST_APART, Ended.ENOUGH)


def _programme(
    problem: Problem, sets: Sequence[tuple[int, ...]], apart: int
) -> Programme:
    programme = problem.programme(problem.demands)
    problem.objective.reward(programme)
    programme.lead(problem.objective.leads())
    for free in sets:
        programme.at_most(free, max(len(free) - apart, 0))
    programme.prefer_first()
    return programme


def _nothing(
    problem: Problem,
    solved: Solved,
    found: Sequence[Proposal],
    apart: int | None,
    seconds: float,
) -> Proposals | Infeasible:
    """What to answer when the solver has found no (further) consortium."""
    if found:
        proven = solved.outcome == Outcome.INFEASIBLE
        ended = Ended.NONE_LEFT if proven else Ended.TIME
        return Proposals(tuple(found), apart or LEAST_APART, ended)
    if solved.outcome == Outcome.INFEASIBLE:
        return find_conflict(problem, seconds)
    return Infeasible((), is_minimal=False)


def _free(problem: Problem, chosen: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(index for index in chosen if index not in problem.pins)


def _proposal(problem: Problem, programme: Programme, solved: Solved) -> Proposal:
    """The proposal with its numbers, all reckoned from the set and not the solver."""
    # The best record leads, the first of equals: `max` keeps the first.
    lead = max(
        (index for index in solved.chosen if index in programme.leads),
        key=lambda index: problem.candidates[index].record,
    )
    partners = tuple(problem.partners[index] for index in solved.chosen)
    composition = replace(
        problem.project, partners=partners, coordinator=problem.candidates[lead].key
    )
    findings = tuple(check(problem.rules, composition))
    for position, finding in enumerate(findings):
        if finding.status != Status.MET and position not in problem.open:
            raise RuntimeError(f"{finding.rule.kind} is not met by a proposal")
    parts = problem.objective.parts(solved.chosen, lead)
    total = math.fsum(parts.values())
    gap = solved.bound + problem.objective.constant() - total
    proven = solved.outcome == Outcome.OPTIMAL
    return Proposal(
        composition,
        total,
        parts,
        Proof.OPTIMAL if proven else Proof.GAP,
        0.0 if proven else max(gap, TIE),
        findings,
        problem.open,
    )
