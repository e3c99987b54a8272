"""What is left after kill -9 of the worker, the web server, the database."""

import os
import socket

import pytest

from matching.storage import COLUMNS
from tests.installation import Installation, wait_until

pytestmark = pytest.mark.slow

# The newest run: number, status, profiles done and in all, attempt.
RUN = """
SELECT id, status, rows_done, rows_total, attempt FROM matching_matchrun
ORDER BY id DESC LIMIT 1
"""
BLOCKS = """
SELECT attempt, status, claimed_by FROM matching_matchblock
WHERE run_id = (SELECT max(id) FROM matching_matchrun)
"""
CURRENT = "SELECT run_id FROM matching_currentrun"
# Trials keep their rows for some days, whoever tried them in this installation before.
ROWS_OF_RUNS = """
SELECT run_id, count(*) FROM matching_match
WHERE run_id IN (SELECT id FROM matching_matchrun WHERE purpose = 'live')
GROUP BY run_id
"""
CHANGE = """
from regions.models import Profile
from regions.services import bump_register_version
profile = Profile.objects.order_by("pk").first()
profile.summary += " again"
profile.save()
bump_register_version()
"""
# All that the current run stored, but for its own number.
ROWS = f"""
SELECT {", ".join(COLUMNS[1:])} FROM matching_match
WHERE run_id = (SELECT run_id FROM matching_currentrun) ORDER BY profile_id, rank
"""
FORGET = "from matching.models import CurrentRun; CurrentRun.objects.all().delete()"
START = "from matching.services import start_run; print(start_run().pk)"


def state(installation: Installation) -> dict:
    """How the newest run stands; cheap enough to be asked for again and again."""
    [(run, status, done, total, attempt)] = installation.ask(RUN)
    blocks = installation.ask(BLOCKS)
    return {
        "current": installation.ask(CURRENT)[0][0],
        "run": run,
        "status": status,
        "done": done,
        "total": total,
        "attempt": attempt,
        "block_attempts": sorted(attempt for attempt, _, _ in blocks),
        "workers": len({worker for _, status, worker in blocks if status == "done"}),
    }


def rows_by_run(installation: Installation) -> dict[int, int]:
    return dict(installation.ask(ROWS_OF_RUNS))


def rest_of(connection: socket.socket) -> bytes:
    """What still comes over a connection until the other side is gone."""
    try:
        return connection.recv(100)
    except ConnectionResetError:
        return b""


def run_midway(installation: Installation, workers: int = 1) -> int:
    """Start a run, and return its number while so many workers are at it.

    On a busy machine it may be over before one looks, or before the second worker does;
    then another is started.
    """

    def seen() -> str | None:
        now = state(installation)
        if now["workers"] >= workers and now["done"] < now["total"] // 2:
            return "midway"
        return "over" if now["status"] == "finished" else None

    for _again in range(20):
        run = int(installation.shell(CHANGE + START))
        if wait_until(seen) == "midway":
            return run
    raise AssertionError("No run was seen midway.")


def test_worker_killed_mid_run_leaves_old_lists_and_the_run_is_continued(installation):
    worker = installation.start_worker()
    started = run_midway(installation)
    installation.kill(worker)

    killed = state(installation)
    assert (killed["status"], killed["run"]) == ("running", started)
    assert killed["current"] < started
    rows = rows_by_run(installation)[killed["current"]]

    worker = installation.start_worker()
    wait_until(lambda: state(installation)["status"] == "finished")
    # The run before is kept, to switch back to; older ones are dropped afterwards.
    kept = {killed["current"]: rows, started: rows}
    wait_until(lambda: rows_by_run(installation) == kept)
    installation.kill(worker)
    after = state(installation)
    assert (after["current"], after["workers"]) == (started, 2)
    # At most one block was lost.
    assert after["block_attempts"][-1] <= 2
    assert after["block_attempts"][-2] == 1


def test_one_of_two_workers_killed_gives_the_rows_of_one_worker(installation):
    # So many blocks that the second worker comes in time for some.
    workers = [installation.start_worker(MATCHING_STEP_ROWS="1") for _ in range(2)]
    run = run_midway(installation, workers=2)
    installation.kill(workers[0])
    assert state(installation)["status"] == "running"
    wait_until(lambda: state(installation)["status"] == "finished")
    installation.kill(workers[1])
    after = state(installation)
    assert (after["current"], after["attempt"], after["done"]) == (
        run,
        1,
        after["total"],
    )
    assert after["block_attempts"][-1] <= 2

    shared = installation.ask(ROWS)
    installation.shell(FORGET)
    installation.run("score_matches", MATCHING_STEP_ROWS="512")
    alone = state(installation)
    assert (alone["workers"], alone["current"] > run) == (1, True)
    assert installation.ask(ROWS) == shared


def test_lost_broker_message_is_sent_again(installation):
    lost = "from matching.services import create_run; print(create_run().pk)"
    run = int(installation.shell(CHANGE + lost))
    worker = installation.start_worker()
    wait_until(lambda: state(installation)["current"] == run)
    installation.kill(worker)
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
            b"Content-Length: 1000\r\n\r\nlogin="
        )
        asking.settimeout(1)
        with pytest.raises(TimeoutError):
            asking.recv(1)
        installation.kill(web)
        asking.settimeout(60)
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
    worker = installation.start_worker()
    run = run_midway(installation)
    assert int(installation.shell(CUT)) >= 1
    wait_until(lambda: state(installation)["status"] == "finished")
    wait_until(lambda: len(rows_by_run(installation)) == 2)
    installation.kill(worker)
    after = state(installation)
    assert after["current"] == run
    assert after["done"] == after["total"]


@on_a_server
def test_killed_database_connections_heal(installation):
    web = installation.start_web()
    assert installation.status("/readyz") == 200
    assert int(installation.shell(CUT)) >= 1
    assert installation.status("/regions/ES51/") == 200
    assert installation.status("/readyz") == 200
    installation.stop(web)
