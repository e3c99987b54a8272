"""python manage.py export_records: what a person may change, as a file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from regions.management.commands.import_records import person_of
from regions.sheets.exporting import FORMATS, export_records
from regions.sheets.tables import WHATS


class Command(BaseCommand):
    help = (
        "Write the strategies or clusters that a person may change to a file, all"
        " fields, ready to be imported again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="NAME.xlsx or NAME.zip")
        parser.add_argument("--as", dest="email", required=True, metavar="EMAIL")
        parser.add_argument("--what", choices=list(WHATS), default="strategies")
        parser.add_argument("--region", default="", metavar="CODE")

    def handle(self, *, file: Path, email: str, **options: Any) -> None:
        format = file.suffix.lower().lstrip(".")
        if format not in FORMATS:
            raise CommandError(f"{file} is neither .xlsx nor .zip")
        data = export_records(
            what=options["what"],
            format=format,
            user=person_of(email),
            region=options["region"],
        )
        try:
            file.write_bytes(data)
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error}") from error
        self.stdout.write(f"{file}: {len(data) // 1024} kB")
