"""Exactly once: workers that die, come late, or come together write one digest."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import time_machine
from django.db import connection, connections

from portal.mail.models import Mail, MailKey
from portal.notices import digests
from portal.notices.digests import send_digests
from portal.notices.models import Digest, Notice
from tests.factories import make_person
from tests.notices.conftest import make_notice


class Killed(BaseException):
    """No code of ours catches it, as it catches no kill."""


def told(*names: str) -> None:
    for name in names:
        person = make_person(name)
        for _number in range(2):
            make_notice(person, days=2)


def left() -> tuple[int, int, int, int]:
    """Digests, mails, used keys, and notices that are marked."""
    marked = Notice.objects.exclude(mailed_at=None).count()
    return (
        Digest.objects.count(),
        Mail.objects.count(),
        MailKey.objects.count(),
        marked,
    )


@contextmanager
def killed_at(monkeypatch, number: int, when: str):
    """Let a worker die while it writes its digest of this number."""
    seen = []

    def queue(**mail):
        seen.append(mail["to"])
        if len(seen) == number and when == "before":
            raise Killed
        digests.real_queue(**mail)
        if len(seen) == number and when == "after":
            raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(digests, "real_queue", digests.queue_in_bulk, raising=False)
        patched.setattr(digests, "queue_in_bulk", queue)
        with pytest.raises(Killed):
            yield


@pytest.mark.django_db
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_worker_that_dies_in_the_middle_loses_and_doubles_nothing(
    monkeypatch, mailbox, number, when
):
    told("one", "two", "three")
    with killed_at(monkeypatch, number, when):
        send_digests()
    done = number - 1
    assert left() == (done, done, done, 2 * done)
    assert str(send_digests()) == f"{3 - done} sent, 0 failed"
    assert left() == (3, 3, 3, 6)
    assert sorted(letter.to[0] for letter in mailbox()) == [
        "one@example.org",
        "three@example.org",
        "two@example.org",
    ]
    assert str(send_digests()) == "0 sent, 0 failed"


@pytest.mark.django_db
def test_worker_that_had_read_all_before_another_was_quicker_writes_nothing(
    monkeypatch,
):
    told("one", "two")
    real, runs = digests.digest_mail, []

    def slow(*args, **options):
        """Another worker does everything while this one words its first digest."""
        runs.append(None)
        if len(runs) == 1:
            runs.append(str(send_digests()))
        return real(*args, **options)

    monkeypatch.setattr(digests, "digest_mail", slow)
    assert str(send_digests()) == "0 sent, 0 failed"
    assert "2 sent, 0 failed" in runs
    assert left() == (2, 2, 2, 4)


@pytest.mark.django_db
def test_notice_that_was_mailed_meanwhile_is_not_told_twice(monkeypatch):
    told("one")
    first = Notice.objects.order_by("pk").first()
    real = digests.digest_mail

    def slow(*args, **options):
        Notice.objects.filter(pk=first.pk).update(mailed_at=first.created_at)
        return real(*args, **options)

    with monkeypatch.context() as patched:
        patched.setattr(digests, "digest_mail", slow)
        assert str(send_digests()) == "0 sent, 0 failed"
    assert left() == (0, 0, 0, 1)
    assert str(send_digests()) == "1 sent, 0 failed"
    assert left() == (1, 1, 1, 2)


@pytest.mark.django_db
def test_digest_that_cannot_be_written_stops_no_other(monkeypatch):
    told("one", "two")
    real = digests.digest_mail

    def broken(person, *args, **options):
        if person.email == "one@example.org":
            raise KeyError("facts")
        return real(person, *args, **options)

    with monkeypatch.context() as patched:
        patched.setattr(digests, "digest_mail", broken)
        assert str(send_digests()) == "1 sent, 1 failed"
    assert left() == (1, 1, 1, 2)
    assert str(send_digests()) == "1 sent, 0 failed"


@pytest.mark.django_db
def test_days_digest_is_not_written_again_for_what_is_told_into_the_past():
    told("one")
    with time_machine.travel("2035-01-10 09:00+01:00"):
        notice = make_notice(make_person("late"), days=1)
        assert str(send_digests()) == "1 sent, 0 failed"
        make_notice(notice.user, days=1)
        assert str(send_digests()) == "0 sent, 0 failed"


@pytest.fixture
def shared(tmp_path, monkeypatch):
    """Let threads share the database: SQLite's, of a test, is in the memory of one.

    It is called when the data are there; what threads then write is in a copy.
    """

    def share() -> None:
        if connection.vendor == "sqlite":
            path = tmp_path / "shared.sqlite3"
            copy = sqlite3.connect(path)
            connection.connection.backup(copy)
            copy.close()
            monkeypatch.setitem(connections.settings["default"], "NAME", str(path))

    return share


def in_threads(*acts) -> list:
    """Do all at the same moment, each in a thread with a connection of its own."""
    start = threading.Barrier(len(acts))

    def run(act):
        try:
            start.wait(timeout=20)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("silent_broker")
def test_two_workers_at_once_write_each_digest_once(shared):
    told("one", "two", "three", "four")
    shared()
    tallies = in_threads(send_digests, send_digests)
    assert sum(one.sent for one in tallies) == 4
    assert [one.failed for one in tallies] == [0, 0]
    assert in_threads(left) == [(4, 4, 4, 8)]
