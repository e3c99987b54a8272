"""python manage.py bench_digests: how long the digests of so many notices take."""

import datetime
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.utils import timezone

from portal.accounts.models import User
from portal.mail.models import Mail, MailKey
from portal.notices.digests import send_digests
from portal.notices.kinds import Kind, Words, kind_named, register_kind
from portal.notices.models import Notice
from portal.web.benches import refuse_real_register

MARK = "@digests.bench.invalid"
KINDS = ("bench-introduction", "bench-follow", "bench-deadline")
# A page of a busy portal writes so often.
PAUSE = 0.02


class Command(BaseCommand):
    help = (
        "Writes the daily digests of made-up notices into a database that is meant for"
        " it (set DATA_DIR or DATABASE_URL) and prints seconds, queries for each person"
        " and how long a page that writes had to wait meanwhile."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", type=int, default=1_000, metavar="N")
        parser.add_argument("--notices", type=int, default=10_000, metavar="N")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_real_register()
        for name in KINDS:
            if kind_named(name) is None:
                register_kind(Kind(name, name, name, _words, "daily"))
        _remove()
        people = _fill(options["people"], options["notices"])
        counter = _Counter()
        with _writer(people[0]) as waits, connection.execute_wrapper(counter):
            began = time.perf_counter()
            tally = send_digests()
            seconds = time.perf_counter() - began
        _remove()
        self.stdout.write(
            f"{options['notices']} notices for {options['people']} people: {tally}\n"
            f"{seconds:.1f} s, {1000 * seconds / options['people']:.1f} ms and"
            f" {counter.count / options['people']:.1f} queries for each person\n"
            f"a write of a page took {1000 * statistics.median(waits or [0.0]):.1f} ms,"
            f" at most {1000 * max(waits, default=0.0):.0f} ms, of {len(waits)}"
        )


class _Counter:
    """Counts the statements that reach the database."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute, sql, params, many, context):
        self.count += 1
        return execute(sql, params, many, context)


def _words(facts: Any) -> Words:
    return Words(
        f"Made-up notice {facts['number']} of the Synthetic Institute",
        "They answered your questions and propose to meet in spring.",
    )


def _fill(people: int, notices: int) -> list[int]:
    User.objects.bulk_create(
        User(email=f"{number}{MARK}", language=("en", "de", "fr")[number % 3])
        for number in range(people)
    )
    rows = User.objects.filter(email__endswith=MARK).order_by("pk")
    ids = list(rows.values_list("pk", flat=True))
    # Before this morning, whatever time it is.
    told = timezone.now() - datetime.timedelta(days=2)
    Notice.objects.bulk_create(
        (
            Notice(
                user_id=ids[number % people],
                kind=KINDS[number % len(KINDS)],
                key=f"bench:{number}",
                facts={"number": number},
                path=f"/clusters/{number}/",
                created_at=told,
            )
            for number in range(notices)
        ),
        batch_size=1000,
    )
    return ids


@contextmanager
def _writer(person_id: int) -> Iterator[list[float]]:
    """Write now and then as a page does, and note how long each write took."""
    waits: list[float] = []
    ended = threading.Event()

    def write() -> None:
        while not ended.wait(PAUSE):
            began = time.perf_counter()
            User.objects.filter(pk=person_id).update(last_seen_on=timezone.localdate())
            waits.append(time.perf_counter() - began)
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield waits
    finally:
        ended.set()
        thread.join()


def _remove() -> None:
    mails = Mail.objects.filter(to__contains=MARK)
    MailKey.objects.filter(mail__in=mails).delete()
    mails.delete()
    User.objects.filter(email__endswith=MARK).delete()
