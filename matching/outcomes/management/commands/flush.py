"""Empty the database; the log of outcomes only if one asks for that, too."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.flush import Command as Flush
from django.db import connections, transaction

from matching.outcomes.models import MatchEvent

TABLE = MatchEvent._meta.db_table


class Command(Flush):
    """Django's command, for a database whose triggers keep the log of outcomes."""

    # Whether one has to ask for it; tests empty their own databases.
    keeps_log = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--with-outcome-log",
            action="store_true",
            help="Also delete the log of outcomes, which is append-only (SQLite).",
        )

    def handle(self, **options: Any) -> None:
        """On PostgreSQL a flush truncates tables, of which no trigger hears."""
        database = options["database"]
        events = MatchEvent.objects.using(database)
        if connections[database].vendor != "sqlite" or not events.exists():
            super().handle(**options)
            return
        if self.keeps_log and not options.get("with_outcome_log"):
            raise CommandError(
                f"The log of outcomes is append-only and holds {events.count()} events."
                " Nothing was deleted. To delete the log as well, say"
                " --with-outcome-log."
            )
        with transaction.atomic(using=database):
            triggers = self._take_triggers(database)
            super().handle(**options)
            with connections[database].cursor() as cursor:
                for _name, statement in triggers:
                    cursor.execute(statement)

    @staticmethod
    def _take_triggers(database: str) -> list[tuple[str, str]]:
        """Drop the triggers of the log; return them, to make them anew."""
        quoted = connections[database].ops.quote_name
        with connections[database].cursor() as cursor:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master"
                " WHERE type = 'trigger' AND tbl_name = %s",
                [TABLE],
            )
            found = cursor.fetchall()
            for name, _statement in found:
                cursor.execute(f"DROP TRIGGER {quoted(name)}")
        return found
