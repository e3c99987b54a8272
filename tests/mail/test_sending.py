"""How mails leave the queue, whatever happens to mail servers and workers."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail as django_mail
from post_office.models import STATUS

from portal.mail import sending
from portal.mail.models import Mail
from portal.mail.sending import LEASE, MAX_TRIES, pause_after, send_due_mails
from portal.mail.services import retry_all_mails, retry_mail
from portal.web.errors import Conflict
from tests.mail.backends import KilledBackend, PowerCut, SecondWorkerBackend
from tests.mail.server import MailServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_broker")]

START = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as moved:
        yield moved


def tally() -> str:
    return str(send_due_mails())


def error_of(mail: Mail) -> tuple[str, str]:
    [log] = mail.logs.all()
    return log.exception_type, log.message


def test_mail_server_takes_a_mail_over_once(mail_server, letter):
    letter()
    assert tally() == "1 sent, 0 postponed, 0 failed"
    assert tally() == "0 sent, 0 postponed, 0 failed"
    [mail] = mail_server.taken
    assert (mail["To"], mail["Subject"], mail["Auto-Submitted"]) == (
        "ada@example.org",
        "Mail from the portal arrives",
        "auto-generated",
    )
    assert [part.get_content_type() for part in mail.iter_parts()] == [
        "text/plain",
        "text/html",
    ]
    assert Mail.objects.get().status == STATUS.sent


def test_mails_of_a_round_share_one_connection(mail_server, letter):
    for name in "abc":
        letter(f"{name}@example.org")
    assert tally() == "3 sent, 0 postponed, 0 failed"
    assert (len(mail_server.taken), mail_server.connections) == (3, 1)


def test_mail_server_that_is_down_loses_no_mail(closed_port, letter, clock):
    first = letter("a@example.org")
    letter("b@example.org")
    assert tally() == "0 sent, 1 postponed, 0 failed"
    first.refresh_from_db()
    assert (first.status, first.tries) == (STATUS.requeued, 1)
    assert first.scheduled_time == START + timedelta(minutes=1)
    assert error_of(first)[0] == "ConnectionRefusedError"
    # Who has not been tried keeps all its tries, and is tried next.
    assert tally() == "0 sent, 1 postponed, 0 failed"
    assert [mail.tries for mail in Mail.objects.order_by("pk")] == [1, 1]
    with MailServer(closed_port) as server:
        assert tally() == "0 sent, 0 postponed, 0 failed"
        clock.shift(60)
        assert tally() == "2 sent, 0 postponed, 0 failed"
        clock.shift(7 * 24 * 3600)
        assert tally() == "0 sent, 0 postponed, 0 failed"
    assert [mail["To"] for mail in server.taken] == ["a@example.org", "b@example.org"]
    assert first.logs.count() == 0


def test_tries_go_on_for_two_days_and_then_the_mail_is_failed(
    closed_port, letter, clock
):
    mail = letter()
    pauses = []
    for number in range(1, MAX_TRIES + 1):
        send_due_mails()
        mail.refresh_from_db()
        assert mail.tries == number
        if mail.status == STATUS.requeued:
            pauses.append(mail.scheduled_time - datetime.now(UTC))
            clock.move_to(mail.scheduled_time)
    minutes = [pause / timedelta(minutes=1) for pause in pauses]
    assert minutes[:8] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert sum(pauses, timedelta()) > timedelta(days=2)
    assert (mail.status, mail.scheduled_time) == (STATUS.failed, None)
    assert error_of(mail)[0] == "ConnectionRefusedError"
    clock.shift(7 * 24 * 3600)
    assert tally() == "0 sent, 0 postponed, 0 failed"


def test_pauses_never_grow_above_an_hour():
    assert max(pause_after(tries) for tries in range(1, 200)) == timedelta(hours=1)


def test_mailbox_that_does_not_exist_fails_at_once_and_holds_up_nobody(
    mail_server, letter
):
    mail_server.refuse["gone@"] = "550 no such mailbox"
    gone = letter("gone@example.org")
    letter("here@example.org")
    assert tally() == "1 sent, 0 postponed, 1 failed"
    gone.refresh_from_db()
    assert (gone.status, error_of(gone)[0]) == (STATUS.failed, "SMTPRecipientsRefused")
    assert "no such mailbox" in error_of(gone)[1]
    assert [mail["To"] for mail in mail_server.taken] == ["here@example.org"]


def test_mailbox_that_is_full_for_now_is_tried_again(mail_server, letter, clock):
    mail_server.refuse["ada@"] = "451 try later"
    mail = letter()
    assert tally() == "0 sent, 1 postponed, 0 failed"
    mail_server.refuse.clear()
    clock.shift(61)
    assert tally() == "1 sent, 0 postponed, 0 failed"
    mail.refresh_from_db()
    assert (mail.status, mail.tries) == (STATUS.sent, 2)


def test_refused_content_concerns_one_mail_and_a_closing_server_all(
    mail_server, letter, clock
):
    letter("a@example.org")
    letter("b@example.org")
    mail_server.refuse["DATA"] = "554 not like this"
    assert tally() == "0 sent, 2 postponed, 0 failed"
    mail_server.refuse = {"MAIL": "421 closing down"}
    clock.shift(61)
    assert tally() == "0 sent, 2 postponed, 0 failed"
    mail_server.refuse.clear()
    clock.shift(121)
    assert tally() == "2 sent, 0 postponed, 0 failed"


def test_line_that_breaks_after_the_text_gives_one_message_id(
    mail_server, letter, clock
):
    """Nobody can know whether it arrived; the reader's programme can."""
    mail = letter()
    assert mail.message_id
    send_due_mails()
    Mail.objects.update(status=STATUS.queued)
    send_due_mails()
    ids = {taken["Message-ID"] for taken in mail_server.taken}
    assert (len(mail_server.taken), ids) == (2, {mail.message_id})


def test_mail_that_cannot_be_built_fails_at_once(mailbox, letter):
    broken, fine = letter("a@example.org"), letter("b@example.org")
    Mail.objects.filter(pk=broken.pk).update(subject="Hi\nBcc: all@example.org")
    assert [mail.to for mail in mailbox()] == [["b@example.org"]]
    broken.refresh_from_db()
    assert (broken.status, error_of(broken)[0]) == (STATUS.failed, "BadHeaderError")
    fine.refresh_from_db()
    assert fine.status == STATUS.sent


def test_error_in_the_log_names_no_person(mail_server, letter, caplog):
    mail_server.refuse["ada@"] = "550 no such mailbox"
    mail = letter()
    send_due_mails()
    assert f"mail {mail.pk}, try 1: SMTPRecipientsRefused" in caplog.text
    assert "ada@" not in caplog.text


# --- several workers, and lost ones --------------------------------------------------


def test_two_workers_send_each_mail_once(deliver_through, letter, monkeypatch):
    monkeypatch.setattr(SecondWorkerBackend, "tallies", [])
    deliver_through("tests.mail.backends.SecondWorkerBackend")
    for name in "abc":
        letter(f"{name}@example.org")
    first = tally()
    # Each began while the one before held its mail, so each got one.
    assert first == "1 sent, 0 postponed, 0 failed"
    assert SecondWorkerBackend.tallies[:2] == [first, first]
    assert sorted(mail.to for mail in django_mail.outbox) == [
        ["a@example.org"],
        ["b@example.org"],
        ["c@example.org"],
    ]
    assert Mail.objects.sent().count() == 3


def test_worker_killed_in_the_middle_leaves_its_mail_to_another_after_a_while(
    deliver_through, letter, clock, monkeypatch
):
    monkeypatch.setattr(KilledBackend, "lives", 1)
    deliver_through("tests.mail.backends.KilledBackend")
    for name in "abc":
        letter(f"{name}@example.org")
    with pytest.raises(PowerCut):
        send_due_mails()
    states = list(Mail.objects.order_by("pk").values_list("status", flat=True))
    assert states == [STATUS.sent, None, STATUS.queued]

    deliver_through("django.core.mail.backends.locmem.EmailBackend")
    assert tally() == "1 sent, 0 postponed, 0 failed"
    clock.shift(LEASE - timedelta(seconds=1))
    assert tally() == "0 sent, 0 postponed, 0 failed"
    clock.shift(1)
    assert tally() == "1 sent, 0 postponed, 0 failed"
    clock.shift(7 * 24 * 3600)
    assert tally() == "0 sent, 0 postponed, 0 failed"
    # The second was handed over before the cut already: better twice than never.
    assert [mail.to[0][0] for mail in django_mail.outbox] == ["a", "b", "c", "b"]


def test_mail_that_kills_every_worker_is_failed_in_the_end(letter, clock, mailbox):
    mail = letter()
    Mail.objects.update(
        status=None, number_of_retries=MAX_TRIES, scheduled_time=START - LEASE
    )
    assert tally() == "0 sent, 0 postponed, 1 failed"
    mail.refresh_from_db()
    assert (mail.status, error_of(mail)) == (STATUS.failed, ("WorkerLost", ""))
    assert mailbox() == []


def test_worker_that_was_thought_dead_does_not_undo_what_another_did(
    closed_port, letter, clock
):
    late = letter()
    assert sending._claim(late)
    clock.shift(LEASE)
    other = Mail.objects.due().get()
    assert sending._claim(other)
    sending._mark_sent(other)
    assert sending._postpone(late, "TimeoutError", "") == 0
    assert Mail.objects.get().status == STATUS.sent


def test_long_queue_is_sent_in_rounds(letter, monkeypatch, mailbox):
    monkeypatch.setattr(sending, "BATCH", 2)
    for name in "abc":
        letter(f"{name}@example.org")
    assert tally() == "2 sent, 0 postponed, 0 failed"
    assert tally() == "1 sent, 0 postponed, 0 failed"


# --- again ---------------------------------------------------------------------------


def test_failed_mail_is_sent_when_a_curator_tries_again(mail_server, letter):
    mail_server.refuse["ada@"] = "550 no such mailbox"
    mail = letter()
    send_due_mails()
    mail_server.refuse.clear()
    assert retry_mail(mail_id=mail.pk).tries == 0
    assert tally() == "1 sent, 0 postponed, 0 failed"
    with pytest.raises(Conflict, match="not among the failed ones any more"):
        retry_mail(mail_id=mail.pk)


def test_all_again_leaves_alone_what_is_sent_or_being_sent(mail_server, letter, clock):
    states = {
        "failed": {"status": STATUS.failed},
        "later": {
            "status": STATUS.requeued,
            "scheduled_time": START + timedelta(hours=1),
        },
        "sent": {"status": STATUS.sent},
        "held": {"status": None, "scheduled_time": START + LEASE},
    }
    for name, state in states.items():
        mail = letter(f"{name}@example.org")
        Mail.objects.filter(pk=mail.pk).update(number_of_retries=3, **state)
    assert retry_all_mails() == 2
    assert tally() == "2 sent, 0 postponed, 0 failed"
    assert [mail["To"] for mail in mail_server.taken] == [
        "failed@example.org",
        "later@example.org",
    ]
