"""python manage.py bench_matching: time the engine on synthetic profiles."""

import json
import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from matching.benchmark.timing import Bench, bench_matching
from matching.engine import EngineError
from matching.services import read_weights
from portal.web.errors import PortalError


class Command(BaseCommand):
    help = (
        "Times the engine on seeded synthetic profiles: the best partners of each by"
        " the whole score. With --peers also what others would take for it, in turns in"
        " the same run. Touches no database."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--profiles", type=int, required=True, metavar="N")
        parser.add_argument("--top", type=int, default=20, metavar="K")
        parser.add_argument(
            "--threads", type=int, default=os.cpu_count() or 1, metavar="T"
        )
        parser.add_argument(
            "--rows",
            type=int,
            metavar="R",
            help="find the lists of so many profiles only, spread evenly",
        )
        parser.add_argument("--peers", action="store_true", help="time the peers too")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args, **options) -> None:
        try:
            result = bench_matching(
                Bench(
                    options["profiles"],
                    options["top"],
                    max(options["threads"], 1),
                    read_weights(),
                    options["rows"],
                ),
                peers=options["peers"],
                say=self._say,
            )
        except (EngineError, PortalError) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(result, indent=2))
        else:
            self._table(result)

    def _say(self, what: str) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"… {what}")

    def _table(self, result: dict[str, Any]) -> None:
        ours, count = result["ours"], result["profiles"]
        lists = "all" if ours["rows"] == count else f"{ours['rows']} of the"
        self.stdout.write(
            f"{count} profiles, best {result['top']} of each,"
            f" {result['threads']} threads"
        )
        self.stdout.write(
            f"compiling {ours['compile_seconds']} s (0 when kept), index"
            f" {ours['index_seconds']} s, {lists} lists {ours['seconds']} s"
            f" ({ours['ns_per_pair']} ns a pair), one list {ours['row_ms']} ms,"
            f" peak {ours['peak_mb']} MB"
        )
        for name, peer in result.get("peers", {}).items():
            self.stdout.write(
                f"{name:16} {peer['ns_per_pair']:8.1f} ns a pair,"
                f" {peer['times_run']:5.1f} times ours"
                f" ({peer['times_rows']:.1f} row by row), finds"
                f" {peer['recall']:.0%} of the exact lists"
            )
