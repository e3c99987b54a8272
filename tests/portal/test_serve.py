"""`manage.py serve`: web server and worker side by side, as `make run` starts them."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.installation import free_port, wait_until
from tests.portal.test_processes import is_alive

# The mark of the database is for its tables, which `migrated` copies.
pytestmark = [pytest.mark.slow, pytest.mark.django_db]
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


class Served:
    """An embedded installation whose `serve` runs on a port of its own."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.log = folder / "log"
        kept = ("PATH", "HOME", "LANG")
        self.env = {name: os.environ[name] for name in kept if name in os.environ}
        self.env |= {"DATA_DIR": str(folder / "data"), "PYTHONUNBUFFERED": "1"}
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--port", str(self.port)],
                cwd=settings.BASE_DIR,
                env=self.env,
                stdout=log,
                stderr=log,
            )
        wait_until(lambda: "Ctrl-C stops it" in self.said or self.process.poll())
        assert self.process.poll() is None, self.said

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8") if self.log.exists() else ""

    def children(self, word: str) -> list[int]:
        """Numbers of the direct children whose command line holds the word."""
        pid = self.process.pid
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [int(child) for child in listed if word in _command_line(int(child))]

    def stop(self, number: int = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(timeout=40)


@pytest.fixture(scope="module")
def migrated(tmp_path_factory, django_db_setup, django_db_blocker) -> Path:
    """The data of an installation whose tables are there: those of the tests, copied.

    On a database server they are made anew, which takes long.
    """
    folder = tmp_path_factory.mktemp("migrated")
    if connection.vendor != "sqlite":
        command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        env = Served(folder).env
        subprocess.run(command, cwd=settings.BASE_DIR, env=env, check=True)
        return folder / "data"
    (folder / "data").mkdir()
    with (
        django_db_blocker.unblock(),
        closing(sqlite3.connect(folder / "data" / "portal.sqlite3")) as copy,
    ):
        connection.ensure_connection()
        connection.connection.backup(copy)
    return folder / "data"


@pytest.fixture
def served(tmp_path, migrated):
    shutil.copytree(migrated, tmp_path / "data")
    served = Served(tmp_path)
    yield served
    if served.process:
        served.stop()


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


@linux_only
def test_serve_says_where_it_is_restarts_its_worker_and_stops_all(served):
    served.start()
    assert f"Smart Regions is at http://127.0.0.1:{served.port}/" in served.said
    assert f"Mails are at http://127.0.0.1:{served.port}/mails/" in served.said
    assert "curator@portal.example" in served.said
    (web,), (worker,) = served.children("gunicorn"), served.children("celery")

    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: set(served.children("celery")) - {worker})
    wait_until(lambda: "The worker ended and was started again." in served.said)
    (second,) = served.children("celery")

    assert served.stop(signal.SIGINT) == 0
    assert [is_alive(pid) for pid in (web, worker, second)] == [False, False, False]
    assert served.said.endswith("Stopped.\n")


@linux_only
def test_serve_that_is_killed_takes_its_children_along(served):
    served.start()
    children = served.children("gunicorn") + served.children("celery")
    assert len(children) == 2
    served.process.kill()
    served.process.wait()
    wait_until(lambda: not any(is_alive(pid) for pid in children))


def test_serve_on_a_taken_port_is_one_line_and_exit_1(served):
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", served.port))
        taken.listen()
        done = subprocess.run(
            [sys.executable, "manage.py", "serve", "--port", str(served.port)],
            cwd=settings.BASE_DIR,
            env=served.env,
            capture_output=True,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"CommandError: Port {served.port} cannot be used: Address already in use."
        f" Stop what holds it, or choose another: make run PORT={served.port + 1}\n"
    )
