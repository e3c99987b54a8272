"""python manage.py bench_storage: time and room of storing match lists."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from matching.benchmark.storage import bench_storage
from portal.web.benches import refuse_real_register
from portal.web.progress import ProgressBar


class Command(BaseCommand):
    help = (
        "Writes synthetic match lists as a run does, reads and drops them again, and"
        " prints the time and the room it took. Only in a database that is meant for"
        " it: set DATA_DIR or DATABASE_URL."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--profiles", type=int, default=50_000, metavar="N")
        parser.add_argument("--top", type=int, default=100, metavar="K")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args, **options) -> None:
        refuse_real_register()
        if min(options["profiles"], options["top"]) < 1:
            raise CommandError("at least one profile and one place are needed")
        try:
            with ProgressBar(self.stderr, "writing lists") as bar:
                result = bench_storage(options["profiles"], options["top"], bar.show)
        except DatabaseError as error:
            message = f"database: {error}".replace("\n", " ")
            raise CommandError(message) from error
        if options["json"]:
            self.stdout.write(json.dumps(result, indent=2))
        else:
            self._print(result)

    def _print(self, result: dict[str, Any]) -> None:
        rows = result["profiles"] * result["top"]
        self.stdout.write(
            f"{rows:,} matches ({result['profiles']:,} lists of {result['top']}) on"
            f" {result['database']}, {result['bytes_per_match']} bytes each"
        )
        lines = (
            ("writing", result["write"]),
            ("first 20 of all lists", result["first_20_of_all"]),
            ("dropping", result["drop"]),
        )
        for name, spent in lines:
            self.stdout.write(
                f"{name:22} {spent['seconds']:8.2f} s"
                f" {spent['cpu_seconds']:8.2f} s of this process"
            )
        self.stdout.write(f"{'one list':22} {result['one_list_ms']:8.2f} ms")
        self.stdout.write(
            f"{result['write']['rows_per_second']:,} rows written a second"
        )
