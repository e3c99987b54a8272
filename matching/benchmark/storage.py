"""Time and room of storing lists: synthetic ones, through the functions of a run."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from matching.comparison import COLUMNS, LONG
from matching.engine import COMPONENTS, Matches
from matching.models import Match, MatchRun
from matching.services.blocks import match_rows
from matching.services.marks import drop_rows
from matching.storage import read_matches, write_matches

SEED = 2016
LISTS_READ = 200
Progress = Callable[[int, int], None]


@dataclass
class Spent:
    """Seconds by the clock, and of this process; a database server has its own."""

    seconds: float = 0.0
    cpu_seconds: float = 0.0

    @contextmanager
    def counted(self) -> Iterator[None]:
        clock, cpu = time.perf_counter(), time.process_time()
        yield
        self.seconds += time.perf_counter() - clock
        self.cpu_seconds += time.process_time() - cpu

    def report(self) -> dict[str, float]:
        return {
            "seconds": round(self.seconds, 2),
            "cpu_seconds": round(self.cpu_seconds, 2),
        }


def bench_storage(profiles: int, top: int, say: Progress) -> dict[str, Any]:
    """Write, read and drop the lists of so many profiles; the JSON of the command."""
    run = MatchRun.objects.create(
        purpose=MatchRun.Purpose.TRIAL,
        status=MatchRun.Status.FINISHED,
        weights_version="random, for benchmarks",
        dropped_at=timezone.now(),
    )
    before = _bytes_taken()
    try:
        wrote = _write(run, profiles, top, say)
        rows = profiles * top
        result = {
            "database": connection.vendor,
            "profiles": profiles,
            "top": top,
            "write": wrote.report() | {"rows_per_second": int(rows / wrote.seconds)},
            "bytes_per_match": round((_bytes_taken() - before) / rows, 1),
            "one_list_ms": _one_list_ms(run, profiles),
            "first_20_of_all": _first_of_all(run).report(),
        }
    finally:
        dropped = Spent()
        with dropped.counted():
            drop_rows(run)
        run.delete()
    return result | {"drop": dropped.report()}


def _write(run: MatchRun, profiles: int, top: int, say: Progress) -> Spent:
    """Block by block, each in one transaction, as workers do it."""
    draw, spent = np.random.default_rng(SEED), Spent()
    for first in range(1, profiles + 1, settings.MATCHING_STEP_ROWS):
        say(first - 1, profiles)
        end = min(first + settings.MATCHING_STEP_ROWS, profiles + 1)
        matches = _random_matches(np.arange(first, end), profiles, top, draw)
        with spent.counted(), transaction.atomic():
            write_matches(match_rows(run.pk, matches))
    say(profiles, profiles)
    return spent


def _random_matches(
    sources: np.ndarray, profiles: int, top: int, draw: np.random.Generator
) -> Matches:
    """Lists of full length; a third of the components is not known, as in registers."""
    shape = (len(sources), top)
    known = draw.random((*shape, len(COMPONENTS))) < 2 / 3
    contributions = draw.uniform(0, 100 / len(COMPONENTS), known.shape) * known
    scores = np.sort(contributions.sum(axis=2))[:, ::-1]
    return Matches(
        sources=sources,
        keys=draw.integers(1, profiles + 1, shape),
        scores=scores,
        contributions=contributions,
        known=(known << np.arange(len(COMPONENTS))).sum(axis=2),
        kinds=draw.integers(0, 3, shape),
        fresh=draw.uniform(0.5, 1, shape),
        confidence=np.ones(shape),
        ranks=scores,
    )


def _one_list_ms(run: MatchRun, profiles: int) -> float:
    """The median time of reading one list, as a page does it: one query."""
    dice, times = random.Random(SEED), []  # noqa: S311 (not a secret)
    for _ in range(LISTS_READ):
        rows = Match.objects.filter(run=run, profile_id=dice.randint(1, profiles))
        began = time.perf_counter()
        list(rows.order_by("rank").values())
        times.append(time.perf_counter() - began)
    return round(1000 * median(times), 3)


def _first_of_all(run: MatchRun) -> Spent:
    """Reading what two runs are compared by."""
    spent = Spent()
    with spent.counted():
        for _rows in read_matches(run.pk, COLUMNS, most=LONG):
            pass
    return spent


def _bytes_taken() -> int:
    """The room that matches take, with their key."""
    if connection.vendor == "postgresql":
        return _number("SELECT pg_total_relation_size('matching_match')")
    pages = _number("PRAGMA page_count") - _number("PRAGMA freelist_count")
    return pages * _number("PRAGMA page_size")


def _number(select: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(select)
        return cursor.fetchone()[0]
