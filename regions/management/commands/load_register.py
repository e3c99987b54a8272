"""Load the project's tables of facts into the register."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from regions.register.loading import Report, load_register
from regions.register.reading import DATA_FOLDER, RegisterError

BAR = 24


class Command(BaseCommand):
    help = (
        "Load the tables of facts into the register: all or nothing. Running it twice "
        "changes nothing; what people confirmed or edited is kept."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--data", type=Path, default=DATA_FOLDER, help="folder of the tables"
        )

    def handle(self, *, data, **options):
        if not data.is_dir():
            raise CommandError(f"{data} is not a folder; nothing was loaded")
        try:
            report = load_register(data, self._show_step)
        except RegisterError as error:
            raise CommandError(str(error)) from error
        except (DatabaseError, OSError) as error:
            self._end_progress()
            raise CommandError(f"Nothing was loaded: {error}") from error
        self._show_report(report)

    def _show_step(self, kind: str, done: int, total: int) -> None:
        if not self.stdout.isatty():
            return
        bar = ("#" * (BAR * done // total)).ljust(BAR, ".")
        self.stdout.write(f"\r[{bar}] {done}/{total} {kind:<26}", ending="")
        if done == total:
            self._end_progress()

    def _end_progress(self) -> None:
        if self.stdout.isatty():
            self.stdout.write("")

    def _show_report(self, report: Report) -> None:
        self.stdout.write(
            f"{'':<18}{'added':>8}{'changed':>9}{'left':>8}{'kept':>7}{'others':>8}"
        )
        for kind, one in report.tallies.items():
            self.stdout.write(
                f"{kind:<18}{one.added:>8}{one.changed:>9}{one.left:>8}"
                f"{one.kept:>7}{one.others:>8}"
            )
        self.stdout.write(
            f"offers and needs derived anew for {report.derived_for} profiles"
        )
        state = "changed" if report.has_changes else "unchanged"
        self.stdout.write(f"The register is {state}.")
