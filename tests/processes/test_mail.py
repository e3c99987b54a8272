"""Mails of a real installation: sent by its workers, whatever is killed or down.

Other tests and jobs of the installation send mails too, so ours have a domain of their
own.
"""

import pytest

from tests.installation import free_port, wait_until
from tests.mail.server import MailServer

pytestmark = pytest.mark.slow

QUEUE = """
from portal.mail.services import queue_mail
for name in {names!r}.split():
    queue_mail(to=name + "@queue.example", template="check", language="en",
               context={{"asked_by": "Ada"}})
"""
LATER = """
from datetime import timedelta
from django.utils import timezone
from portal.mail.models import Mail
Mail.objects.filter(status=None).update(scheduled_time=timezone.now())
"""
RETRY = "from portal.mail.services import retry_all_mails; retry_all_mails()"
FORGET = """
from portal.mail.models import Mail
Mail.objects.filter(to__endswith="@queue.example").delete()
"""
STATES = """
SELECT "to", status, number_of_retries FROM post_office_email
WHERE "to" LIKE '%@queue.example' ORDER BY id
"""
SENT, REQUEUED, BEING_SENT = 0, 3, None


@pytest.fixture
def queue(installation):
    """Queue mails in a process that ends at once; they are deleted afterwards."""

    def queued(names: str) -> None:
        installation.shell(QUEUE.format(names=names))

    yield queued
    installation.shell(FORGET)


def states(installation) -> list[tuple]:
    return [(to.partition("@")[0], *rest) for to, *rest in installation.ask(STATES)]


def taken(server: MailServer) -> list[str]:
    """For whom the server took our mails over."""
    return [to for to in server.recipients if to.endswith("@queue.example")]


def delivered(installation) -> list:
    """Our mails in the folder."""
    mails = installation.mails()
    return [mail for mail in mails if mail["To"].endswith("@queue.example")]


def test_two_workers_send_what_waited_and_what_is_new_once(installation, queue):
    names = " ".join(f"n{number}" for number in range(20))
    queue(names)
    assert len(states(installation)) == 20
    with MailServer() as server:
        address = f"smtp://127.0.0.1:{server.port}"
        workers = [installation.start_worker(EMAIL_URL=address) for _ in range(2)]
        wait_until(lambda: len(taken(server)) == 20)
        queue("new")
        wait_until(lambda: len(taken(server)) == 21)
        wait_until(lambda: {one[1] for one in states(installation)} == {SENT})
        for worker in workers:
            installation.stop(worker)
    expected = [f"{name}@queue.example" for name in (*names.split(), "new")]
    assert sorted(taken(server)) == sorted(expected)
    assert taken(server)[-1] == "new@queue.example"


def test_mail_server_that_is_down_and_a_killed_worker_lose_no_mail(installation, queue):
    port = free_port()
    worker = installation.start_worker(EMAIL_URL=f"smtp://127.0.0.1:{port}")
    queue("ada")
    wait_until(lambda: states(installation) == [("ada", REQUEUED, 1)])
    with MailServer(port) as server:
        server.hold()
        installation.shell(RETRY)
        assert server.is_held.wait(300)
        installation.kill(worker)
        server.let_go()
        assert states(installation) == [("ada", BEING_SENT, 2)]

        address = {"EMAIL_URL": f"smtp://127.0.0.1:{port}"}
        again = installation.run("run_jobs", "send-mails", **address)
        assert again.stdout.startswith("send-mails: ")
        assert states(installation) == [("ada", BEING_SENT, 2)]
        installation.shell(LATER)
        installation.run("run_jobs", "send-mails", **address)
    assert states(installation) == [("ada", SENT, 3)]
    assert taken(server) == ["ada@queue.example"]


def test_without_a_mail_server_workers_write_files(installation, queue):
    worker = installation.start_worker()
    queue("ada")
    wait_until(lambda: delivered(installation))
    installation.stop(worker)
    [mail] = delivered(installation)
    assert (mail["To"], mail["Subject"]) == (
        "ada@queue.example",
        "Mail from the portal arrives",
    )
