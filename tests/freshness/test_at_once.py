"""Workers at the same moment, and one that dies: nothing twice, nothing lost."""

import threading
from collections import Counter
from collections.abc import Callable

import pytest
import time_machine
from django.db import DatabaseError, connection

from portal.mail.models import Mail
from regions.editing.services import confirm_records
from regions.freshness.confirming import confirm_all
from regions.freshness.links import make_token, read_token
from regions.freshness.services import keep_ledger
from regions.models import Act, Confirmation, Priority, Reminder, Version
from tests import factories
from tests.freshness.conftest import START

pytestmark = [
    pytest.mark.services,
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="SQLite lets one write at a time anyway"
    ),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("silent_broker"),
]
CODES = [f"DE{letter}{number}" for letter in "AB" for number in range(10)]


@pytest.fixture
def due_everywhere():
    """Twenty regions, each with an officer and two priorities, all two years old."""
    with time_machine.travel(START, tick=False):
        for code in CODES:
            officer = factories.make_person(code.lower(), code)
            made = [factories.make_priority(code) for _ in range(2)]
            confirm_records(records=[made[0].strategy, *made], by=officer)
    # A real clock from here on: what waits for locks needs time to pass.
    with time_machine.travel(START.replace(year=2027)):
        yield


def at_once(*works: Callable[[], object]) -> None:
    """Do all of this in threads of their own that begin together."""
    start = threading.Barrier(len(works))

    def go(work: Callable[[], object]) -> None:
        start.wait()
        try:
            work()
        except DatabaseError:
            pass  # The one whose connection was cut.
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=[one]) for one in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def is_done_once() -> bool:
    """Whether each region has had one mail, and each record has lapsed once."""
    mails = Counter(to for mail in Mail.objects.all() for to in mail.to)
    lapses = Version.objects.filter(act=Act.LAPSED)
    kinds = Counter(lapses.values_list("kind", flat=True))
    return (
        mails == Counter(f"{code.lower()}@example.org" for code in CODES)
        and kinds == {"priority": 40, "strategy": 20}
        and Reminder.objects.count() == 60
        and not Priority.objects.listed().exists()
    )


def test_two_workers_do_each_step_once(due_everywhere):
    at_once(keep_ledger, keep_ledger, keep_ledger)
    assert is_done_once()


def test_what_a_worker_that_died_left_is_done_by_the_next(due_everywhere):
    def die_soon() -> None:
        """Cut the other's connection as soon as it has done something."""
        with connection.cursor() as cursor:
            while not Reminder.objects.exists():
                pass
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

    at_once(keep_ledger, die_soon)
    connection.close()
    assert 0 < Mail.objects.count() < len(CODES)
    keep_ledger()
    assert is_done_once()


def test_clicking_twice_confirms_once(due_everywhere):
    records = list(Priority.objects.filter(region=CODES[0]))
    officer = records[0].confirmed_by
    link = read_token(make_token(officer.pk, records))

    def click() -> None:
        confirm_all(records=records, by=officer, link=link)

    at_once(click, click, click)
    assert Confirmation.objects.count() == 1
    confirmed = Version.objects.filter(kind="priority", act=Act.CONFIRMED)
    assert confirmed.filter(key__in=[one.pk for one in records]).count() == 4


def test_who_confirms_while_the_ledger_works_is_in_the_lists(due_everywhere):
    """Before or after: in the end the confirmation holds, and no lock is waited for."""
    records = list(Priority.objects.filter(region__in=CODES[-3:]))

    def confirm() -> None:
        for one in records:
            confirm_records(records=[one], by=one.confirmed_by)

    at_once(keep_ledger, confirm)
    assert set(Priority.objects.listed()) == set(records)
