"""A real installation of the portal in a folder: its own processes and database.

Journeys and kill tests use it as an operator would: commands, a web server and a
worker, all ordinary processes. On SQLite it needs nothing else; when the tests run
on PostgreSQL and Redis it makes a database of its own there.

Loading and scoring the register takes long, so it is done once; whoever changes an
installation takes a copy, and finds nothing that others left.
"""

import itertools
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import closing
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import redis

ROOT = Path(__file__).resolve().parent.parent
REDIS_NUMBER = 9
NUMBERS = itertools.count(1)


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(check: Callable[[], object], seconds: float = 300) -> object:
    """Return the first true answer of `check`; fail with its last one."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = check()
        if answer:
            return answer
        time.sleep(0.1)
    raise AssertionError(f"{check} was not true within {seconds} s")


class Installation:
    """A folder with data, an environment, and the processes started in it."""

    def __init__(self, folder: Path, like: "Installation | None" = None) -> None:
        """Make an empty one, or one with all that another one holds, which is idle."""
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.processes: list[subprocess.Popen] = []
        self._console: subprocess.Popen | None = None
        self._database = f"installation_{os.getpid()}_{next(NUMBERS)}"
        self.env = os.environ | {
            "DATA_DIR": str(folder),
            "DEBUG": "false",
            "BASE_URL": self.url,
            "OPENBLAS_NUM_THREADS": "1",
            "MATCHING_STALE_SECONDS": "3",
            "MATCHING_STEP_ROWS": "4",
            "MATCHING_WORKERS": "2",
            "PYTHONWARNINGS": "default",
            "DJANGO_SETTINGS_MODULE": "portal.settings",
        }
        if like:
            shutil.copytree(like.folder, folder, dirs_exist_ok=True)
        elif "MIGRATED" in os.environ and "DATABASE_URL" not in os.environ:
            shutil.copy(os.environ["MIGRATED"], folder / "portal.sqlite3")
        self._make_database(like)
        self._empty_broker()

    def run(self, *command: str, check: bool = True, **env: str):
        """Run a management command and return the finished process."""
        ended = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=self.env | env,
            check=False,
            capture_output=True,
            text=True,
            timeout=900,
        )
        if check:
            assert ended.returncode == 0, f"{command}: {ended.stdout}{ended.stderr}"
        return ended

    def start_web(self) -> subprocess.Popen:
        web = self._start(
            "gunicorn",
            "--bind",
            f"127.0.0.1:{self.port}",
            "--worker-class",
            "gthread",
            "--threads",
            "4",
            "--graceful-timeout",
            "1",
            "portal.wsgi",
        )
        wait_until(lambda: self.status("/healthz") == 200)
        return web

    def start_worker(self, **env: str) -> subprocess.Popen:
        name = f"worker{len(self.processes)}@%h"
        return self._start(
            "celery",
            "-A",
            "portal",
            "worker",
            "--concurrency",
            "1",
            "--hostname",
            name,
            "-l",
            "INFO",
            **env,
        )

    def status(self, path: str) -> int | None:
        """The status of a page, or None while nobody answers."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=60) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return None

    def shell(self, code: str) -> str:
        """Run Python in the installation and return what it prints."""
        if self._console is None:
            self._console = subprocess.Popen(
                [sys.executable, "-m", "tests.console"],
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
        print(json.dumps(code), file=self._console.stdin, flush=True)
        answer = json.loads(self._console.stdout.readline())
        assert answer["fault"] == "", answer["fault"]
        return answer["said"].strip()

    def mails(self) -> list[EmailMessage]:
        """All mails that workers have delivered into the folder, oldest first."""
        files = sorted((self.folder / "mail").glob("*.eml"))
        return [
            message_from_bytes(path.read_bytes(), policy=policy.default)
            for path in files
        ]

    def ask(self, select: str) -> list[tuple]:
        """Read from the installation's database; milliseconds, so polls use it."""
        with closing(self._connect()) as connection:
            cursor = connection.cursor()
            cursor.execute(select)
            return cursor.fetchall()

    def _connect(self):
        if self._server:
            return psycopg2.connect(self.env["DATABASE_URL"])
        return sqlite3.connect(self.folder / "portal.sqlite3", timeout=60)

    def kill(self, process: subprocess.Popen) -> None:
        """kill -9 the process and all its children, as a power cut would."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=60)

    def stop(self, process: subprocess.Popen) -> None:
        """Ask the process to end, as an operator does; it ends its children."""
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.kill(process)

    def remove(self) -> None:
        if self._console:
            # It ends with its input.
            self._console.communicate()
        for process in self.processes:
            self.stop(process)
        if self._server:
            self._on_server(f"DROP DATABASE IF EXISTS {self._database} WITH (FORCE)")

    def _start(self, program: str, *arguments: str, **env: str) -> subprocess.Popen:
        with (self.folder / f"{program}.log").open("ab") as log:
            process = subprocess.Popen(
                [str(Path(sys.executable).parent / program), *arguments],
                cwd=ROOT,
                env=self.env | env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def _make_database(self, like: "Installation | None") -> None:
        self._server = os.environ.get("DATABASE_URL", "")
        if self._server:
            template = f" TEMPLATE {like._database}" if like else ""
            self._on_server(f"DROP DATABASE IF EXISTS {self._database} WITH (FORCE)")
            self._on_server(f"CREATE DATABASE {self._database}{template}")
            own = urlsplit(self._server)._replace(path=f"/{self._database}")
            self.env["DATABASE_URL"] = urlunsplit(own)

    def _empty_broker(self) -> None:
        """Installations live one after the other, and none hears another's messages."""
        broker = os.environ.get("CELERY_BROKER_URL", "")
        if broker.startswith("redis"):
            own = urlunsplit(urlsplit(broker)._replace(path=f"/{REDIS_NUMBER}"))
            self.env["CELERY_BROKER_URL"] = own
            with closing(redis.Redis.from_url(own)) as connection:
                connection.flushdb()

    def _on_server(self, statement: str) -> None:
        with closing(psycopg2.connect(self._server)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)
