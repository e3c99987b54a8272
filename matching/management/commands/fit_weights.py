"""python manage.py fit_weights: fit the weights of the score to known cooperation."""

from argparse import ArgumentTypeError
from pathlib import Path

from django.core.management.base import CommandParser

from matching.evaluation.command import TruthCommand
from matching.evaluation.files import write_json
from matching.evaluation.fitting import fit
from matching.evaluation.ours import PARTS
from matching.evaluation.report import prepare
from matching.evaluation.truth import read_truth
from matching.services import DEFAULT_WEIGHTS, read_weights
from portal.web.progress import ProgressBar


class Command(TruthCommand):
    help = (
        "Fits the weights of the score to known projects, with cross-validation by "
        "project, and writes a weights file with its metrics. Changes no list: "
        "score_matches --weights does."
    )
    out = {"required": True, "help": "file to write"}

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--version-name",
            default="fitted",
            metavar="NAME",
            help="the version that the weights file states",
        )
        parser.add_argument(
            "--prior",
            type=Path,
            default=DEFAULT_WEIGHTS,
            metavar="FILE",
            help="weights file from which parts that are not fitted keep their share",
        )
        parser.add_argument(
            "--keep",
            action="append",
            default=[],
            choices=PARTS,
            help="a part that is not fitted; may be given more than once",
        )
        parser.add_argument(
            "--most",
            action="append",
            default=[],
            type=_limit,
            metavar="PART=WEIGHT",
            help="a part that gets no more than this; may be given more than once",
        )
        parser.add_argument("--folds", type=int, default=5, metavar="K")

    def work(self, options: dict) -> None:
        content = self._fit(options)
        write_json(options["out"], content)
        read_weights(options["out"])
        self._report(content)

    def _fit(self, options: dict) -> dict:
        prior = read_weights(options["prior"])
        truth = read_truth(options["truth"])
        with ProgressBar(self.stderr, "searching weights") as bar:
            content = fit(
                prepare(truth),
                prior,
                version=options["version_name"],
                folds=options["folds"],
                keep=options["keep"],
                most=dict(options["most"]),
                progress=bar.show,
            )
        content["metrics"] |= {
            "command": _command(options),
            "truth_hash": truth.digest,
        }
        return content

    def _report(self, content: dict) -> None:
        for name, weight in content["weights"].items():
            self.stdout.write(f"{name:<14}{weight:>7.3f}")
        for kind in ("prior", "cross_validated", "on_all_projects", "gain_over_prior"):
            for task, figures in content["metrics"][kind].items():
                cells = "  ".join(
                    f"{name} {one['value']:.3f} [{one['low']:.3f}, {one['high']:.3f}]"
                    for name, one in figures.items()
                )
                self.stdout.write(f"{kind:<16}{task:<14}{cells}")


def _limit(text: str) -> tuple[str, float]:
    """Read "part=weight"; ArgumentTypeError says what is wrong."""
    part, _, weight = text.partition("=")
    if part not in PARTS:
        raise ArgumentTypeError(f"{part!r} is none of {', '.join(PARTS)}")
    try:
        return part, float(weight)
    except ValueError:
        raise ArgumentTypeError(f"{weight!r} is not a number") from None


def _command(options: dict) -> str:
    """The command as others can give it: without the folders of this machine."""
    words = [
        f"python manage.py fit_weights --truth {options['truth'].resolve().name}",
        f"--out {options['out'].name}",
        f"--version-name {options['version_name']}",
        f"--prior {options['prior'].name}",
        *(f"--keep {part}" for part in options["keep"]),
        *(f"--most {part}={weight:g}" for part, weight in options["most"]),
        f"--folds {options['folds']}",
    ]
    return " ".join(words)
