"""python manage.py measure_exposure: how evenly profiles are shown, at what price."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from matching import queries
from matching.exposure import FAR, NEAR
from matching.exposure_services import compare_margins

MARGINS = (0.0, 0.5, 1.0, 2.0)
HEAD = (
    "first  margin   Gini  top tenth  in none  newcomers  lagging  points given up"
    "  rows moved"
)
LINE = (
    "{first:>5}  {margin:>6g}  {gini:.3f}  {top_decile:>8.1%}  {never:>7}"
    "  {newcomers:>9.1%}  {lagging:>7.1%}  {given_up:>15.3f}  {moved:>10.1%}"
)


class Command(BaseCommand):
    help = (
        "Measures how evenly the current lists show profiles: by score alone (margin 0)"
        " and in the fair order under several margins, side by side. Writes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args, **options) -> None:
        try:
            found = self._measure()
        except DatabaseError as error:
            message = f"database: {error}".replace("\n", " ")
            raise CommandError(message) from error
        if options["json"]:
            self.stdout.write(json.dumps(found, indent=2))
        else:
            self._print_table(found)

    def _measure(self) -> dict[str, Any]:
        run = queries.current_run()
        if run is None:
            raise CommandError("no run has finished yet; start score_matches first")
        reports = compare_margins(run=run, margins=MARGINS)
        rows = [{"margin": margin, **report} for margin, report in reports.items()]
        return {"run": run.pk, "profiles": run.rows_total, "margins": rows}

    def _print_table(self, found: dict[str, Any]) -> None:
        self.stdout.write(f"Run {found['run']}, {found['profiles']} profiles.")
        self.stdout.write(HEAD)
        for first in (NEAR, FAR):
            for row in found["margins"]:
                figures = {"first": first, "margin": row["margin"]}
                figures |= {"moved": row["moved"], **row[f"first{first}"]}
                self.stdout.write(LINE.format(**figures))
