"""Times proposals on synthetic candidates, beside two greedy ways to a consortium."""

import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from matching.benchmark.consortia import aims, calls, candidates
from matching.composition import (
    Candidate,
    Composition,
    Proof,
    Proposals,
    Rule,
    Size,
    Status,
    Weights,
    check,
    propose,
)
from matching.composition.objective import Objective
from matching.composition.proposing import SECONDS

Found = TypeVar("Found")


@dataclass(frozen=True)
class Bench:
    """How many candidates, in how many registers, for what size of consortium."""

    candidates: int
    registers: int = 5
    size: Size = field(default_factory=Size)
    seconds: float = SECONDS
    seed: int = 2016


def bench_consortia(bench: Bench) -> dict[str, Any]:
    """Per call: times, proofs and objectives over the registers; JSON types only."""
    listed = [
        candidates(bench.candidates, bench.seed + k) for k in range(bench.registers)
    ]
    return {
        "candidates": bench.candidates,
        "registers": bench.registers,
        "size": [bench.size.low, bench.size.high],
        "seconds_allowed": bench.seconds,
        "seed": bench.seed,
        "calls": {name: _call(bench, rules, listed) for name, rules in calls().items()},
    }


def _call(
    bench: Bench, rules: list[Rule], registers: list[list[Candidate]]
) -> dict[str, Any]:
    exact = [_exact(bench, rules, listed) for listed in registers]
    greedy = {
        "greedy": [_greedy(bench, rules, listed, False) for listed in registers],
        "greedy_by_rules": [
            _greedy(bench, rules, listed, True) for listed in registers
        ],
    }
    best = [run["objective"] for run in exact]
    return {
        "rules": len(rules),
        "exact": {
            "median_seconds": _median(run["seconds"] for run in exact),
            "longest_seconds": max(run["seconds"] for run in exact),
            "longest_cpu_seconds": max(run["cpu_seconds"] for run in exact),
            "feasible": sum(run["objective"] is not None for run in exact),
            "proposals": sum(run["proposals"] for run in exact),
            "proven": sum(run["proven"] for run in exact),
            "mean_objective": _mean(best),
        },
        **{name: _beside(runs, best) for name, runs in greedy.items()},
    }


def _beside(runs: list[dict[str, Any]], best: list[float | None]) -> dict[str, Any]:
    """A greedy's numbers; its objective counts only where it met every rule."""
    parts = [
        run["objective"] / exact
        for run, exact in zip(runs, best, strict=True)
        if run["feasible"] and exact
    ]
    return {
        "median_seconds": _median(run["seconds"] for run in runs),
        "feasible": sum(run["feasible"] for run in runs),
        "part_of_best": _mean(parts),
    }


def _exact(bench: Bench, rules: list[Rule], listed: list[Candidate]) -> dict[str, Any]:
    cpu = time.process_time()
    found, seconds = _timed(
        lambda: propose(
            rules, listed, aims=aims(), size=bench.size, seconds=bench.seconds
        )
    )
    items = found.items if isinstance(found, Proposals) else ()
    return {
        "seconds": seconds,
        "cpu_seconds": round(time.process_time() - cpu, 3),
        "objective": items[0].objective if items else None,
        "proposals": len(items),
        "proven": sum(item.proof == Proof.OPTIMAL for item in items),
    }


def _greedy(
    bench: Bench, rules: list[Rule], listed: list[Candidate], by_rules: bool
) -> dict[str, Any]:
    greedy = Greedy(tuple(listed), rules if by_rules else [], bench.size)
    (chosen, lead), seconds = _timed(greedy.choose)
    composition = greedy.composition(chosen, lead)
    return {
        "seconds": seconds,
        "objective": greedy.worth(chosen, lead),
        "feasible": all(
            found.status == Status.MET for found in check(rules, composition)
        ),
    }


class Greedy:
    """Adds whoever brings most, one at a time, and never takes anybody back.

    With rules, first of all whoever leaves the fewest rules unmet, by the least.
    """

    def __init__(
        self, listed: tuple[Candidate, ...], rules: Sequence[Rule], size: Size
    ) -> None:
        self.listed, self.rules, self.size = listed, rules, size
        self.objective = Objective(listed, aims(), Weights(), size.high)

    def choose(self) -> tuple[list[int], int]:
        chosen: list[int] = []
        lead, now = 0, (-math.inf, -math.inf, -math.inf)
        while len(chosen) < self.size.high:
            options = [
                (self._rank([*chosen, index], leading), index, leading)
                for index in range(len(self.listed))
                if index not in chosen
                for leading in self._leads(chosen, lead, index)
            ]
            if not options:
                break
            rank, index, leading = max(options, key=lambda option: option[0])
            if len(chosen) >= self.size.low and rank <= now:
                break
            chosen.append(index)
            lead, now = leading, rank
        return chosen, lead

    def worth(self, chosen: Sequence[int], lead: int) -> float:
        return math.fsum(self.objective.parts(chosen, lead).values())

    def composition(self, chosen: Sequence[int], lead: int) -> Composition:
        partners = tuple(self.listed[index].partner for index in chosen)
        return Composition(partners, self.listed[lead].key)

    def _leads(self, chosen: list[int], lead: int, index: int) -> list[int]:
        """Who may lead once this one has joined: who did, or the new one."""
        return [lead, index] if chosen else [index]

    def _rank(self, chosen: list[int], lead: int) -> tuple[float, float, float]:
        findings = check(self.rules, self.composition(chosen, lead))
        unmet = [found for found in findings if found.status != Status.MET]
        missing = math.fsum(found.missing for found in unmet)
        return -len(unmet), -missing, self.worth(chosen, lead)


def _timed(call: Callable[[], Found]) -> tuple[Found, float]:
    start = time.perf_counter()
    found = call()
    return found, round(time.perf_counter() - start, 3)


def _median(values: Any) -> float:
    return round(statistics.median(values), 3)


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(statistics.fmean(known), 4) if known else None
