"""python manage.py score_matches: score everything through the worker's path."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from matching import services
from matching.models import MatchRun
from portal.web.errors import PortalError
from portal.web.progress import ProgressBar


class Command(BaseCommand):
    help = (
        "Scores all published profiles in this process, as a worker would, and switches"
        " the new match lists in at once. Workers that run help. Unchanged input is not"
        " scored again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--weights", type=Path, metavar="FILE", help="weights file (JSON)"
        )
        parser.add_argument(
            "--take-over",
            action="store_true",
            help="continue an open run at once; only while no worker is running",
        )

    def handle(self, *args, **options) -> None:
        if not any(settings.KERNEL_DIR.glob("**/*.nbc")):
            self.stderr.write("Compiling the scoring kernel, once: up to a minute …")
        services.get_ready()
        try:
            open_run = self._open_run(options["weights"])
            with ProgressBar(self.stderr, "scoring profiles") as bar:
                run = services.take_part(
                    run_id=open_run.pk,
                    take_over=options["take_over"],
                    progress=lambda run: bar.show(run.rows_done, run.rows_total),
                )
        except PortalError as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            message = f"database: {error} (the run will be continued)".replace(
                "\n", " "
            )
            raise CommandError(message) from error
        if run is None or run.is_open:
            number = open_run.pk
            raise CommandError(f"run {number} is being scored by another worker")
        self._report(run)

    def _open_run(self, weights_file: Path | None) -> MatchRun:
        weights = services.read_weights(weights_file) if weights_file else None
        open_run = MatchRun.objects.open().first()
        if open_run and weights and weights.as_mapping() != open_run.weights:
            message = f"run {open_run.pk} is open with other weights; cancel it first"
            raise CommandError(message)
        return open_run or services.create_run(weights=weights)

    def _report(self, run: MatchRun) -> None:
        if run.status == MatchRun.Status.UNCHANGED:
            self.stdout.write("Nothing has changed since the last run.")
        elif run.status == MatchRun.Status.FINISHED:
            seconds = (run.finished_at - run.started_at).total_seconds()
            self.stdout.write(
                f"Scored {run.rows_total} profiles in {seconds:.1f} s (run {run.pk})."
            )
        else:
            raise CommandError(f"run {run.pk} {run.status}: {run.error or 'no lists'}")
