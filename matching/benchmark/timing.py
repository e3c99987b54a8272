"""Times of the engine and its peers, taken in turns so that noise meets them all."""

import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np

from matching.benchmark.peers import PEERS, linear_part, peer_finder
from matching.benchmark.synthetic import synthetic_register
from matching.engine import EngineError, Index, Weights, build_index, top_matches

ROUNDS = 5
PEER_ROWS = 400  # rows that a peer finds lists for in one round
LEAST_PROFILES = 100
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Bench:
    """What is timed: so many profiles, so many places, on so many threads."""

    profiles: int
    top: int
    threads: int
    weights: Weights


def bench_matching(bench: Bench, *, peers: bool, say: Progress) -> dict[str, Any]:
    """Return the JSON of `bench_matching`; EngineError for sizes that make no sense."""
    if bench.profiles < max(LEAST_PROFILES, 2 * bench.top) or bench.top < 1:
        least = max(LEAST_PROFILES, 2 * bench.top)
        raise EngineError(f"at least {least} profiles and one place are needed")
    compiled = _compile_seconds(bench)
    say("making profiles")
    register = synthetic_register(bench.profiles)
    say("building the index")
    began = time.perf_counter()
    index = build_index(register.profiles, register.topics, register.regions)
    _ = index.lists
    indexed = time.perf_counter() - began
    del register
    say("finding all lists")
    seconds, _ = _timed(_ours, index, np.arange(len(index)), bench)
    result = {
        "profiles": bench.profiles,
        "top": bench.top,
        "threads": bench.threads,
        "ours": {
            "seconds": round(seconds, 3),
            "ns_per_pair": _per_pair(seconds, len(index), len(index)),
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
    times: dict[str, list[float]] = {name: [] for name in ("ours", *PEERS)}
    hits = dict.fromkeys(PEERS, 0)
    rows_seen = 0
    for number, rows in enumerate(_rounds(len(index)), start=1):
        say(f"round {number} of {ROUNDS}")
        rows_seen += len(rows)
        seconds, ours = _timed(_ours, index, rows, bench)
        times["ours"].append(seconds)
        for name, find in finders.items():
            seconds, theirs = _timed(find, rows)
            times[name].append(seconds)
            hits[name] += _shared(ours, index.keys[theirs])
    rows = rows_seen / ROUNDS
    return {
        "paired": {
            "rounds": ROUNDS,
            "rows": int(rows),
            "seconds": round(median(times["ours"]), 4),
        },
        "peers": {
            name: {
                "seconds": round(median(times[name]), 4),
                "ns_per_pair": _per_pair(median(times[name]), rows, len(index)),
                "exact": False,
                "recall": round(hits[name] / rows_seen / bench.top, 3),
                "times_ours": round(
                    median(
                        theirs / mine
                        for theirs, mine in zip(times[name], times["ours"], strict=True)
                    ),
                    1,
                ),
            }
            for name in PEERS
        },
    }


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


def _compile_seconds(bench: Bench) -> float:
    """Return what the first call in this process costs more than the second."""
    register = synthetic_register(LEAST_PROFILES)
    index = build_index(register.profiles, register.topics, register.regions)
    first, second = (_timed(_ours, index, np.arange(3), bench)[0] for _ in range(2))
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
