"""Child processes that one parent starts, watches, restarts and stops."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time

STOP_SECONDS = 12
LONGEST_PAUSE = 30
_PR_SET_PDEATHSIG = 1


class Child:
    """One program in a process group of its own, so that nothing of it stays behind.

    A terminal's Ctrl-C reaches the parent only; it stops its children in order.
    """

    def __init__(self, command: list[str], env: dict[str, str]) -> None:
        self._command = command
        self._env = env
        self._process: subprocess.Popen | None = None
        self._started_at = 0.0
        self._pause = 1.0

    def start(self) -> None:
        self._started_at = time.monotonic()
        self._process = subprocess.Popen(  # noqa: S603 - fixed commands
            self._command,
            env=self._env,
            start_new_session=True,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
        )

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def exit_code(self) -> int | None:
        """The exit code once the program has ended, None while it runs."""
        return self._process.poll() if self._process else None

    def keep_alive(self) -> bool:
        """Start the program again if it ended; True when it was started now.

        One that ends at once is started after ever longer pauses, up to 30 s.
        """
        if self.exit_code is None:
            return False
        lived = time.monotonic() - self._started_at
        if lived < self._pause:
            return False
        self._pause = 1.0 if lived > 60 else min(self._pause * 2, LONGEST_PAUSE)
        self._signal(signal.SIGKILL)  # what a killed parent left behind
        self.start()
        return True

    def ask_to_end(self) -> None:
        if self._process:
            self._process.terminate()

    def stop(self, seconds: float = STOP_SECONDS) -> None:
        """Ask the program to end; after `seconds` end its whole group."""
        if self._process is None:
            return
        self.ask_to_end()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=seconds)
        self._signal(signal.SIGKILL)
        self._process.wait()

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)


def web_server(port: int) -> Child:
    """Return the web server of this installation, on 127.0.0.1 only."""
    config = ["--config", "python:portal.server", "--log-level", "warning"]
    bind = ["--bind", f"127.0.0.1:{port}"]
    command = [sys.executable, "-m", "gunicorn", *config, *bind, "portal.wsgi"]
    return Child(command, _environment(port))


def worker(port: int) -> Child:
    """Return an ordinary Celery worker that works on one run at a time."""
    celery = [sys.executable, "-m", "celery", "--quiet", "--app", "portal", "worker"]
    options = ["--concurrency", "1", "--loglevel", "WARNING"]
    return Child([*celery, *options], _environment(port))


def _environment(port: int) -> dict[str, str]:
    """Links lead to the chosen port; one core a process, the others serve pages."""
    defaults = {"BASE_URL": f"http://127.0.0.1:{port}", "OPENBLAS_NUM_THREADS": "1"}
    return defaults | dict(os.environ)


def _end_with_parent() -> None:
    """Ask Linux to end this process when its parent is killed (see prctl(2))."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
