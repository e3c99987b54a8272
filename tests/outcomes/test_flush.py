"""Emptying the database: the log goes only where somebody asks for that, too."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from matching.outcomes.management.commands.flush import Command
from matching.outcomes.models import MatchEvent, Stage
from matching.outcomes.services import note_outcome
from regions.models import Profile

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="PostgreSQL truncates the tables"
    ),
]


@pytest.fixture(autouse=True)
def _keeps_log(monkeypatch):
    monkeypatch.setattr(Command, "keeps_log", True)


def flush(**options) -> None:
    call_command("flush", interactive=False, verbosity=0, **options)


def test_flush_says_that_the_log_stays_and_deletes_nothing(profile, partner):
    note_outcome(what=Stage.OPENED, profile=profile, partner=partner)
    with pytest.raises(CommandError, match=r"holds 1 events.*--with-outcome-log"):
        flush()
    assert MatchEvent.objects.count() == 1
    assert Profile.objects.count() == 2


def test_flush_deletes_the_log_when_asked_and_protects_the_next_one(profile, partner):
    note_outcome(what=Stage.OPENED, profile=profile, partner=partner)
    triggers = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY 1"
    with connection.cursor() as cursor:
        before = cursor.execute(triggers).fetchall()
    flush(with_outcome_log=True)
    assert (MatchEvent.objects.count(), Profile.objects.count()) == (0, 0)
    with connection.cursor() as cursor:
        assert cursor.execute(triggers).fetchall() == before
