"""Run the regular jobs once, as the clock of a worker does."""

from django.core.management.base import BaseCommand, CommandError

from portal.celery import app
from portal.web.clock import Job, registered_jobs, run_job


class Command(BaseCommand):
    help = (
        "Run the regular jobs once in this process and say what each did. Workers do"
        " so by themselves; this is for cron, and for seeing what would happen."
    )

    def add_arguments(self, parser):
        parser.add_argument("names", nargs="*", metavar="NAME", help="only these jobs")
        parser.add_argument(
            "--list", action="store_true", help="name the jobs and run nothing"
        )

    def handle(self, *args, names: list[str], **options):
        # The apps' tasks register jobs, and only workers import them by themselves.
        app.loader.import_default_modules()
        jobs = self._chosen(names)
        if options["list"]:
            for job in jobs:
                self.stdout.write(f"{job.name}: every {job.seconds:g} s")
            return
        failed = [job.name for job in jobs if not self._run(job)]
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}.")

    def _chosen(self, names: list[str]) -> list[Job]:
        jobs = {job.name: job for job in registered_jobs()}
        unknown = [name for name in names if name not in jobs]
        if unknown:
            raise CommandError(
                f"There is no job {', '.join(unknown)}. There are: {', '.join(jobs)}."
            )
        return [jobs[name] for name in names or jobs]

    def _run(self, job: Job) -> bool:
        try:
            self.stdout.write(f"{job.name}: {run_job(job.name)}")
        except Exception as error:  # one job must not keep the others from running
            self.stderr.write(f"{job.name}: {type(error).__name__}: {error}")
            return False
        return True
