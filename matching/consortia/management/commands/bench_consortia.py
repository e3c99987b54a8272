"""python manage.py bench_consortia: time and compare proposals of consortia."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from matching.benchmark.consortia_timing import Bench, bench_consortia
from matching.composition import RuleError, Size
from matching.composition.proposing import SECONDS

MOST_CANDIDATES = 5_000


class Command(BaseCommand):
    help = (
        "Times three proposals for each of some calls, on seeded made-up candidates,"
        " and compares them with two greedy ways. Touches no database."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--candidates", type=int, required=True, metavar="N")
        parser.add_argument("--registers", type=int, default=5, metavar="R")
        parser.add_argument("--low", type=int, default=3, metavar="PARTNERS")
        parser.add_argument("--high", type=int, default=8, metavar="PARTNERS")
        parser.add_argument("--seconds", type=float, default=SECONDS, metavar="S")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args, **options) -> None:
        if not 1 <= options["candidates"] <= MOST_CANDIDATES:
            raise CommandError(f"--candidates is from 1 to {MOST_CANDIDATES}")
        if options["registers"] < 1:
            raise CommandError("--registers is at least 1")
        try:
            size = Size(options["low"], options["high"])
        except RuleError as error:
            raise CommandError(f"size of a consortium: {error}") from error
        result = bench_consortia(
            Bench(options["candidates"], options["registers"], size, options["seconds"])
        )
        if options["json"]:
            self.stdout.write(json.dumps(result, indent=2))
        else:
            self._table(result)

    def _table(self, result: dict[str, Any]) -> None:
        low, high = result["size"]
        self.stdout.write(
            f"{result['candidates']} candidates, {result['registers']} registers,"
            f" {low} to {high} partners, {result['seconds_allowed']} s allowed"
        )
        self.stdout.write(
            f"{'call':<12}{'way':<17}{'median s':>9}{'longest s':>11}"
            f"{'longest CPU':>13}{'feasible':>10}{'proven':>8}{'of best':>9}"
        )
        for name, call in result["calls"].items():
            exact = call["exact"]
            self.stdout.write(
                f"{name:<12}{'exact, three':<17}{exact['median_seconds']:>9.3f}"
                f"{exact['longest_seconds']:>11.3f}"
                f"{exact['longest_cpu_seconds']:>13.3f}{exact['feasible']:>10}"
                f"{exact['proven']:>5}/{exact['proposals']:<2}{'1':>9}"
            )
            for way in ("greedy", "greedy_by_rules"):
                run = call[way]
                part = run["part_of_best"]
                shown = "" if part is None else f"{part:.4f}"
                self.stdout.write(
                    f"{'':<12}{way.replace('_', ' '):<17}{run['median_seconds']:>9.3f}"
                    f"{'':>24}{run['feasible']:>10}{'':>8}{shown:>9}"
                )
