"""The workers' clock: jobs are registered once, run regularly, and harm no worker."""

from functools import partial
from io import StringIO
from threading import Event, current_thread
from threading import enumerate as enumerate_threads

import pytest
from celery import current_app
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from portal.web import clock
from portal.web.clock import Job, ask_worker, regularly, run_job, run_job_as_task


class Timer:
    """What a worker's timer was asked for."""

    def __init__(self):
        self.asked = []

    def call_repeatedly(self, seconds, function, args):
        self.asked.append((seconds, function, args))


class Worker:
    def __init__(self):
        self.timer = Timer()


@pytest.fixture
def done() -> list[str]:
    return []


@pytest.fixture
def jobs(monkeypatch, done):
    """Three jobs of our own in the place of the portal's."""
    monkeypatch.setattr(clock, "_jobs", {})

    @regularly(seconds=5, name="quick", is_quick=True)
    def quick():
        done.append("quick")

    @regularly(seconds=60, name="slow", is_needed=lambda: "slow" not in done)
    def slow():
        done.append("slow")
        return "3 things done"

    @regularly(seconds=86400, name="daily")
    def daily():
        raise DatabaseError("locked")

    return clock._jobs


@pytest.fixture
def sent(silent_broker):
    """The jobs that workers were told to run, read from the broker."""

    def read() -> list[tuple[list, bool]]:
        found = []
        with current_app.connection_for_read() as connection:
            queue = connection.SimpleQueue(current_app.conf.task_default_queue)
            while queue.qsize():
                message = queue.get_nowait()
                found.append((message.payload[0], message.headers["expires"]))
                message.ack()
        return found

    read()
    return read


def test_job_says_what_it_did(jobs, done):
    assert (run_job("slow"), run_job("quick")) == ("3 things done", "done")
    assert done == ["slow", "quick"]


def test_two_jobs_of_one_name_are_refused(jobs):
    with pytest.raises(ValueError, match="There is a job of the name 'slow' already"):
        regularly(seconds=1, name="slow")(print)


@pytest.mark.django_db
def test_worker_that_starts_looks_at_all_jobs_and_then_at_their_pace(
    jobs, done, sent, monkeypatch
):
    monkeypatch.setattr(clock.connections, "close_all", lambda: None)
    worker = Worker()
    clock.start_clock(worker)
    assert done == ["quick"]
    assert [names for names, expires in sent()] == [["daily"], ["slow"]]
    asked = [(seconds, job.name) for seconds, _tick, (job,) in worker.timer.asked]
    assert asked == [(86400, "daily"), (5, "quick"), (60, "slow")]

    done.append("slow")
    for _seconds, tick, arguments in worker.timer.asked:
        tick(*arguments)
    assert [names for names, expires in sent()] == [["daily"]]
    assert done == ["quick", "slow", "quick"]


@pytest.mark.django_db
def test_job_that_is_aside_runs_in_a_thread_once_at_a_time(
    jobs, done, sent, monkeypatch
):
    monkeypatch.setattr(clock.connections, "close_all", lambda: None)
    begun, may_end = Event(), Event()

    @regularly(seconds=5, name="aside", is_aside=True)
    def aside():
        done.append(current_thread().name)
        begun.set()
        may_end.wait(60)

    tick = partial(clock._tick, jobs["aside"])
    tick()
    assert begun.wait(60)
    # The worker goes on, and a second round does not begin beside the first.
    tick()
    may_end.set()
    _wait_for_threads("aside")
    tick()
    _wait_for_threads("aside")
    assert done == ["aside", "aside"]
    assert sent() == []


def _wait_for_threads(name):
    for thread in enumerate_threads():
        if thread.name == name:
            thread.join(60)


def test_messages_end_when_newer_ones_are_there(jobs, sent):
    ask_worker("slow")
    [(_names, expires)] = sent()
    assert expires is not None


def test_broker_that_is_down_is_no_error(jobs, broker_at, caplog):
    broker_at("redis://127.0.0.1:1/0")
    assert ask_worker("slow") is False
    assert "broker unreachable, slow waits for the clock" in caplog.text


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (DatabaseError("locked"), "job broken could not run: locked"),
        (KeyError("x"), "job broken failed"),
    ],
)
def test_job_that_fails_is_logged_and_the_worker_goes_on(jobs, caplog, error, said):
    def work():
        raise error

    jobs["broken"] = Job("broken", 1, work, None, False)
    run_job_as_task("broken")
    assert said in caplog.text


def test_job_of_another_edition_of_the_code_is_left_alone(jobs, caplog):
    run_job_as_task("gone")
    assert "there is no job gone in this edition of the code" in caplog.text


# --- the command -------------------------------------------------------------------


def ran(*arguments: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("run_jobs", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_command_runs_the_named_jobs(jobs):
    assert ran("slow", "quick") == ("slow: 3 things done\nquick: done\n", "")


def test_command_goes_on_after_a_failure_and_ends_with_it(jobs, done):
    err = StringIO()
    with pytest.raises(CommandError, match=r"^Failed: daily\.$"):
        call_command("run_jobs", stdout=StringIO(), stderr=err)
    assert err.getvalue() == "daily: DatabaseError: locked\n"
    assert done == ["quick", "slow"]


def test_command_lists_jobs_and_runs_none(jobs, done):
    assert ran("--list") == (
        "daily: every 86400 s\nquick: every 5 s\nslow: every 60 s\n",
        "",
    )
    assert done == []


def test_command_names_the_jobs_there_are_for_one_there_is_not(jobs):
    expected = r"^There is no job x\. There are: daily, quick, slow\.$"
    with pytest.raises(CommandError, match=expected):
        call_command("run_jobs", "x")


@pytest.mark.django_db
def test_portal_has_its_jobs_and_they_can_run_twice(mailbox):
    names = [line.partition(":")[0] for line in ran("--list")[0].splitlines()]
    assert {"clean-up-mails", "look-for-open-runs", "send-mails"} <= set(names)
    assert ran() == ran()
