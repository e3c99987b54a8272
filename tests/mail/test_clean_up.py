"""What is kept of mails, and for how long."""

from datetime import timedelta

import pytest
from django.utils import timezone
from post_office.models import STATUS

from portal.mail.models import Mail, MailKey
from portal.mail.services import clean_up_mails, forget_mails_to

pytestmark = pytest.mark.django_db


def aged(mail: Mail, days: int, status: int | None) -> Mail:
    then = timezone.now() - timedelta(days=days)
    Mail.objects.filter(pk=mail.pk).update(
        status=status, created=then, last_updated=then
    )
    return mail


def test_texts_of_sent_mails_go_after_90_days_and_mails_after_a_year(letter):
    recent = aged(letter(), 89, STATUS.sent)
    old = aged(letter(), 91, STATUS.sent)
    failed = aged(letter(), 91, STATUS.failed)
    ancient = aged(letter(key="reminder:1"), 366, STATUS.sent)
    given_up = aged(letter(), 366, STATUS.failed)
    waiting = aged(letter(), 400, STATUS.queued)
    assert clean_up_mails() == "2 emptied, 2 deleted"
    assert clean_up_mails() == "0 emptied, 0 deleted"
    kept = {mail.pk: bool(mail.message) for mail in Mail.objects.all()}
    assert kept == {
        recent.pk: True,
        old.pk: False,
        failed.pk: True,
        waiting.pk: True,
    }
    assert {ancient.pk, given_up.pk} & set(kept) == set()
    old.refresh_from_db()
    assert (old.html_message, old.headers, old.subject) == (
        "",
        None,
        "Mail from the portal arrives",
    )
    assert MailKey.objects.get().mail is None


def test_mails_to_somebody_are_forgotten_with_the_account(letter, mailbox):
    letter("ada@example.org")
    mailbox()
    letter("ada@example.org")
    letter("canada@example.org")
    assert forget_mails_to(address="ada@example.org") == 2
    assert [mail.to for mail in Mail.objects.all()] == [["canada@example.org"]]
