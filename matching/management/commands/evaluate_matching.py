"""python manage.py evaluate_matching: measure the ranking against known cooperation."""

from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import CommandParser

from matching.evaluation.command import TruthCommand
from matching.evaluation.files import as_json, write_json
from matching.evaluation.markdown import document
from matching.evaluation.report import evaluate
from matching.evaluation.tables import lines
from matching.evaluation.truth import read_truth
from matching.outcomes.truth import read_dismissed, read_log
from matching.services import DEFAULT_WEIGHTS, read_weights
from portal.web.progress import ProgressBar


class Command(TruthCommand):
    help = (
        "Measures how well the ranking finds the members of known projects, beside six "
        "simple baselines. Reads the register and changes nothing in it. With --log "
        "the partners are sought with whom profiles came to an outcome here."
    )
    takes_log = True
    out = {"help": "store the JSON in a file as well"}

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--weights",
            type=Path,
            default=DEFAULT_WEIGHTS,
            metavar="FILE",
            help="weights file (JSON); the current default if left out",
        )
        parser.add_argument(
            "--split-year",
            type=int,
            metavar="YEAR",
            help="last year that is known in the third task; chosen if left out",
        )
        shape = parser.add_mutually_exclusive_group()
        shape.add_argument(
            "--json", action="store_true", help="print JSON instead of tables"
        )
        shape.add_argument(
            "--markdown",
            action="store_true",
            help="print the tables as they stand in docs/evaluation.md",
        )

    def work(self, options: dict) -> None:
        report = self._measure(options)
        if options["out"]:
            write_json(options["out"], report)
        if options["json"]:
            self.stdout.write(as_json(report), ending="")
        elif options["markdown"]:
            self.stdout.write(document(report), ending="")
        else:
            self.stdout.write("\n".join(lines(report)))
        if options["log"] and not options["json"]:
            self.stdout.write("\n".join(_dismissed_lines(report["dismissed"])))

    def _measure(self, options: dict) -> dict:
        truth = read_log() if options["log"] else read_truth(options["truth"])
        weights = read_weights(options["weights"])
        with ProgressBar(self.stderr, "ranking for projects") as bar:
            report = evaluate(
                truth, weights, split=options["split_year"], progress=bar.show
            )
        if options["log"]:
            report["dismissed"] = read_dismissed()
            source = "--log"
        else:
            source = f"--truth {options['truth'].resolve().name}"
        command = f"python manage.py evaluate_matching {source}"
        if options["split_year"]:
            command += f" --split-year {options['split_year']}"
        return {"command": command} | report


def _dismissed_lines(dismissed: dict) -> Iterator[str]:
    """Where dismissed pairs ranked, beside the figures: they are no part of them."""
    yield ""
    yield f"Dismissed pairs: {dismissed['pairs']}"
    for band, reasons in dismissed["bands"].items():
        named = ", ".join(f"{code or '-'} {n}" for code, n in reasons.items())
        yield f"  rank {band}: {sum(reasons.values())} ({named})"
