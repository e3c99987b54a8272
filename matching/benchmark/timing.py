"""Times of the engine and its peers, taken in turns so that noise meets them all.

The engine finds all lists, as a run does, and estimates each pair once for both sides.
A peer takes each row by itself, so some rows stand for all: what counts is the time a
pair. The engine's time for the same rows, by themselves, is given beside it, and that
of finding all lists again, with guesses from the lists of before.
"""

import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np

from matching.benchmark.peers import PEERS, linear_part, peer_finder
from matching.benchmark.synthetic import SyntheticRegister, synthetic_register
from matching.engine import (
    GUESSED_BELOW,
    SHORTLISTS_UP_TO,
    EngineError,
    Index,
    Matches,
    ProfileInput,
    Weights,
    build_index,
    compile_kernel,
    shortlist_all,
    top_matches,
)

ROUNDS = 5
PEER_ROWS = 6_000  # rows that a peer takes in one round: fewer leave its threads idle
LEAST_PROFILES = 100
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Bench:
    """What is timed: so many profiles, so many places, on so many threads.

    `rows` is for how many of the profiles, spread evenly, lists are found; None: all.
    """

    profiles: int
    top: int
    threads: int
    weights: Weights
    rows: int | None = None

    def check(self) -> None:
        """Raise EngineError for sizes that make no sense."""
        least = max(LEAST_PROFILES, 2 * self.top)
        if self.profiles < least or self.top < 1:
            raise EngineError(f"at least {least} profiles and one place are needed")
        if self.rows is not None and not 1 <= self.rows <= self.profiles:
            raise EngineError(f"rows must be from 1 to {self.profiles}")

    def chosen(self) -> np.ndarray:
        """Return the rows that lists are found for."""
        count = self.profiles if self.rows is None else self.rows
        return np.linspace(0, self.profiles - 1, count).astype(np.int64)


def bench_matching(bench: Bench, *, peers: bool, say: Progress) -> dict[str, Any]:
    """Return the JSON of `bench_matching`; EngineError for sizes that make no sense."""
    bench.check()
    compiled = _compile_seconds()
    say("counting topics")
    register = synthetic_register(bench.profiles)
    say("building the index")
    index, indexed = _built(register)
    rows = bench.chosen()
    say(f"finding {len(rows)} lists")
    if bench.rows is None:
        seconds, _ = _timed(_all_lists, index, bench)
    else:
        seconds, _ = _timed(_ours, index, rows, bench)
    result = {
        "profiles": bench.profiles,
        "top": bench.top,
        "threads": bench.threads,
        "ours": {
            "rows": len(rows),
            "seconds": round(seconds, 3),
            "ns_per_pair": _per_pair(seconds, len(rows), len(index)),
            "peak_mb": _peak_mb(),
            "compile_seconds": round(compiled, 2),
            "index_seconds": round(indexed, 2),
            "row_ms": _row_ms(index, bench),
        },
    }
    if peers:
        result |= _with_peers(index, bench, say)
    return result


def _with_peers(index: Index, bench: Bench, say: Progress) -> dict[str, Any]:
    matrix = linear_part(index, bench.weights)
    finders = {
        name: peer_finder(name, matrix, bench.top, bench.threads) for name in PEERS
    }
    ways = ("run", "again", "rows", *PEERS)
    times: dict[str, list[float]] = {name: [] for name in ways}
    hits, rows_seen, pairs = dict.fromkeys(PEERS, 0), 0, len(index) ** 2
    for number, rows in enumerate(_rounds(len(index)), start=1):
        say(f"round {number} of {ROUNDS}")
        rows_seen += len(rows)
        seconds, lists = _timed(_all_lists, index, bench)
        times["run"].append(seconds / pairs)
        guesses = np.maximum(lists.scores[:, -1] - GUESSED_BELOW, 0)
        seconds, _ = _timed(_all_lists, index, bench, guesses)
        times["again"].append(seconds / pairs)
        seconds, ours = _timed(_ours, index, rows, bench)
        times["rows"].append(seconds / len(rows) / len(index))
        for name, find in finders.items():
            seconds, theirs = _timed(find, rows)
            times[name].append(seconds / len(rows) / len(index))
            hits[name] += _shared(ours, index.keys[theirs])
    return {
        "paired": {
            "rounds": ROUNDS,
            "rows": rows_seen // ROUNDS,
            "run_ns_per_pair": _nanoseconds(times["run"]),
            "again_ns_per_pair": _nanoseconds(times["again"]),
            "rows_ns_per_pair": _nanoseconds(times["rows"]),
        },
        "peers": {
            name: {
                "ns_per_pair": _nanoseconds(times[name]),
                "exact": False,
                "recall": round(hits[name] / rows_seen / bench.top, 3),
                "times_run": _ratio(times[name], times["run"]),
                "times_rows": _ratio(times[name], times["rows"]),
            }
            for name in PEERS
        },
    }


def _nanoseconds(seconds: list[float]) -> float:
    return round(median(seconds) * 1e9, 2)


def _ratio(theirs: list[float], ours: list[float]) -> float:
    """Return the median of how many times longer they take, round by round."""
    return round(median(t / o for t, o in zip(theirs, ours, strict=True)), 1)


def _all_lists(
    index: Index, bench: Bench, guesses: np.ndarray | None = None
) -> Matches:
    """Find all lists, as a run with one worker does; with guesses, a run after it."""
    k, weights, threads = bench.top, bench.weights, bench.threads
    found = None
    if len(index) <= SHORTLISTS_UP_TO:
        found = shortlist_all(index, k, weights, threads=threads, guesses=guesses)
    rows = np.arange(len(index))
    return top_matches(index, rows, k, weights, threads=threads, shortlists=found)


def _ours(index: Index, rows: np.ndarray, bench: Bench) -> np.ndarray:
    found = top_matches(index, rows, bench.top, bench.weights, threads=bench.threads)
    return found.keys


def _rounds(count: int) -> Iterator[np.ndarray]:
    """Rows spread over the register, others in each round."""
    step = max(count // min(PEER_ROWS, count), 1)
    for number in range(ROUNDS):
        yield np.arange(number % step, count, step)[:PEER_ROWS]


def _shared(ours: np.ndarray, theirs: np.ndarray) -> int:
    """Return how many of our partners a peer has found too, over all rows."""
    return sum(len(np.intersect1d(a, b)) for a, b in zip(ours, theirs, strict=True))


def _built(register: SyntheticRegister) -> tuple[Index, float]:
    """Return the index with all that the kernel reads, and the seconds it took.

    The profiles are made while it reads them; that is not counted.
    """
    began, making = time.perf_counter(), 0.0

    def made() -> Iterator[ProfileInput]:
        nonlocal making
        profiles = iter(register.profiles)
        while True:
            seconds, profile = _timed(next, profiles, None)
            making += seconds
            if profile is None:
                return
            yield profile

    index = build_index(made(), register.topics, register.regions)
    _ = (index.lists, index.ground, [segment.cells for segment in index.segments])
    return index, time.perf_counter() - began - making


def _compile_seconds() -> float:
    """Return what the first call in this process costs more than the second."""
    first, second = (_timed(compile_kernel)[0] for _ in range(2))
    return max(first - second, 0)


def _row_ms(index: Index, bench: Bench) -> float:
    """Return the median time of one row, in milliseconds."""
    rows = np.linspace(0, len(index) - 1, 21).astype(int)
    times = [
        _timed(_ours, index, rows[[place]], bench)[0] for place in range(len(rows))
    ]
    return round(1000 * median(times), 3)


def _timed(work: Callable[..., Any], *given: Any) -> tuple[float, Any]:
    """Return the seconds of one call and what it returned."""
    began = time.perf_counter()
    result = work(*given)
    return time.perf_counter() - began, result


def _per_pair(seconds: float, rows: float, columns: int) -> float:
    return round(seconds / (rows * columns) * 1e9, 3)


def _peak_mb() -> int:
    """Return the most memory this process has held, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024))
