"""What is left after kill -9 of the worker, the web server, the database."""

import json
import os
import socket

import pytest

from tests.installation import Installation, wait_until

pytestmark = pytest.mark.slow

STATE = """
import json
from matching.models import CurrentRun, Match, MatchRun
current = CurrentRun.objects.get().run_id
run = MatchRun.objects.latest("pk")
kept = Match.objects.values("run_id").distinct().count()
print(json.dumps({
    "current": current, "rows": Match.objects.filter(run_id=current).count(),
    "run": run.pk, "status": run.status, "done": run.rows_done,
    "total": run.rows_total, "attempt": run.attempt, "runs_with_rows": kept,
    "block_attempts": sorted(run.blocks.values_list("attempt", flat=True)),
    "workers": run.blocks.filter(status="done").values("claimed_by").distinct().count(),
}))
"""
CHANGE = """
from regions.models import Profile
from regions.services import bump_register_version
profile = Profile.objects.order_by("pk").first()
profile.summary += " again"
profile.save()
bump_register_version()
"""
# All that the current run stored but its own number, as one hash.
ROWS = """
import hashlib
from matching.models import CurrentRun, Match
fields = [field.column for field in Match._meta.concrete_fields][1:]
rows = Match.objects.current().order_by("profile_id", "rank").values_list(*fields)
print(rows.count(), hashlib.sha256(repr(list(rows)).encode()).hexdigest())
"""
FORGET = "from matching.models import CurrentRun; CurrentRun.objects.all().delete()"
START = "from matching.services import start_run; print(start_run().pk)"


def state(installation: Installation) -> dict:
    return json.loads(installation.shell(STATE))


def rest_of(connection: socket.socket) -> bytes:
    """What still comes over a connection until the other side is gone."""
    try:
        return connection.recv(100)
    except ConnectionResetError:
        return b""


def test_worker_killed_mid_run_leaves_old_lists_and_the_run_is_continued(installation):
    before = state(installation)
    installation.shell(CHANGE)
    worker = installation.start_worker()
    started = int(installation.shell(START))
    wait_until(lambda: 0 < state(installation)["done"] < state(installation)["total"])
    installation.kill(worker)

    killed = state(installation)
    assert killed["status"] == "running"
    assert (killed["current"], killed["run"]) == (before["current"], started)

    worker = installation.start_worker()
    wait_until(lambda: state(installation)["status"] == "finished", 120)
    installation.stop(worker)
    after = state(installation)
    assert (after["current"], after["workers"]) == (started, 2)
    assert after["rows"] == before["rows"]
    # The run before is kept, to switch back to. At most one block was lost.
    assert after["runs_with_rows"] == 2
    assert after["block_attempts"][-1] <= 2
    assert after["block_attempts"][-2] == 1


def test_one_of_two_workers_killed_gives_the_rows_of_one_worker(installation):
    installation.shell(CHANGE)
    workers = [installation.start_worker(), installation.start_worker()]
    run = int(installation.shell(START))
    wait_until(lambda: state(installation)["workers"] == 2)
    installation.kill(workers[0])
    assert state(installation)["status"] == "running"
    wait_until(lambda: state(installation)["status"] == "finished", 120)
    installation.stop(workers[1])
    after = state(installation)
    assert (after["current"], after["attempt"], after["done"]) == (
        run,
        1,
        after["total"],
    )
    assert after["block_attempts"][-1] <= 2

    shared = installation.shell(ROWS)
    installation.shell(FORGET)
    installation.run("score_matches")
    alone = state(installation)
    assert (alone["workers"], alone["current"] > run) == (1, True)
    assert installation.shell(ROWS) == shared


def test_lost_broker_message_is_sent_again(installation):
    installation.shell(CHANGE)
    lost = "from matching.services import create_run; print(create_run().pk)"
    run = int(installation.shell(lost))
    worker = installation.start_worker()
    wait_until(lambda: state(installation)["current"] == run, 120)
    installation.stop(worker)
    assert state(installation)["attempt"] == 1


def test_broker_down_is_one_line_and_leaves_no_run(installation):
    before = state(installation)
    answer = installation.run(
        "shell",
        "--no-imports",
        "-c",
        "from matching.services import start_run\n"
        "from portal.web.errors import Unreachable\n"
        "try: start_run()\nexcept Unreachable as error: print('said:', error)",
        CELERY_BROKER_URL="redis://127.0.0.1:1/0",
    )
    assert answer.stdout.strip().startswith("said: The message broker cannot")
    assert state(installation) == before


def test_web_server_killed_mid_request_answers_again_and_keeps_the_data(installation):
    """The server waits for the rest of a form when it is killed."""
    before = state(installation)
    web = installation.start_web()
    with socket.create_connection(("127.0.0.1", installation.port), 10) as asking:
        asking.sendall(
            b"POST /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            b"Cookie: csrftoken=0123456789abcdefghijklmnopqrstuv\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n"
            b"Content-Length: 1000\r\n\r\nusername="
        )
        asking.settimeout(1)
        with pytest.raises(TimeoutError):
            asking.recv(1)
        installation.kill(web)
        asking.settimeout(10)
        assert rest_of(asking) == b""

    web = installation.start_web()
    assert installation.status("/") == 200
    installation.stop(web)
    assert state(installation) == before


CUT = """
from django.db import connection
cursor = connection.cursor()
cursor.execute(
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
print(cursor.fetchone()[0])
"""
on_a_server = pytest.mark.skipif(
    not os.environ.get("DATABASE_URL", "").startswith("postgres"),
    reason="SQLite has no connection to kill",
)


@on_a_server
def test_database_connection_killed_mid_run_the_run_is_continued(installation):
    installation.shell(CHANGE)
    worker = installation.start_worker()
    run = int(installation.shell(START))
    wait_until(lambda: 0 < state(installation)["done"] < state(installation)["total"])
    assert int(installation.shell(CUT)) >= 1
    wait_until(lambda: state(installation)["status"] == "finished", 120)
    installation.stop(worker)
    after = state(installation)
    assert (after["current"], after["runs_with_rows"]) == (run, 2)
    assert after["done"] == after["total"]


@on_a_server
def test_killed_database_connections_heal(installation):
    web = installation.start_web()
    assert installation.status("/readyz") == 200
    assert int(installation.shell(CUT)) >= 1
    assert installation.status("/regions/ES51/") == 200
    assert installation.status("/readyz") == 200
    installation.stop(web)
