"""What the commands share that measure against known cooperation."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from portal.web.errors import PortalError


class TruthCommand(BaseCommand):
    """Reads known cooperation (--truth), and writes a file if it is told to (--out)."""

    out: dict[str, Any]
    # Whether what came of matches can be the truth, instead of a folder (--log).
    takes_log = False

    def add_arguments(self, parser: CommandParser) -> None:
        truth = parser.add_mutually_exclusive_group(required=True)
        truth.add_argument(
            "--truth",
            type=Path,
            metavar="DIR",
            help="folder with projects.csv and members.csv",
        )
        if self.takes_log:
            truth.add_argument(
                "--log",
                action="store_true",
                help="the portal's own log of outcomes as the truth",
            )
        parser.add_argument("--out", type=Path, metavar="FILE", **self.out)

    def handle(self, *args, **options) -> None:
        """Do the work; whatever goes wrong is told in one line."""
        try:
            self.work(options)
        except PortalError as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(f"database: {error}".replace("\n", " ")) from error
        except OSError as error:
            message = f"{options['out']}: cannot be written ({error.strerror})"
            raise CommandError(message) from error

    def work(self, options: dict) -> None:
        raise NotImplementedError
