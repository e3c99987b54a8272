"""What tests of the ledger share: a clock, two organisations, and their people."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from regions.editing.services import confirm_records
from regions.models import Priority
from tests import factories

BRUSSELS = ZoneInfo("Europe/Brussels")
START = datetime(2025, 1, 15, 9, 30, tzinfo=BRUSSELS)


@pytest.fixture
def clock():
    """A clock that stands at START and is moved by `move_to`."""
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def at(clock):
    """Move the clock to nine o'clock in the morning of a day."""

    def moved(year: int, month: int, day: int, hour: int = 9) -> None:
        clock.move_to(datetime(year, month, day, hour, tzinfo=BRUSSELS))

    return moved


@pytest.fixture
def officer(clock, db):
    """Acts for the region ES51, whose three priorities she has just confirmed."""
    person = factories.make_person("officer", "ES51")
    priorities = [factories.make_priority("ES51", ["20"]) for _ in range(3)]
    strategy = priorities[0].strategy
    confirm_records(records=[strategy, *priorities], by=person)
    return person


@pytest.fixture
def priorities(officer):
    return list(Priority.objects.filter(region="ES51").order_by("pk"))


@pytest.fixture
def path_in():
    """The path of the link with which a mail confirms."""

    def found(mail) -> str:
        return re.search(r"http\S+(/confirm/\S+/)", mail.body)[1]

    return found
