"""python manage.py import_records: a file of records, as the import page takes it."""

from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.web.errors import PortalError
from portal.web.progress import ProgressBar
from regions.sheets.applying import Then, apply_plan
from regions.sheets.planning import Plan, plan_import
from regions.sheets.reading import read_file

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Import a file of strategies, priorities or clusters as a person: all or"
        " nothing. With --dry-run it only says what would change."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help=".xlsx, .csv or a ZIP of CSV files")
        parser.add_argument("--as", dest="email", required=True, metavar="EMAIL")
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument(
            "--then",
            choices=Then.values,
            default=Then.DRAFT,
            help="what becomes of new records",
        )

    def handle(self, *, file: Path, email: str, **options: Any) -> None:
        person = person_of(email)
        try:
            plan = self._plan(file, person)
            self._show(plan)
            if options["dry_run"]:
                self.stdout.write("Nothing was written.")
                return
            apply_plan(plan=plan, by=person, then=options["then"], note=file.name)
        except (PortalError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Imported.")

    def _plan(self, file: Path, person: Any) -> Plan:
        raw = read_file(file.name, file.read_bytes())
        with ProgressBar(self.stdout, "comparing") as bar:
            return plan_import(raw, person, bar.show)

    def _show(self, plan: Plan) -> None:
        for one in plan.faults[:SHOWN]:
            place = f"{one.sheet}, row {one.row}, column {one.column}"
            self.stderr.write(f"{place}: {one.reason} ({one.value})")
        if plan.faults:
            raise CommandError(f"{len(plan.faults)} faults, nothing was imported")
        for kind, counts in plan.counts.items():
            words = ", ".join(f"{count} {what}" for what, count in counts.items())
            self.stdout.write(f"{kind}: {words}")


def person_of(email: str) -> Any:
    """The active person of this address."""
    people = get_user_model().objects.filter(is_active=True)
    person = people.filter(email=email.lower()).first()
    if person is None:
        raise CommandError(f"nobody signs in as {email}")
    return person
