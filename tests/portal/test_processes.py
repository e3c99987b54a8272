"""Child processes: started, started again when they end, stopped with all they made."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from portal.processes import Child
from tests.installation import wait_until

# A program that starts another one, writes both numbers down, and waits.
PAIR = """
import os, signal, subprocess, sys, time
if sys.argv[2] == "stubborn":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
with open(sys.argv[1], "a") as file:
    file.write(f"{os.getpid()} {other.pid}\\n")
time.sleep(60)
"""


@pytest.fixture
def pair(tmp_path):
    """Return a function that starts the pair, and one that reads its numbers."""
    notes = tmp_path / "pids"
    children = []

    def start(manner: str = "polite") -> Child:
        command = [sys.executable, "-c", PAIR, str(notes), manner]
        child = Child(command, dict(os.environ))
        children.append(child)
        child.start()
        return child

    def numbers(start: int) -> list[int]:
        lines = notes.read_text().splitlines() if notes.exists() else []
        return [int(number) for number in lines[start].split()] if lines[start:] else []

    yield start, lambda start=0: wait_until(lambda: numbers(start))
    for child in children:
        child.stop(seconds=0)


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that waits to be counted (zombie) does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_stop_ends_the_program_and_what_it_started(pair):
    start, numbers = pair
    child = start()
    pids = numbers()
    assert [is_alive(pid) for pid in pids] == [True, True]
    child.stop(seconds=5)
    wait_until(lambda: not any(is_alive(pid) for pid in pids))
    assert child.exit_code == -signal.SIGTERM


def test_stop_ends_a_program_that_does_not_listen(pair):
    start, numbers = pair
    child = start("stubborn")
    pids = numbers()
    child.stop(seconds=0.2)
    wait_until(lambda: not any(is_alive(pid) for pid in pids))
    assert child.exit_code == -signal.SIGKILL


def test_keep_alive_leaves_a_running_program_alone(pair):
    start, numbers = pair
    child = start()
    numbers()
    before = child.pid
    assert (child.keep_alive(), child.pid) == (False, before)


def test_killed_program_is_started_again_without_its_leftovers(pair):
    start, numbers = pair
    child = start()
    parent, left_behind = numbers()
    os.kill(parent, signal.SIGKILL)
    wait_until(child.keep_alive)
    assert child.exit_code is None
    assert child.pid != parent
    wait_until(lambda: not is_alive(left_behind))
    assert [is_alive(pid) for pid in numbers(1)] == [True, True]


def test_program_that_ends_at_once_is_started_after_longer_pauses():
    child = Child([sys.executable, "-c", ""], dict(os.environ))
    starts = [time.monotonic()]
    child.start()
    while len(starts) < 3:
        if child.keep_alive():
            starts.append(time.monotonic())
        time.sleep(0.02)
    child.stop()
    # Each is noted a moment after it happened.
    assert starts[1] - starts[0] > 0.9
    assert starts[2] - starts[1] > 1.9
